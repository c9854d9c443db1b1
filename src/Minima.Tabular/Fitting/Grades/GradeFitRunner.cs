namespace Minima.Tabular;

/// <summary>One fit of ordered grades by one score and thresholds between them: an ordered logit, to the optimum, by Newton's steps.</summary>
internal sealed class GradeFitRunner
{
    /// <summary>A direction in which the curvature of the objective is smaller has no minimum: the features separate the grades.</summary>
    private const double Flat = 1e-9;

    /// <summary>The relative tolerance for the agreement of a loss with its definition.</summary>
    private const double Same = 1e-9;

    private static readonly NewtonDescent Descent = new(Small: 1e-12, Enough: 1e-8, Rounding: 1e-14);

    private readonly FitOptions _options;
    private readonly LossSpec _request;
    private readonly Loss _loss;
    private readonly FitData _data;
    private readonly string[] _grades;
    private readonly ModelBasis _basis;
    private readonly GradeObjective _objective;
    private readonly BatchLoss _batch;
    private readonly CancellationToken _cancellation;

    private GradeFitRunner(FitOptions options, LossSpec request, Loss loss, BatchPlan plan, FitData data, CancellationToken cancellation)
    {
        (_options, _request, _loss, _data, _cancellation) = (options, request, loss, data, cancellation);
        _grades = [.. data.Dataset.Target.Classes];
        _basis = ModelBasis.Of(data.Columns, data.Share, keepColumns: false, options.Standardize, cancellation);
        _objective = new(data, _basis, _grades.Length - 1, options.L2, options.Standardize);
        _batch = new(new(request.Entry, request.Given, false, [], false) { Batch = plan }, loss, new(data.Target, null, null), BatchUnits.Of(plan, data.Target, null));
    }

    /// <summary>The loss reads thresholds between grades in addition to one score.</summary>
    public static bool Takes(LossEntry entry) => entry.Suits.HasFlag(LossPurpose.OrderedClasses) && entry.Inputs is [{ Axes: "N" }, { Axes: "T", Differentiated: true }, ..];

    /// <summary>Refuses, before the table is read, options that such a fit does not have.</summary>
    /// <exception cref="UsageException">The loss, or an option, does not suit ordered grades.</exception>
    public static void Check(FitOptions options, TableOptions table, LossSpec request)
    {
        if (table.Event is not null || !Takes(request.Entry)) throw None(request);
        var option = options.L1 > 0 ? "--l1" : options.Start is not null ? "--start" : options.Inputs.Count > 0 ? "--input" : options.Heads is not null ? "--heads" : table.PositiveClass is not null ? "--positive" : null;
        if (option is not null) throw new UsageException($"fit: {option} does not go with --order; leave it out.");
    }

    /// <param name="options">Penalty and weights.</param>
    /// <param name="request">The loss.</param>
    /// <param name="dataset">The rows; the classes of the target are grades, from the lowest to the highest.</param>
    /// <param name="progress">Receives a report of every step.</param>
    /// <param name="cancellation">Checked before every step.</param>
    /// <exception cref="UsageException">The loss is no ordered logit.</exception>
    /// <exception cref="FitException">There is no finite optimum, or it was not reached.</exception>
    public static LinearModel Run(FitOptions options, LossSpec request, Dataset dataset, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        TensorCatalogue.Join();
        var loss = request.Made ?? Candidate.Create(request.Entry, request.Given, 1);
        var count = dataset.Target.Classes.Count;
        if (JointBinder.Obstacle(request, loss, new(PredictionTask.Ordinal, count, 0, count - 1), out var plan) is not null || plan is not { SharesWeights: true }) throw None(request);
        var data = FitData.Of(dataset, false, options.Weight);
        OrderedGrades.RefuseUnused(dataset.Target.Classes, data.Target, $"{dataset.Name}, target {DataException.Quote(dataset.Target.Name)}");
        return new GradeFitRunner(options, request, loss, plan, data, cancellation).Run(progress);
    }

    private static UsageException None(LossSpec request) =>
        new($"fit: --order is for losses of grades with one score and thresholds between them (cumulative_link), and {request.Called} is not one; leave it out, or take minima compare or minima boost, which train others.");

    private LinearModel Run(IProgress<FitProgress>? progress)
    {
        var start = _objective.Start;
        double[] tilted = [.. Enumerable.Repeat(0.5, _objective.Weights), .. _objective.Thresholds(start)];
        if (!IsOrderedLogit(tilted)) throw None(_request);
        var end = Descent.Run(_objective.ValueAndGradient, Curvature, start, 0, progress, _cancellation);
        if (!(end.Norm <= Descent.Enough))
            throw new FitException(FormattableString.Invariant($"fit: the search ended without an optimum after {end.Iterations} steps (gradient norm {end.Norm:0.0e+0}); leave out columns (--ignore), or add a penalty, for example --l2 0.001."));
        return IsOrderedLogit(end.Point) ? Model(end) : throw None(_request);
    }

    /// <summary>The loss has the value of the definition, which is convex, on these rows.</summary>
    private bool IsOrderedLogit(double[] point)
    {
        var (scores, thresholds) = (_objective.Scores(point), _objective.Thresholds(point));
        var defined = scores.Select((score, i) => OrderedLogit.Value(score, thresholds, (int)_data.Target[i])).Average();
        return Math.Abs(_batch.Evaluate(scores, thresholds, [], []) - defined) <= Same * Math.Max(1, Math.Abs(defined));
    }

    /// <exception cref="FitException">The objective is flat in some direction.</exception>
    private Cholesky Curvature(double[] point)
    {
        var (matrix, size) = (_objective.Curvature(point), _objective.Size);
        var curvature = Cholesky.Factor(matrix, size);
        if (curvature is not null && curvature.SmallestPivot * Enumerable.Range(0, size).Min(j => matrix[j * (size + 1)]) > Flat) return curvature;
        throw new FitException($"fit: no finite optimum: the objective falls for ever as coefficients grow. This happens if one column alone separates the grades. Leave it out (--ignore), or add a penalty, for example --l2 0.001; {_request.Called} is fitted then.");
    }

    private LinearModel Model(NewtonEnd end)
    {
        var (dataset, weights) = (_data.Dataset, end.Point[.._objective.Weights]);
        var (coefficients, origin) = _basis.ToModel([.. weights, 0]);
        var thresholds = _objective.Thresholds(end.Point);
        var radius = 1 + (2 * NewtonDescent.Norm(end.Point));
        var notes = dataset.FeatureNotes();
        notes.Add("A row lies above a threshold with the probability sigmoid(score - threshold), where the score is the sum of coefficients times features.");
        return new LinearModel
        {
            Loss = _request.Name,
            Parameters = [.. _request.Entry.Named(_loss.Parameters)],
            Target = dataset.Target.Name,
            Marks = [dataset.Target.Mark],
            Kind = TargetKind.MultiClass,
            Outputs = OutputReading.Steps,
            Mapping = [.. _grades.Select((grade, k) => (grade, (double)k))],
            Link = _request.Entry.Link,
            Encoding = dataset.Features.Encodings,
            MissingMarks = dataset.MissingMarks,
            Features = dataset.Features.Names,
            Coefficients = Array.ConvertAll(thresholds, _ => coefficients),
            Intercepts = Array.ConvertAll(thresholds, threshold => origin - threshold),
            StandardizedCoefficients = _options.Standardize ? [_basis.ToStandard([.. weights, 0])] : null,
            L2 = _options.L2,
            Weight = _options.Weight,
            Rows = _data.Rows.Length,
            Certificate = new(FitMethod.Newton, end.Value, end.Norm, end.Iterations, _options.L2 > 0 || _basis.Rank == _basis.Features, end.Norm * radius, radius),
            EnglishNotes = notes,
        };
    }
}
