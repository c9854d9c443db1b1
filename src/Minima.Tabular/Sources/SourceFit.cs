using System.Diagnostics;
using System.Globalization;
using Minima.Analysis;

namespace Minima.Tabular;

/// <summary>One fit on rows that stay in a source, from the source to the model.</summary>
internal sealed class SourceFit
{
    /// <summary>The factor by which the width of smoothed kinks shrinks from optimum to optimum.</summary>
    private const double Narrowing = 8;

    /// <summary>The proportion of the objective below which the effect of smoothing ends the shrinking.</summary>
    private const double Nearest = 1e-10;

    /// <summary>The proportion that is enough if floating-point precision ends before that.</summary>
    private const double Near = 1e-6;

    /// <summary>The smallest width as a proportion of the first one, for objectives that fall towards 0.</summary>
    private const double NarrowestWidth = 1e-13;

    /// <summary>The proportion of the width that is enough if floating-point precision ends before that.</summary>
    private const double NarrowWidth = 1e-6;

    private readonly IFitSource _source;
    private readonly SourceTable _table;
    private readonly LossSpec _request;
    private readonly FitOptions _options;
    private readonly IProgress<FitProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly List<string> _notes = [];
    private readonly Loss _loss;
    private readonly DerivedLink _link;
    private readonly List<LearnedInput> _learned;
    private readonly bool _margin;
    private readonly TargetColumn _target;
    private readonly SourceColumn _targetFacts;
    private readonly List<(int Index, string Name, string Column)> _inputs;
    private readonly SourceDesign _given;

    /// <param name="source">The rows: those of the table, or a part of them.</param>
    /// <param name="table">The encodings of its columns.</param>
    /// <param name="request">The loss.</param>
    /// <param name="options">Penalty, weights, further inputs, start.</param>
    /// <param name="progress">Receives every step.</param>
    /// <param name="cancellation">Checked before every query.</param>
    public SourceFit(IFitSource source, SourceTable table, LossSpec request, FitOptions options, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        (_source, _table, _request, _options, _progress, _cancellation) = (source, table, request, options, progress, cancellation);
        _loss = request.Made ?? Candidate.Create(request.Entry, request.Given, 1);
        _inputs = FitInputs.Parse(options.Inputs, request.Entry);
        (_target, _targetFacts) = (table.Target, table.TargetFacts);
        if (Candidates.Obstacle(request, _target, 1, [.. _inputs.Select(input => input.Index)], out _learned, out _margin) is { } obstacle)
            throw FitRunner.CannotFit(request, _loss, source is IDataSource && _target.Kind == TargetKind.Regression ? [_targetFacts.Low, _targetFacts.High] : [], obstacle);
        if (_learned.Count > 0 && (source is not IDataSource || _target.Kind != TargetKind.Regression || _inputs.Count > 0 || options is not { L1: 0, Curvature: null, Start: null }))
            throw new UsageException($"fit: {request.Called} has the further input {DataException.Quote(_learned[0].Name)}, which a fit with {_source.Option} does not learn; give it as a parameter, or as a column with --input {_learned[0].Name}=COLUMN.");
        var analysis = LossAnalysis.Of(_loss);
        _link = analysis.Link;
        if (options.Curvature == Curvature.Weight && (analysis[Trait.TranslationInvariant]?.Verdict != TraitVerdict.Proved || _target.Kind == TargetKind.Binary))
            throw new UsageException($"fit: derivative divided by residual is a curvature for losses of the residual alone (p - t) on a numeric target, and {request.Called} is not proved to be one; leave out the curvature.");
        foreach (var input in _inputs) Check(source, table.Facts[input.Column], $"--input {input.Name}", _loss.DomainOf(input.Index), input.Name);
        if (table.Roles.Weight is { } weight) Check(source, table.Facts[weight], "--weight", null, "weight");
        Report(FitStage.Columns);
        _given = table.Design with { IsMargin = _margin, Inputs = [.. _inputs.Select(input => (input.Name, input.Column))] };
        if (_target.Classes is [var zero, var one] && (zero, one) != (_margin ? ("-1", "1") : ("0", "1")))
            _notes.Add($"Target {DataException.Quote(_target.Name)}: {DataException.Quote(zero)} is {(_margin ? "-1" : "0")} and {DataException.Quote(one)} is {(_margin ? "+1" : "1")} to the loss.");
    }

    /// <summary>A fit of all rows of a source.</summary>
    /// <exception cref="TrainingException">The source, the loss and the options do not fit.</exception>
    public static SourceFit Of(IFitSource source, string target, LossSpec request, FitOptions options, TableOptions table, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        Refuse(source, request, options);
        SourceRoles.RefuseMarks(table.MissingMarks);
        SourceRoles.RefuseOrder(table, source);
        if (table.Event is not null) throw new UsageException($"fit: --event does not go with {source.Option}; {source.Remedy}.");
        if (request.Entry is { IsText: true, Task: LossTask.None })
            throw new DataException($"fit: {DataException.Quote(request.Name)} does not use t, the target; write a loss of p, the prediction, and t.");
        var notes = new List<string>();
        var inputs = FitInputs.Parse(options.Inputs, request.Entry);
        var roles = new SourceRoles(source, target, table.Ignore, options.Weight, [.. inputs.Select(input => (input.Column, FitInputs.Option(options.Inputs, input.Name)))], notes);
        return new(source, new SourceTable(source, roles, FitTable.KindOf(request), table.PositiveClass, notes, cancellation), request, options, progress, cancellation);
    }

    /// <summary>The moments of the columns of the rows if already known.</summary>
    public SourceMoments? Moments { get; init; }

    /// <summary>The model of nearly the same rows: the search for the optimum of a convex loss starts there.</summary>
    public LinearModel? Neighbour { get; init; }

    /// <summary>The shape of the loss if already known, as it takes a search.</summary>
    public LossShape? KnownShape { get; init; }

    /// <summary>The number of features of the columns of the source.</summary>
    public int Features => _given.Features;

    /// <summary>The exception for an empty source.</summary>
    public static DataException NoRow(IFitSource source) => DataException.Create(source.Name, "there is no row", "a row or more is expected", "Name another table, or loosen the condition of --sql.");

    /// <exception cref="FitException">There is no finite optimum, or it was not reached.</exception>
    public LinearModel Run()
    {
        if (_learned.Count > 0) return Learned();
        var shape = KnownShape ?? Shape();
        var kinks = RulesOf(shape)
            ?? throw new UsageException($"fit: the derivative of {_request.Called} jumps at kinks that are not lines in the target, or that cross each other, and sums over rows do not show which rows lie there. A fit with {_source.Option} takes losses with a continuous derivative ({Wording.Or(SmoothNames())}); for this one {_source.Remedy}.");
        if (_options.Curvature is not null && kinks.Count > 0) throw new UsageException($"fit: the derivative of {_request.Called} jumps, and the fit rounds off its kinks with a curvature of their own; leave out the curvature.");
        Report(FitStage.Moments);
        var moments = Moments ?? SourceMoments.Of(_source, _given, _cancellation);
        var (raw, means, deviations, space) = moments;
        var features = _given.Features;
        var design = _given with { Centres = means, Units = deviations };
        var penalties = SumsPenalties.Of(_options, deviations);
        int[] active = _options.L2 > 0 || _options.L1 > 0 ? [.. Enumerable.Range(0, features)] : space.Independent;
        var objective = new SumsObjective(_source.Sums(design, _loss, null), active, features, penalties);
        var starts = new SourceStart(_source, design, _target, _targetFacts, active, penalties, _progress, _cancellation);
        var start = Start();
        try
        {
            return kinks.Count > 0 ? Narrowed(kinks) : Solve();
        }
        catch (DataException lost) when (lost.IsAboutFile && objective.Last is { } last)
        {
            // A lost connection does not lose the progress.
            var (weights, intercept) = ToModel(objective.Coefficients(last.Parameters), last.Parameters[^1], means, deviations);
            throw Lost(lost, last.Value, weights.Append(intercept));
        }

        double[] Start()
        {
            var begun = starts.Constant(raw.TargetMean, _link.Name);
            if (_options.Start is { } text)
            {
                var (weights, intercept) = FitStart.Read(text, [.. _given.Encodings.SelectMany(encoding => encoding.Features)]);
                begun = starts.At(weights, intercept);
            }
            else if (!shape.Convex)
            {
                if (StartsFromAbsolute) begun = starts.LeastAbsolute(begun);
            }
            else if (Neighbour is not null)
            {
                begun = starts.At(Neighbour.Coefficients[0], Neighbour.Intercepts[0]);
            }
            else if (kinks.Count == 0)
            {
                begun = starts.OfSample(_loss, raw.Rows, begun, _options.Curvature);
            }

            return starts.Finite(objective, begun, _options.Curvature ?? (shape.Convex ? Curvature.Exact : Curvature.GaussNewton))
                ?? throw new FitException($"fit: {_request.Called} is not finite at any constant prediction for this target; give the target in another unit, or another loss.");
        }

        LinearModel Solve()
        {
            var (point, kind, iterations) = SumsNewton.Solve(objective, start, shape.Convex, _progress, _cancellation, curvature: _options.Curvature);
            if (kind == SolutionKind.NotConverged && shape.Convex && StartsFromAbsolute && _target.Kind == TargetKind.Regression)
            {
                var (again, kindAgain, more) = SumsNewton.Solve(objective, starts.LeastAbsolute(start), true, _progress, _cancellation);
                (point, kind, iterations) = (again, kindAgain, iterations + more);
            }

            Refuse(kind, point, objective, iterations);
            return Reported(point, shape.Convex ? FitMethod.Newton : FitMethod.Local, point.Value, 0, iterations);
        }

        // The optimum of the smoothed loss is within the smoothing error of the optimum of the loss itself.
        LinearModel Narrowed(IReadOnlyList<KinkRule> rules)
        {
            var error = KinkRule.HalfJumps(rules, raw.TargetMean) ?? _source.Sums(design, _loss, new(rules, starts.Reach, starts.Reach)).HalfJumps(_cancellation);
            SumsPoint? best = null;
            var (reached, iterations) = (0.0, 0);
            var progress = _progress is null ? null : new TimedProgress(_progress);
            for (var width = starts.Reach; ; width /= Narrowing)
            {
                objective = new(_source.Sums(design, _loss, new(rules, width, starts.Reach)), active, features, penalties);
                var size = 1 + (2 * Math.Sqrt(FixedOrder.Dot(start, start)));
                var (point, kind, steps) = SumsNewton.Solve(objective, start, shape.Convex, progress, _cancellation, error * width / size);
                iterations += steps;
                if (kind != SolutionKind.Optimal)
                {
                    // Floating-point precision ends before the smoothing: the last width that was reached bounds the error.
                    if (best is null || (error * reached > Near * Math.Abs(best.Value) && reached > NarrowWidth * starts.Reach)) Refuse(kind, point, objective, iterations);
                    break;
                }

                (best, reached, start) = (point, width, point.Parameters);
                var last = Math.Max(Nearest * Math.Abs(point.Value) / error, NarrowestWidth * starts.Reach);
                if (width <= last) break;
                progress?.Reached(Math.Log(starts.Reach / width, Narrowing) + 1, Math.Ceiling(Math.Log(width / last, Narrowing)));
            }

            objective = new(_source.Sums(design, _loss, null), active, features, penalties);
            var value = objective.At(best!.Parameters, Curvature.GaussNewton, _cancellation).Value;
            return Reported(best, shape.Convex ? FitMethod.Smoothing : FitMethod.Local, value, Math.Max(0, (error * reached) - (best.Value - value)), iterations);
        }

        LinearModel Reported(SumsPoint point, FitMethod method, double value, double rounding, int iterations)
        {
            var standard = objective.Coefficients(point.Parameters);
            if (_options is { L1: 0, L2: 0 } && space.Rank < features) standard = space.Shortest(standard, _options.Standardize ? [.. Enumerable.Repeat(1.0, features)] : deviations);
            return Model(objective, raw, means, deviations, space.Rank, standard, point, method, value, rounding, iterations);
        }
    }

    /// <summary>The fit of a loss with inputs that are learned constants.</summary>
    private LinearModel Learned()
    {
        using var search = Search();
        var found = search.Run(LearnedPlan, _loss, [.. LearnedPlan.Heads.Select((_, k) => k > 0)], _request);
        if (!found.Certificate.IsUnique) _notes.Add(NotUnique(Features, found.Moments.Space.Rank));
        Certificate.NoteLocal(_notes, canStartElsewhere: false);
        return Model(found.Outputs[0], found.Standard[0], found.Moments.Raw.Rows, found.Certificate, [.. _learned.Select((input, k) => new FitInput(input.Name, input.Value(found.Outputs[k + 1].Intercept), null))]);
    }

    /// <summary>Checks if the derivative of a loss with learned inputs jumps where the prediction equals the target.</summary>
    public bool Bends()
    {
        using var search = Search();
        return search.Bends(LearnedPlan, _loss);
    }

    private HeadSearch Search() => new((IDataSource)_source, _given, _targetFacts, _options, _progress, _cancellation) { Moments = Moments };

    /// <summary>The prediction and the learned inputs as heads.</summary>
    private HeadPlan LearnedPlan => new([new(0, 0, _loss.Entry.Inputs[0].Name, Domain.Real), .. _learned.Select(input => new Head(input.Index, 0, input.Name, input.Domain))], HeadReading.Density);

    /// <summary>The kinks at which the derivative jumps upwards, if they follow from the target alone; else null. Empty for a loss with a continuous derivative.</summary>
    private IReadOnlyList<KinkRule>? RulesOf(LossShape shape) => shape.Kinks.Count == 0 ? [] : KinkRule.Of(shape, Targets);

    /// <summary>True if a fit by sums reaches an optimum of a loss of this shape in few passes, false if in many; null if it reaches none.</summary>
    public bool? TakesFewPasses(LossShape shape) => RulesOf(shape) is { } rules ? rules.Count == 0 || (shape.Convex && rules.All(rule => rule.Jump is not null)) : null;

    /// <summary>The message of a lost connection with a start from which another fit can continue.</summary>
    public static DataException Lost(DataException lost, double value, IEnumerable<double> start)
    {
        var numbers = string.Join(',', start.Select(number => number.ToString("R", CultureInfo.InvariantCulture)));
        return new($"{lost.Message} The fit had reached an objective of {value.ToString("R", CultureInfo.InvariantCulture)}; go on from there with --start {numbers}", lost) { IsAboutFile = true };
    }

    /// <summary>Coefficients and intercept in the units of the given columns.</summary>
    public static (double[] Weights, double Intercept) ToModel(double[] standard, double constant, double[] means, double[] deviations)
    {
        var weights = new double[standard.Length];
        var intercept = constant;
        for (var j = 0; j < weights.Length; j++)
        {
            weights[j] = standard[j] / deviations[j];
            intercept -= weights[j] * means[j];
        }

        return (weights, intercept);
    }

    private static void Refuse(IFitSource source, LossSpec request, FitOptions options)
    {
        if (request.Entry.Row is not null || !request.Entry.IsPoint)
            throw new UsageException($"fit: {request.Called} is not a loss of one prediction and one target, which a fit with {source.Option} needs; {source.Remedy}.");
        if (options.Heads is not null) throw new UsageException($"fit: --heads does not go with {source.Option}; {source.Remedy}.");
        if (options.Curvature is not (null or Curvature.Exact or Curvature.GaussNewton or Curvature.Weight)) throw new UsageException($"fit: a fit with {source.Option} takes the curvature exact, positive or weight; '{options.Curvature}' is a bound for trees.");
    }

    /// <summary>Rejects a column of a further input, or of weights, with invalid values.</summary>
    public static void Check(IFitSource source, SourceColumn column, string option, Domain? domain, string name)
    {
        if (column.Kind != TableColumnKind.Number)
            throw DataException.Create($"{source.Name}, {option} {DataException.Quote(column.Name)}", "the column does not hold numbers", "a column of numbers is expected", "Name another column.");
        SourceEncodings.RequireNumbers(source, column, option);
        foreach (var value in (double[])[column.Low, column.High])
        {
            if (domain is { } allowed ? allowed.Contains(value) : value >= 0) continue;
            throw DataException.Create(
                $"{source.Name}, {option} {DataException.Quote(column.Name)}",
                FormattableString.Invariant($"it has {value}"),
                domain is { } expected ? $"the input {name} must be {expected}" : "weights must be 0 or more",
                "Correct the values, or leave these rows out with a condition.");
        }

        if (domain is null && column.High == 0) throw DataException.Create($"{source.Name}, column {DataException.Quote(column.Name)}", "every weight is 0", "at least one row must have a weight above 0", "Correct the weights, or leave out --weight.");
    }

    /// <summary>Determines if the loss is convex on such targets, and if its derivative jumps.</summary>
    public LossShape Shape()
    {
        var values = Targets;
        (int Index, double[] Values)[] inputs = [.. _inputs.Select((input, k) => (input.Index, Spread(_table.Facts[input.Column], _loss.DomainOf(input.Index), values.Length, k)))];
        return ShapeSearch.Run(new SlopeProbe(_loss, values, inputs, inputs.Length > 0), [.. values.Select(_ => 1.0 / values.Length)]);
    }

    /// <summary>Targets like those of the source.</summary>
    private double[] Targets => _target.Kind == TargetKind.Binary ? (_margin ? [-1.0, 1.0] : [0.0, 1.0]) : Spread();

    /// <summary>Losses that this target can be fitted with: convex ones with a continuous derivative, those for the same task first.</summary>
    private string[] SmoothNames()
    {
        var entries = Catalogue.All.Where(entry => entry.IsPoint && entry.Row is null && entry.Inputs.Count == 2 && entry.Parameters.All(parameter => parameter.Default is not null)).ToArray();
        return [.. entries.Where(IsSameTask).Concat(entries.Where(entry => !IsSameTask(entry) && (entry.Task & KindOfTask) != LossTask.None)).Where(Fits).Select(entry => entry.Key).Take(4)];

        bool IsSameTask(LossEntry entry) => (entry.Task & _request.Entry.Task & KindOfTask) != LossTask.None;

        bool Fits(LossEntry entry) =>
            Candidates.Obstacle(LossSpec.Parse(entry.Key), _target, 1, [], out var learned, out _) is null && learned.Count == 0 && IsConvexAndSmooth(entry.CreateExample());
    }

    private LossTask KindOfTask => _target.Kind == TargetKind.Binary ? LossTask.Binary : LossTask.Regression;

    private bool IsConvexAndSmooth(Loss loss)
    {
        if (!LossAnalysis.CanAnalyse(loss)) return false;
        var analysis = LossAnalysis.Of(loss);
        return analysis.Kinks.Count == 0 && analysis[Trait.Convex]?.Verdict == TraitVerdict.Proved && (_target.Kind == TargetKind.Binary || analysis.Link.Name == PredictionLink.Identity);
    }

    /// <summary>Numbers between the ends of a column, in a quasi-random order: the fractional parts of multiples of the golden ratio.</summary>
    private static double[] Spread(SourceColumn column, Domain domain, int count, int shift)
    {
        var values = Enumerable.Range(1, count).Select(i => column.Low + ((column.High - column.Low) * ((i * (shift + 1) * 0.6180339887498949) % 1)));
        return [.. values.Select(value => domain.Contains(value) ? value : column.Low)];
    }

    private double[] Spread()
    {
        var (low, high) = (_targetFacts.Low, _targetFacts.High);
        var domain = _loss.DomainOf(1);
        var whole = double.IsInteger(low) && double.IsInteger(high) && high - low <= 1000;
        var values = Enumerable.Range(0, 25).Select(k => low + ((high - low) * k / 24)).Select(value => whole ? Math.Round(value) : value);
        return [.. values.Where(domain.Contains).Distinct()];
    }

    private bool StartsFromAbsolute => _link.Name == PredictionLink.Identity || _target.Kind == TargetKind.Binary;

    private void Report(FitStage stage) => _progress?.Report(new(0, double.NaN) { Stage = stage });

    private void Refuse(SolutionKind kind, SumsPoint point, SumsObjective objective, int iterations)
    {
        if (kind == SolutionKind.Optimal) return;
        var remedy = _options.L2 > 0 ? "" : " Add a penalty, for example --l2 0.001.";
        if (kind == SolutionKind.NoFiniteOptimum)
        {
            var names = _given.Encodings.SelectMany(encoding => encoding.Features).ToArray();
            var coefficients = objective.Coefficients(point.Parameters);
            var strongest = Enumerable.Range(0, names.Length).OrderByDescending(j => Math.Abs(coefficients[j])).Take(3).Select(j => names[j]).ToArray();
            var why = strongest.Length == 0 ? "the objective falls for ever as the intercept grows"
                : _target.Kind == TargetKind.Binary ? $"a combination of columns (most of all {DataException.List(strongest)}) separates the classes, so larger coefficients are always better"
                : $"the objective falls for ever as coefficients grow (most of all those of {DataException.List(strongest)})";
            throw new FitException($"fit: no finite optimum: {why}.{remedy}");
        }

        var gap = point.Gradient.Length == 0 ? double.PositiveInfinity : Gap(point).Gap;
        throw new FitException(string.Create(
            CultureInfo.InvariantCulture,
            $"fit: the search ended without an optimum after {iterations} steps (objective within {gap:0.0e+0} at best); --standardize, a penalty (--l2) or another start (--start) may help."));
    }

    /// <summary>The length of a vector, whose squares may exceed the range of doubles.</summary>
    public static double Length(double[] vector)
    {
        var power = FixedOrder.LargestMagnitude(vector) is var largest and > 0 ? Math.ILogB(largest) : 0;
        return Math.ScaleB(Math.Sqrt(vector.Sum(value => Math.ScaleB(value, -power) * Math.ScaleB(value, -power))), power);
    }

    /// <summary>A bound on the distance of the objective from the optimum, and the distance from 0 within which it holds.</summary>
    public static (double Gap, double Radius) Gap(SumsPoint point)
    {
        var radius = 1 + (2 * Math.Sqrt(FixedOrder.Dot(point.Parameters, point.Parameters)));
        return (radius * Math.Sqrt(FixedOrder.Dot(point.Gradient, point.Gradient)), radius);
    }

    /// <summary>A note on coefficients that are not unique for these predictions.</summary>
    public static string NotUnique(int features, int rank) => $"not unique: minimum-norm solution ({FormattableString.Invariant($"{features} features, only {rank} of which are independent besides the intercept")}).";

    /// <summary>The derivative of the objective with respect to a coefficient in the penalty's units.</summary>
    public static double Slope(FitOptions options, double slope, double total, double standard, double weight, double mean, double deviation) =>
        options.Standardize ? slope + (options.L2 * standard) : (slope * deviation) + (mean * total) + (options.L2 * weight);

    private LinearModel Model(SumsObjective objective, DesignMoments moments, double[] means, double[] deviations, int rank, double[] standard, SumsPoint point, FitMethod method, double value, double rounding, int iterations)
    {
        var features = standard.Length;
        var (weights, intercept) = ToModel(standard, point.Parameters[^1], means, deviations);
        var total = point.Sums.Slopes[features];
        double[] gradient =
        [
            total,
            .. Enumerable.Range(0, features).Select(j => SumsPenalties.Shortest(weights[j], Slope(_options, point.Sums.Slopes[j], total, standard[j], weights[j], means[j], deviations[j]), _options.L1)),
        ];

        if (!double.IsFinite(intercept) || !Array.TrueForAll(weights, double.IsFinite))
            throw new FitException("fit: the optimum is beyond the range of doubles; give target and columns in other units.");
        var unique = _options.L2 > 0 || rank == features || (_options.L1 > 0 && objective.TellsApart(point));
        if (!unique) _notes.Add(_options.L1 > 0 ? "not unique: columns depend on each other, and other coefficients give the same objective." : NotUnique(features, rank));
        if (method == FitMethod.Local) Certificate.NoteLocal(_notes, canStartElsewhere: true);
        var (gap, radius) = Gap(point);
        return Model((weights, intercept), standard, moments.Rows, new(method, value, Length(gradient), iterations, unique, gap + rounding, radius), [.. _inputs.Select(input => new FitInput(input.Name, null, input.Column))]);
    }

    private LinearModel Model((double[] Weights, double Intercept) found, double[] standard, long rows, Certificate certificate, FitInput[] inputs) =>
        new()
        {
            Loss = _request.Name,
            Fitted = _loss,
            Parameters = [.. _request.Entry.Named(_loss.Parameters).Where(pair => !_learned.Exists(learned => learned.Name == pair.Key))],
            Target = _target.Name,
            Marks = [_target.Mark],
            Kind = _target.Kind,
            Mapping = _target.Mapping(_margin),
            Link = _link.Name,
            Encoding = _given.Encodings,
            Features = [.. _given.Encodings.SelectMany(encoding => encoding.Features)],
            Coefficients = [found.Weights],
            Intercepts = [found.Intercept],
            StandardizedCoefficients = _options.Standardize ? [standard] : null,
            L2 = _options.L2,
            L1 = _options.L1,
            Weight = _options.Weight,
            Inputs = inputs,
            Rows = (int)Math.Min(rows, int.MaxValue),
            Certificate = certificate,
            EnglishNotes = [.. _table.Notes.Where(note => !(note.StartsWith("Target ", StringComparison.Ordinal) && note.Contains(" became 0 and ", StringComparison.Ordinal))), .. _notes],
        };

    /// <summary>Progress of a search over widths, with the estimated time of the remaining widths if each takes as long as the previous ones.</summary>
    private sealed class TimedProgress(IProgress<FitProgress> inner) : IProgress<FitProgress>
    {
        private readonly long _begun = Stopwatch.GetTimestamp();
        private TimeSpan? _left;

        public void Reached(double done, double toCome) => _left = Stopwatch.GetElapsedTime(_begun) * (toCome / done);

        public void Report(FitProgress value) => inner.Report(value with { Left = _left });
    }
}
