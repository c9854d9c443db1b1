using System.Globalization;

namespace Minima.Tabular;

/// <summary>One fit of a loss over rows of classes, from the table to the model: a row of coefficients for each class.</summary>
internal sealed class ClassFitRunner
{
    private readonly FitOptions _options;
    private readonly LossSpec _lossRequest;
    private readonly FitData _data;
    private readonly Loss _loss;
    private readonly string[] _classes;
    private readonly int[] _labels;
    private readonly IProgress<FitProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly List<string> _notes;

    private ClassFitRunner(FitOptions options, LossSpec loss, Dataset dataset, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        _options = options;
        _lossRequest = loss;
        _progress = progress;
        _cancellation = cancellation;
        FitInputs.Parse(options.Inputs, loss.Entry);
        _loss = loss.Made ?? Candidate.Create(loss.Entry, loss.Given, 1);
        _data = FitData.Of(dataset, false, options.Weight);
        _notes = dataset.FeatureNotes();

        // A class may occur only in rows of weight 0, which were removed.
        int[] present = [.. _data.Target.Select(value => (int)value).Distinct().Order()];
        string[] all = [.. dataset.Target.Classes];
        _classes = Array.ConvertAll(present, code => all[code]);
        _labels = Array.ConvertAll(_data.Target, value => Array.IndexOf(present, (int)value));
        string[] gone = [.. all.Except(_classes, StringComparer.Ordinal)];
        if (gone.Length > 0) _notes.Add(LeftOut(gone));
    }

    /// <summary>Refuses a positive class: the model predicts the probabilities of all.</summary>
    public static void RefusePositive(TableOptions table, LossSpec loss)
    {
        if (table.PositiveClass is { } positive)
            throw new UsageException($"fit: --positive {DataException.Quote(positive)} goes with losses of two classes, and {loss.Entry.Key} has coefficients for every class; leave it out.");
    }

    /// <summary>A note on classes without a row that counts.</summary>
    public static string LeftOut(string[] classes) => $"Left out, because no row of weight above 0 has them: the classes {DataException.List(classes)}.";

    /// <exception cref="FitException">There is no finite optimum, or it was not reached.</exception>
    public static LinearModel Run(FitOptions options, LossSpec loss, Dataset dataset, IProgress<FitProgress>? progress, CancellationToken cancellation) =>
        new ClassFitRunner(options, loss, dataset, progress, cancellation).Run();

    private LinearModel Run()
    {
        var settings = new LinearFitSettings(_options.L2, _options.L1, _options.Standardize);
        var basis = ModelBasis.Of(_data.Columns, _data.Share, settings.L1 > 0, _options.Standardize, _cancellation);
        var terms = new ClassTerms(_loss, _labels, _classes.Length, _data.Share);
        var shape = ClassShape.Of(_loss, _classes.Length);
        if (shape.Bends && (!shape.Convex || shape.Sum == ClassSum.Unknown))
            throw new DataException($"fit: {_lossRequest.Entry.Key} has kinks that no solver here can use; take a smooth loss for several classes.");

        // An l1 penalty applies to the coefficients of the classes themselves.
        var contrasts = Contrasts.Of(_classes.Length, shape.DifferencesOnly && settings.L1 == 0);
        RefuseSize(contrasts.Count * basis.Columns, shape.Bends);
        var penalties = ClassPenalties.Of(settings, basis, contrasts, shape.DifferencesOnly);
        var start = Start(basis, contrasts);
        LeadProblem? leads = null;
        FitObjective objective;
        if (shape.Bends)
        {
            leads = LeadProblem.Of(_loss, shape.Sum, basis, contrasts, terms, _data.Share, penalties);
            objective = leads.Objective;
            start = leads.Start(start);
        }
        else
        {
            objective = new ClassObjective(basis.Design, basis.Columns, contrasts, terms, penalties.Quadratic, penalties.Linear, penalties.Kinks);
        }

        var shared = settings is { L1: > 0, L2: 0 } && shape.DifferencesOnly;
        var fit = new LinearFit(settings, basis, objective, shape.Convex, strength => ClassPenalties.Quadratics(strength, settings, basis, contrasts), shared ? Even : null, _progress, _cancellation);
        var result = fit.Solve(start);
        var found = contrasts.ToClasses(leads?.Coefficients(result.Solution.Parameters) ?? result.Solution.Parameters);
        Refuse(result, basis, contrasts, leads);
        if (shared && Share(found, basis.Features)) result = result with { Unique = false };
        return Model(basis, terms, leads?.Slopes(result.Solution), result, found, shape.DifferencesOnly);

        double[] Even(double[] parameters)
        {
            var classes = contrasts.ToClasses(parameters.AsSpan(0, contrasts.Count * basis.Columns));
            Share(classes, basis.Features);
            return [.. contrasts.FromClasses(classes), .. parameters.AsSpan(contrasts.Count * basis.Columns)];
        }
    }

    /// <summary>
    /// Shifts the coefficients of all classes for one column to the smallest sum of squares. Such a shift changes no prediction, and no l1 penalty while as
    /// many coefficients are above 0 as below. Returns true if there was such a column.
    /// </summary>
    private static bool Share(double[][] classes, int features)
    {
        var any = false;
        for (var j = 0; j < features && classes.Length % 2 == 0; j++)
        {
            var sorted = classes.Select(row => row[j]).Order().ToArray();
            var (low, high) = (sorted[(sorted.Length / 2) - 1], sorted[sorted.Length / 2]);
            if (!(low <= 0 && high >= 0 && high > low)) continue;
            any = true;
            var shift = Math.Clamp(sorted.Average(), low, high);
            foreach (var row in classes) row[j] -= shift;
        }

        return any;
    }

    /// <summary>Refuses more coefficients than methods with a matrix of all coefficients can handle.</summary>
    private void RefuseSize(int coefficients, bool bends)
    {
        if (coefficients <= LeadProblem.MostCoefficients || !(bends || _options.L1 > 0)) return;
        var why = bends ? $"{_lossRequest.Entry.Key} has kinks" : "--l1 has kinks";
        throw new DataException(FormattableString.Invariant(
            $"fit: {why}, and there are {coefficients} coefficients for {_classes.Length} classes; at most {LeadProblem.MostCoefficients} are expected then. Leave columns out (--ignore), or take a smooth loss and --l2."));
    }

    private double[] Start(ModelBasis basis, Contrasts contrasts)
    {
        if (_options.Start is not { } text) return new double[contrasts.Count * basis.Columns];
        var (weights, intercepts) = FitStart.ReadClasses(text, _data.Dataset.Features.Names, _classes);
        return contrasts.FromClasses([.. weights.Select((row, k) => basis.FromModel(row, intercepts[k]))]);
    }

    private void Refuse(LinearFitResult result, ModelBasis basis, Contrasts contrasts, LeadProblem? leads)
    {
        if (result.Solution.Kind == SolutionKind.NoFiniteOptimum)
        {
            var direction = result.Solution.Direction ?? result.Solution.Parameters;
            var names = _data.Dataset.Features.Names;
            var size = new double[names.Length];
            foreach (var one in contrasts.ToClasses(leads?.Coefficients(direction) ?? direction))
            {
                var standard = basis.ToStandard(one);
                for (var j = 0; j < size.Length; j++) size[j] += standard[j] * standard[j];
            }

            var strongest = Enumerable.Range(0, names.Length).Where(j => size[j] > 0).OrderByDescending(j => size[j]).Take(3).Select(j => names[j]).ToArray();
            throw NoFiniteOptimum(strongest, result.Method != FitMethod.Local);
        }

        if (result.Solution.Kind != SolutionKind.Optimal) throw NotReached(result.Solution.Iterations, result.Bound.Gap);
    }

    /// <summary>The error that the objective falls for ever.</summary>
    /// <param name="strongest">The features along which it falls most.</param>
    /// <param name="convex">The loss is convex.</param>
    public static FitException NoFiniteOptimum(string[] strongest, bool convex)
    {
        var most = strongest.Length == 0 ? "" : $" (most of all {DataException.List(strongest)})";
        return new(convex
            ? $"fit: no finite optimum: some classes are separated from others by a combination of columns{most}, so larger coefficients are always better. Add a penalty, for example --l2 0.001."
            : $"fit: no finite optimum near this start: the loss is not convex, and the objective falls for ever as coefficients grow{most}. Give another start (--start), or a penalty, for example --l2 0.001.");
    }

    /// <summary>The error that the search ended before the optimum.</summary>
    public static FitException NotReached(int steps, double gap) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"fit: the search ended without an optimum after {steps} steps (objective within {gap:0.0e+0} at best); --standardize, a penalty (--l2) or another start (--start) may help."));

    private LinearModel Model(ModelBasis basis, ClassTerms terms, double[]? slopes, LinearFitResult result, double[][] found, bool differencesOnly)
    {
        var weights = new double[found.Length][];
        var intercepts = new double[found.Length];
        for (var k = 0; k < found.Length; k++) (weights[k], intercepts[k]) = basis.ToModel(found[k]);
        if (differencesOnly)
        {
            var mean = intercepts.Average();
            for (var k = 0; k < intercepts.Length; k++) intercepts[k] -= mean;
        }

        var check = ClassCheck.Of(terms, _data.Share, _data.Columns, basis, weights, intercepts, slopes, _options);
        if (!double.IsFinite(check.Objective) || !double.IsFinite(check.GradientNorm) || !intercepts.Concat(weights.SelectMany(row => row)).All(double.IsFinite))
            throw new FitException("fit: the optimum is beyond the range of doubles; give the columns in other units.");
        if (!result.Unique)
        {
            var tied = basis.Rank < basis.Features
                ? FormattableString.Invariant($"{basis.Features} features, only {basis.Rank} of which are independent besides the intercept")
                : "several coefficients give the same objective";
            _notes.Add($"not unique: minimum-norm solution ({tied}).");
        }

        if (result.Method == FitMethod.Local)
            Certificate.NoteLocal(_notes, canStartElsewhere: true);
        var entry = _lossRequest.Entry;
        return new LinearModel
        {
            Loss = _lossRequest.Name,
            Fitted = _loss,
            Parameters = [.. entry.Named(_loss.Parameters)],
            Target = _data.Dataset.Target.Name,
            Marks = [_data.Dataset.Target.Mark],
            Kind = TargetKind.MultiClass,
            Mapping = [.. _classes.Select((name, k) => (name, (double)k))],
            Link = entry.Link,
            Encoding = _data.Dataset.Features.Encodings,
            MissingMarks = _data.Dataset.MissingMarks,
            Features = _data.Dataset.Features.Names,
            Coefficients = weights,
            Intercepts = intercepts,
            StandardizedCoefficients = _options.Standardize ? [.. found.Select(one => basis.ToStandard(one))] : null,
            L2 = _options.L2,
            L1 = _options.L1,
            Weight = _options.Weight,
            Rows = _data.Rows.Length,
            Certificate = new(result.Method, check.Objective, check.GradientNorm, result.Solution.Iterations, result.Unique, result.Bound.Gap, result.Bound.Radius),
            EnglishNotes = _notes,
        };
    }
}
