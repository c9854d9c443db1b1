using System.Globalization;
using Minima.Analysis;

namespace Minima.Tabular;

/// <summary>One fit, from the table to the model.</summary>
internal sealed class FitRunner
{
    private const int MostRounds = 1000;

    private readonly FitOptions _options;
    private readonly LossSpec _lossRequest;
    private readonly FitData _data;
    private readonly Loss _loss;
    private readonly DerivedLink _link;
    private readonly List<LearnedInput> _learned;
    private readonly double[][] _learnedValues;
    private readonly (int Index, double[] Values)[] _inputs;
    private readonly FitInput[] _columnInputs;
    private readonly bool _margin;
    private readonly IProgress<FitProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly List<string> _notes;
    private readonly Func<FitData, LossShape>? _shape;

    private FitRunner(FitOptions options, LossSpec loss, Dataset dataset, Func<FitData, LossShape>? shape, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        _shape = shape;
        _options = options;
        _lossRequest = loss;
        _progress = progress;
        _cancellation = cancellation;
        _loss = loss.Made ?? Candidate.Create(loss.Entry, loss.Given, 1);
        if (loss.Entry is { IsText: true, Task: LossTask.None })
            throw new DataException($"fit: {DataException.Quote(loss.Name)} does not use t, the target; write a loss of p, the prediction, and t.");
        var columns = FitInputs.Parse(options.Inputs, loss.Entry);
        if (Candidates.Obstacle(loss, dataset.Target, 1, [.. columns.Select(input => input.Index)], out _learned, out _margin) is { } obstacle)
        {
            throw CannotFit(loss, _loss, dataset.Target.Kind == TargetKind.Regression ? dataset.Target.Values : [], obstacle);
        }

        if (!LossAnalysis.CanAnalyse(_loss)) throw new DataException($"fit: {loss.Called} cannot be fitted here: it is not a loss of one number and its target.");
        _link = LossAnalysis.Of(_loss).Link;
        _data = FitData.Of(dataset, _margin, options.Weight);
        _learnedValues = [.. _learned.Select(_ => new double[_data.Target.Length])];
        _inputs =
        [
            .. columns.Select(input => (input.Index, FitInputs.Values(input, dataset, _data, _loss))),
            .. _learned.Select((input, k) => (input.Index, _learnedValues[k])),
        ];
        _columnInputs = [.. columns.Select(input => new FitInput(input.Name, null, input.Column))];
        _notes = dataset.FeatureNotes();
        if (dataset.Target.Classes is [var zero, var one] && (zero, one) != (_margin ? ("-1", "1") : ("0", "1")))
            _notes.Add($"Target {DataException.Quote(dataset.Target.Name)}: {DataException.Quote(zero)} is {(_margin ? "-1" : "0")} and {DataException.Quote(one)} is {(_margin ? "+1" : "1")} to the loss.");
    }

    /// <summary>The message of an obstacle. It suggests heads if the loss is a distribution of the target and heads bring its numbers into their domains.</summary>
    /// <param name="request">The requested loss.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="target">Values of the target; empty if heads cannot help.</param>
    /// <param name="obstacle">The reason that it cannot be fitted.</param>
    public static DataException CannotFit(LossSpec request, Loss loss, double[] target, Localized obstacle)
    {
        BatchPlan? plan = null;
        if (request.Entry.Family == LossFamily.Survival) BatchBinder.Obstacle(request, loss, PredictionTask.Survival, [], out plan, out _);
        var hasHeads = target.Length > 0 && !request.Entry.IsText && plan is not { HasIntervals: true } && HeadBinder.Obstacle(request, loss, Wanted.Distribution, target, isDefault: true, out _) is null;
        if (request.Entry.Family == LossFamily.Survival)
        {
            return new(plan is { Reading: OutputReading.RelativeRisk }
                ? $"fit: {request.Called} cannot be fitted here: {obstacle.English}; name the column of the events with --event."
                : hasHeads
                ? $"fit: {request.Called} cannot be fitted here: {obstacle.English}; name the column of the events with --event, or take --heads none if every row is an event that was observed."
                : $"fit: {request.Called} cannot be fitted here: {obstacle.English}; minima boost and minima compare train it with --event COLUMN.");
        }

        if (request.Entry.Family == LossFamily.Ranking) return new($"fit: {request.Called} cannot be fitted here: {obstacle.English}; minima boost and minima compare train it with --query COLUMN.");
        if (request.Entry.Suits.HasFlag(LossPurpose.OrderedClasses)) return new($"fit: {request.Called} cannot be fitted here: {obstacle.English}; minima boost and minima compare train it with --order, which names the grades.");
        return new(hasHeads
            ? $"fit: {request.Called} cannot be fitted here: {obstacle.English}; add --heads none, which predicts the logarithm of a number that must be above 0 and learns the others as one constant each, or --heads all."
            : $"fit: {request.Called} cannot be fitted here: {obstacle.English}.");
    }

    /// <exception cref="FitException">There is no finite optimum, or it was not reached.</exception>
    public static LinearModel Run(FitOptions options, LossSpec loss, Dataset dataset, IProgress<FitProgress>? progress, CancellationToken cancellation) =>
        new FitRunner(options, loss, dataset, null, progress, cancellation).Run();

    /// <summary>The same for one of many fits of a loss without learned constants, whose kinks are known and not searched again.</summary>
    public static LinearModel RunKnown(FitOptions options, LossSpec loss, Dataset dataset, Func<FitData, LossShape> shape, CancellationToken cancellation) =>
        new FitRunner(options, loss, dataset, shape, null, cancellation).Run();

    private LinearModel Run()
    {
        var terms = new PointTerms(_loss, _data.Target, _data.Share, _inputs);
        var settings = new LinearFitSettings(_options.L2, _options.L1, _options.Standardize);
        var basis = ModelBasis.Of(_data.Columns, _data.Share, settings.L1 > 0, _options.Standardize, _cancellation);
        var theta = new double[_learned.Count];
        Spread(theta);
        var start = Start(basis, terms);
        LinearFit fit;
        LinearFitResult result;
        var iterations = 0;
        var thetaNorm = 0.0;
        for (var round = 0; ; round++)
        {
            if (_learned.Count > 0) Learn(terms, Predictions(basis, start), theta);
            var varying = _inputs.Where(input => input.Values.AsSpan().ContainsAnyExcept(input.Values[0])).ToArray();
            var shape = _shape?.Invoke(_data) ?? ShapeSearch.Run(new SlopeProbe(_loss, _data.Target, _inputs, varying.Length > 0), _data.Share);
            fit = new LinearFit(settings, basis, terms, shape, _progress, _cancellation);
            if (!shape.Convex && _options.Start is null && round == 0 && StartsFromAbsolute) start = fit.LeastAbsolute(AbsoluteTarget());
            result = fit.Solve(start);

            // A loss that is narrow compared with the residuals is nearly the absolute error, and flat at other starts.
            if (result.Solution.Kind == SolutionKind.NotConverged && shape.Convex && StartsFromAbsolute && _data.Dataset.Target.Kind == TargetKind.Regression)
                result = fit.Solve(fit.LeastAbsolute(_data.Target));
            if (result.Solution.Kind == SolutionKind.NotConverged && shape.Convex) result = fit.Solve(start, narrowing: true);
            iterations += result.Solution.Iterations;
            Refuse(result, basis);
            start = result.Solution.Parameters;
            if (_learned.Count == 0) break;
            var before = thetaNorm;
            thetaNorm = ThetaNorm(terms, Predictions(basis, start), theta);
            if (thetaNorm <= 1e-10 || (thetaNorm <= 1e-8 && thetaNorm >= 0.9 * before)) break;
            if (round < MostRounds) continue;
            throw new FitException(FormattableString.Invariant($"fit: after {MostRounds} rounds the derivative with respect to {_learned[0].Name} is still {thetaNorm:0.0e+0}; give it as a parameter, or as a column with --input {_learned[0].Name}=COLUMN."));
        }

        return Model(basis, fit, result, iterations, thetaNorm, theta);
    }

    /// <summary>The fit of the absolute error is a meaningful start: the prediction is the target, or a score of two classes.</summary>
    private bool StartsFromAbsolute => _link.Name == PredictionLink.Identity || _data.Dataset.Target.Kind == TargetKind.Binary;

    /// <summary>The target with classes as -1 and +1, regardless of the coding of the loss: its scores lie around 0.</summary>
    private double[] AbsoluteTarget() => _data.Dataset.Target.Kind == TargetKind.Binary && !_margin
        ? Array.ConvertAll(_data.Target, value => (2 * value) - 1)
        : _data.Target;

    private double[] Start(ModelBasis basis, PointTerms terms)
    {
        if (_options.Start is { } text)
        {
            var (weights, intercept) = FitStart.Read(text, _data.Dataset.Features.Names);
            return basis.FromModel(weights, intercept);
        }

        var start = new double[basis.Columns];
        if (_data.Dataset.Target.Kind == TargetKind.Regression)
        {
            start[^1] = _link.Name switch
            {
                PredictionLink.Log when Summation.Mean(_data.Target, _data.Share) is > 0 and var mean => Math.Log(mean),
                PredictionLink.Identity => RobustScale.Median(_data.Target),
                _ => 0,
            };
        }

        return Finite(terms, start[^1]) ? start : FiniteStart(start, terms);
    }

    private bool Finite(PointTerms terms, double intercept)
    {
        var (prediction, slopes) = (new double[_data.Target.Length], new double[_data.Target.Length]);
        Array.Fill(prediction, intercept);
        return double.IsFinite(terms.Evaluate(prediction, slopes, [])) && Array.TrueForAll(slopes, double.IsFinite);
    }

    /// <summary>A start at a constant prediction at which nothing overflows; an exponential of large residuals overflows on one side only.</summary>
    private double[] FiniteStart(double[] start, PointTerms terms)
    {
        double[] ends = [_data.Target.Min(), _data.Target.Max()];
        foreach (var candidate in ends.Concat([0.0]).Concat(Enumerable.Range(0, 40).SelectMany(k => ends.Select((end, side) => end + ((side == 0 ? -1 : 1) * Math.Pow(2, k))))))
        {
            if (!Finite(terms, candidate)) continue;
            start[^1] = candidate;
            return start;
        }

        throw new FitException($"fit: {_lossRequest.Called} is not finite at any constant prediction for this target; give the target in another unit, or another loss.");
    }

    private double[] Predictions(ModelBasis basis, double[] parameters)
    {
        var prediction = new double[_data.Target.Length];
        Gram.Multiply(basis.Design, basis.Columns, parameters, prediction);
        return prediction;
    }

    /// <summary>Writes the learned constants into the inputs of the loss.</summary>
    private void Spread(double[] theta)
    {
        for (var k = 0; k < theta.Length; k++) Array.Fill(_learnedValues[k], _learned[k].Value(theta[k]));
    }

    /// <summary>The best learned constants for these predictions, one after the other.</summary>
    private void Learn(PointTerms terms, double[] prediction, double[] theta)
    {
        for (var k = 0; k < theta.Length; k++)
        {
            var index = k;
            theta[k] = LineMinimum.Find(Value, Slope, theta[k])
                ?? throw new FitException($"fit: no finite optimum: the objective falls for ever as {_learned[k].Name} goes to an end of its domain. This happens if the features determine the target exactly. Give {_learned[k].Name} as a parameter, or as a column with --input {_learned[k].Name}=COLUMN.");
            Slope(theta[k]);

            double Value(double at)
            {
                Array.Fill(_learnedValues[index], _learned[index].Value(at));
                return _learned[index].Domain.Contains(_learned[index].Value(at)) ? terms.Evaluate(prediction, [], []) : double.PositiveInfinity;
            }

            double Slope(double at)
            {
                Array.Fill(_learnedValues[index], _learned[index].Value(at));
                return terms.InputSlope(prediction, _learned[index].Index) * _learned[index].Slope(at);
            }
        }
    }

    private double ThetaNorm(PointTerms terms, double[] prediction, double[] theta)
    {
        var sum = 0.0;
        for (var k = 0; k < theta.Length; k++)
        {
            var slope = terms.InputSlope(prediction, _learned[k].Index) * _learned[k].Slope(theta[k]);
            sum += slope * slope;
        }

        return Math.Sqrt(sum);
    }

    private void Refuse(LinearFitResult result, ModelBasis basis)
    {
        var remedy = _options.L2 > 0 ? "" : " Add a penalty, for example --l2 0.001.";
        if (result.Solution.Kind == SolutionKind.NoFiniteOptimum)
        {
            var names = _data.Dataset.Features.Names;
            var direction = basis.ToModel(result.Solution.Direction ?? result.Solution.Parameters).Weights;
            var deviations = basis.Deviations;
            var strongest = Enumerable.Range(0, names.Length).OrderByDescending(j => Math.Abs(direction[j] * deviations[j])).Take(3).Select(j => names[j]).ToArray();
            if (result.Method == FitMethod.Local)
                throw new FitException($"fit: no finite optimum near this start: the loss is not convex, and the objective falls for ever as coefficients grow (most of all those of {DataException.List(strongest)}). Give another start (--start), or a penalty, for example --l2 0.001.");
            var why = _data.Dataset.Target.Kind == TargetKind.Binary
                ? $"a combination of columns (most of all {DataException.List(strongest)}) separates the classes, so larger coefficients are always better"
                : $"the objective falls for ever as coefficients grow (most of all those of {DataException.List(strongest)})";
            if (strongest.Length == 0) why = "the objective falls for ever as the intercept grows";
            throw new FitException($"fit: no finite optimum: {why}.{remedy}");
        }

        if (result.Solution.Kind == SolutionKind.Optimal) return;
        throw new FitException(string.Create(
            CultureInfo.InvariantCulture,
            $"fit: the search ended without an optimum after {result.Solution.Iterations} steps (objective within {result.Bound.Gap:0.0e+0} at best); --standardize, a penalty (--l2) or another start (--start) may help."));
    }

    private LinearModel Model(ModelBasis basis, LinearFit fit, LinearFitResult result, int iterations, double thetaNorm, double[] theta)
    {
        var entry = _lossRequest.Entry;
        var dataset = _data.Dataset;
        var (weights, intercept) = basis.ToModel(result.Solution.Parameters);
        var check = FitCheck.Of(fit.Target, result.Solution, basis, _data.Columns, _options);
        if (!double.IsFinite(check.Objective) || !double.IsFinite(check.GradientNorm) || !double.IsFinite(intercept) || !Array.TrueForAll(weights, double.IsFinite))
            throw new FitException("fit: the optimum is beyond the range of doubles; give target and columns in other units.");
        if (!result.Unique)
        {
            var tied = basis.Rank < basis.Features
                ? FormattableString.Invariant($"{basis.Features} features, only {basis.Rank} of which are independent besides the intercept")
                : _options.L2 > 0
                    ? "the intercept may lie anywhere in an interval, and lies in its middle"
                    : "several coefficients give the same objective";
            _notes.Add($"not unique: minimum-norm solution ({tied}).");
        }

        if (result.Method == FitMethod.Local)
            Certificate.NoteLocal(_notes, canStartElsewhere: true);
        return new LinearModel
        {
            Loss = _lossRequest.Name,
            Fitted = _loss,
            Parameters = [.. entry.Named(_loss.Parameters).Where(pair => !_learned.Exists(learned => learned.Name == pair.Key))],
            Target = dataset.Target.Name,
            Marks = [dataset.Target.Mark],
            Kind = dataset.Target.Kind,
            Mapping = dataset.Target.Mapping(_margin),
            Link = _link.Name,
            Encoding = dataset.Features.Encodings,
            MissingMarks = dataset.MissingMarks,
            Features = dataset.Features.Names,
            Coefficients = [weights],
            Intercepts = [intercept],
            StandardizedCoefficients = _options.Standardize ? [basis.ToStandard(result.Solution.Parameters)] : null,
            L2 = _options.L2,
            L1 = _options.L1,
            Weight = _options.Weight,
            Inputs = [.. _columnInputs, .. _learned.Select((learned, k) => new FitInput(learned.Name, learned.Value(theta[k]), null))],
            Rows = _data.Rows.Length,
            Certificate = new(result.Method, check.Objective, Math.Sqrt((check.GradientNorm * check.GradientNorm) + (thetaNorm * thetaNorm)), iterations, result.Unique, result.Bound.Gap, result.Bound.Radius),
            EnglishNotes = _notes,
        };
    }
}
