using Minima.Analysis;

namespace Minima.Tabular;

/// <summary>One fit of a loss over classes on rows that stay in a source, from the source to the model: a row of coefficients for each class.</summary>
internal sealed class SourceClassFit
{
    /// <summary>The largest number of classes; with more, a query of the second derivatives with respect to all pairs of scores is too long for a database.</summary>
    public const int MostOfScores = 10;

    private readonly IFitSource _source;
    private readonly SourceTable _table;
    private readonly LossSpec _request;
    private readonly FitOptions _options;
    private readonly IProgress<FitProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly Loss _loss;
    private readonly SourceDesign _given;
    private readonly string[] _classes;
    private readonly string[] _features;
    private readonly List<string> _notes = [];

    /// <param name="source">The rows: those of the table, or a part of them.</param>
    /// <param name="table">The encodings of its columns.</param>
    /// <param name="request">The loss.</param>
    /// <param name="options">Penalty, weights, start.</param>
    /// <param name="progress">Receives every step.</param>
    /// <param name="cancellation">Checked before every query.</param>
    public SourceClassFit(IFitSource source, SourceTable table, LossSpec request, FitOptions options, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        (_source, _table, _request, _options, _progress, _cancellation) = (source, table, request, options, progress, cancellation);
        _loss = request.Made ?? Candidate.Create(request.Entry, request.Given, 1);
        if (table.Roles.Weight is { } weight) SourceFit.Check(source, table.Facts[weight], "--weight", null, "weight");
        _progress?.Report(new(0, double.NaN) { Stage = FitStage.Columns });
        var all = table.Design;
        _classes = [.. all.Classes];
        if (all.Weight is not null)
        {
            // Without the rows of weight 0 a class may be empty.
            var weights = source.ClassWeights(all, cancellation);
            _classes = [.. _classes.Where((_, k) => weights[k] > 0)];
            string[] gone = [.. all.Classes.Except(_classes, StringComparer.Ordinal)];
            if (gone.Length > 0) _notes.Add(ClassFitRunner.LeftOut(gone));
            if (_classes.Length == 1) throw FitData.OneClass(source.Name, table.Target.Name, _classes[0]);
        }

        _given = all with { Classes = _classes };
        _features = [.. _given.Encodings.SelectMany(encoding => encoding.Features)];
    }

    /// <summary>The moments of the columns of the rows if already known.</summary>
    public SourceMoments? Moments { get; init; }

    /// <summary>The model of nearly the same rows: the search for the optimum of a convex loss starts there.</summary>
    public LinearModel? Neighbour { get; init; }

    /// <summary>Checks if such a fit supports a loss in a database: its derivative is continuous, and it is a formula on the log-probabilities of the classes, or on the scores of at most ten.</summary>
    public static bool Takes(Loss loss, int classes) => (RowExpression.Of(loss).IsOfLogProbability || (classes <= MostOfScores && RowRecorder.OfLabels(loss, classes) is not null)) && !ClassShape.Of(loss, classes).Bends;

    /// <summary>Checks if the loss is one of labels of several classes.</summary>
    public static bool Takes(LossSpec request) => request.Entry.Row is not null && request.Entry.Task.HasFlag(LossTask.MultiClass);

    /// <summary>A fit of all rows of a source.</summary>
    /// <exception cref="TrainingException">The source, the loss and the options do not fit.</exception>
    public static SourceClassFit Of(IFitSource source, string target, LossSpec request, FitOptions options, TableOptions table, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        SourceRoles.RefuseOrder(table, source);
        if (options.Heads is not null) throw new UsageException($"fit: --heads does not go with {source.Option}; {source.Remedy}.");
        if (options.L1 > 0) throw new UsageException($"fit: --l1 does not go with several classes and {source.Option}; give --l2, or {source.Remedy}.");
        if (options.Curvature is not (null or Curvature.Exact or Curvature.GaussNewton)) throw new UsageException($"fit: for several classes a fit with {source.Option} takes the curvature exact or positive; leave out the curvature.");
        ClassFitRunner.RefusePositive(table, request);
        FitInputs.Parse(options.Inputs, request.Entry);
        var notes = new List<string>();
        var roles = new SourceRoles(source, target, table.Ignore, options.Weight, [], notes);
        return new(source, new SourceTable(source, roles, FitTable.KindOf(request), table.PositiveClass, notes, cancellation), request, options, progress, cancellation);
    }

    /// <summary>The number of features of the columns of the source.</summary>
    public int Features => _features.Length;

    public int Classes => _classes.Length;

    /// <exception cref="FitException">There is no finite optimum, or it was not reached.</exception>
    public LinearModel Run()
    {
        var shape = ClassShape.Of(_loss, Classes);
        if (shape.Bends) throw new UsageException($"fit: the derivative of {_request.Called} jumps, and a fit of several classes with {_source.Option} takes losses with a continuous derivative ({Wording.Or(SmoothNames())}); for this one {_source.Remedy}.");
        var contrasts = Contrasts.Of(Classes, shape.DifferencesOnly);
        _progress?.Report(new(0, double.NaN) { Stage = FitStage.Moments });
        var moments = Moments ?? SourceMoments.Of(_source, _given, _cancellation);
        var design = _given with { Centres = moments.Means, Units = moments.Deviations };
        var sums = _source.ClassSums(design, _loss, contrasts)
            ?? throw new UsageException($"fit: {_request.Called} is not a formula on the log-probabilities of the classes, nor on the scores of at most {MostOfScores} classes, as a fit of several classes with {_source.Option} needs ({Wording.Or(SmoothNames())}); for this one {_source.Remedy}.");
        int[] active = _options.L2 > 0 ? [.. Enumerable.Range(0, Features)] : moments.Space.Independent;
        var objective = new SumsObjective(sums, active, Features, SumsPenalties.Of(_options, moments.Deviations), contrasts.Count);
        try
        {
            var (point, kind, iterations) = SumsNewton.Solve(objective, Start(contrasts, moments, active, shape.Convex), shape.Convex, _progress, _cancellation, curvature: _options.Curvature);
            var found = contrasts.ToClasses(objective.Whole(point.Parameters));
            if (kind == SolutionKind.NoFiniteOptimum) throw ClassFitRunner.NoFiniteOptimum(Strongest(found), shape.Convex);
            if (kind != SolutionKind.Optimal) throw ClassFitRunner.NotReached(iterations, point.Gradient.Length == 0 ? double.PositiveInfinity : SourceFit.Gap(point).Gap);
            return Model(shape, contrasts, moments, found, point, iterations);
        }
        catch (DataException lost) when (lost.IsAboutFile && objective.Last is { } last)
        {
            // A lost connection does not lose the progress.
            throw SourceFit.Lost(lost, last.Value, contrasts.ToClasses(objective.Whole(last.Parameters)).SelectMany(row => ToModel(row, moments)));
        }
    }

    /// <summary>The losses that such a fit supports.</summary>
    private string[] SmoothNames() =>
    [
        .. Catalogue.All.Where(entry => entry.Row is not null && entry.Task.HasFlag(LossTask.MultiClass) && entry.Parameters.All(parameter => parameter.Default is not null))
            .Where(entry => Takes(entry.CreateExample(), Classes))
            .Select(entry => entry.Key).Take(3),
    ];

    private double[] Start(Contrasts contrasts, SourceMoments moments, int[] active, bool isConvex)
    {
        if (_options.Start is null && (Neighbour is null || !isConvex)) return new double[contrasts.Count * (active.Length + 1)];
        var (weights, intercepts) = _options.Start is { } text ? FitStart.ReadClasses(text, _features, _classes) : ([.. Neighbour!.Coefficients], [.. Neighbour.Intercepts]);
        return contrasts.FromClasses([.. weights.Select((row, k) => Standard(row, intercepts[k]))]);

        double[] Standard(double[] row, double intercept) =>
            [.. active.Select(j => row[j] * moments.Deviations[j]), intercept + FixedOrder.Dot(row, moments.Means)];
    }

    /// <summary>The features whose coefficients are largest.</summary>
    private string[] Strongest(double[][] classes)
    {
        double[] size = [.. Enumerable.Range(0, Features).Select(j => classes.Sum(row => row[j] * row[j]))];
        return [.. Enumerable.Range(0, Features).Where(j => size[j] > 0).OrderByDescending(j => size[j]).Take(3).Select(j => _features[j])];
    }

    private static double[] ToModel(double[] row, SourceMoments moments)
    {
        var (weights, intercept) = SourceFit.ToModel(row[..^1], row[^1], moments.Means, moments.Deviations);
        return [.. weights, intercept];
    }

    private LinearModel Model(ClassShape shape, Contrasts contrasts, SourceMoments moments, double[][] found, SumsPoint point, int iterations)
    {
        var space = moments.Space;
        var standard = Array.ConvertAll(found, row => row[..^1]);
        if (_options.L2 == 0 && space.Rank < Features)
        {
            double[] units = _options.Standardize ? [.. Enumerable.Repeat(1.0, Features)] : moments.Deviations;
            standard = Array.ConvertAll(standard, row => space.Shortest(row, units));
        }

        var rows = standard.Select((row, k) => ToModel([.. row, found[k][^1]], moments)).ToArray();
        double[] intercepts = [.. rows.Select(row => row[^1])];
        if (shape.DifferencesOnly)
        {
            var mean = intercepts.Average();
            intercepts = Array.ConvertAll(intercepts, intercept => intercept - mean);
        }

        var weights = Array.ConvertAll(rows, row => row[..^1]);
        if (!intercepts.Concat(weights.SelectMany(row => row)).All(double.IsFinite)) throw new FitException("fit: the optimum is beyond the range of doubles; give the columns in other units.");
        var unique = _options.L2 > 0 || space.Rank == Features;
        if (!unique) _notes.Add(SourceFit.NotUnique(Features, space.Rank));
        var method = shape.Convex ? FitMethod.Newton : FitMethod.Local;
        if (method == FitMethod.Local) Certificate.NoteLocal(_notes, canStartElsewhere: true);
        var gradient = contrasts.ToClasses(point.Sums.Slopes).SelectMany((slopes, k) => Gradient(slopes, standard[k], weights[k], moments)).ToArray();
        var (gap, radius) = SourceFit.Gap(point);
        var entry = _request.Entry;
        return new LinearModel
        {
            Loss = _request.Name,
            Fitted = _loss,
            Parameters = [.. entry.Named(_loss.Parameters)],
            Target = _table.Target.Name,
            Marks = [_table.Target.Mark],
            Kind = TargetKind.MultiClass,
            Mapping = [.. _classes.Select((name, k) => (name, (double)k))],
            Link = entry.Link,
            Encoding = _given.Encodings,
            Features = _features,
            Coefficients = weights,
            Intercepts = intercepts,
            StandardizedCoefficients = _options.Standardize ? standard : null,
            L2 = _options.L2,
            L1 = 0,
            Weight = _options.Weight,
            Rows = (int)Math.Min(moments.Raw.Rows, int.MaxValue),
            Certificate = new(method, point.Value, SourceFit.Length(gradient), iterations, unique, gap, radius),
            EnglishNotes = [.. _table.Notes, .. _notes],
        };
    }

    /// <summary>The gradient with respect to the coefficients and the intercept of a class, in the penalty's units.</summary>
    private IEnumerable<double> Gradient(double[] slopes, double[] standard, double[] weights, SourceMoments moments) => Enumerable.Range(0, Features)
        .Select(j => SourceFit.Slope(_options, slopes[j], slopes[^1], standard[j], weights[j], moments.Means[j], moments.Deviations[j])).Append(slopes[^1]);
}
