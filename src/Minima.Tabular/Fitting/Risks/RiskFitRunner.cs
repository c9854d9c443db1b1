namespace Minima.Tabular;

/// <summary>One fit of a linear model with a loss that compares the risks of rows: to the optimum, by Newton's steps.</summary>
internal sealed class RiskFitRunner
{
    /// <summary>A direction in which the curvature of the objective is smaller has no minimum: the features order the events.</summary>
    private const double Flat = 1e-9;

    private static readonly NewtonDescent Descent = new(Small: 1e-12, Enough: 1e-8, Rounding: 1e-14);

    private static readonly MinimizerOptions Search = new() { MaximumIterations = 2000, GradientTolerance = 1e-5, DecreaseTolerance = 1e-12 };

    private readonly FitOptions _options;
    private readonly LossSpec _request;
    private readonly Loss _loss;
    private readonly FitData _data;
    private readonly ModelBasis _basis;
    private readonly CancellationToken _cancellation;

    private RiskFitRunner(FitOptions options, LossSpec request, Loss loss, Candidate candidate, Dataset dataset, CancellationToken cancellation)
    {
        (_options, _request, _loss, _cancellation) = (options, request, loss, cancellation);
        _data = FitData.Of(dataset, false, null);
        _basis = ModelBasis.Of(_data.Columns, _data.Share, keepColumns: false, options.Standardize, cancellation);
        Objective = new(candidate, loss, _data, _basis, options.L2, options.Standardize);
    }

    /// <summary>The objective of these rows.</summary>
    public RiskObjective Objective { get; }

    /// <summary>A fit of a loss that compares risks; null for another loss.</summary>
    /// <exception cref="UsageException">An option does not suit such a fit.</exception>
    public static RiskFitRunner? Of(FitOptions options, LossSpec request, Dataset dataset, CancellationToken cancellation)
    {
        TensorCatalogue.Join();
        var loss = request.Made ?? Candidate.Create(request.Entry, request.Given, 1);
        if (BatchBinder.Obstacle(request, loss, PredictionTask.Survival, dataset.Target.Values, out var plan, out var learned) is not null || plan is null) return null;
        if (plan.HasIntervals) throw new UsageException($"fit: {request.Called} has a number for each interval of time; minima boost and minima compare train it, with --event.");
        if (plan.Reading != OutputReading.RelativeRisk || learned.Count > 0) return null;
        var option = options.Weight is not null ? "--weight" : options.L1 > 0 ? "--l1" : options.Start is not null ? "--start" : options.Inputs.Count > 0 ? "--input" : options.Heads is not null ? "--heads" : null;
        if (option is not null) throw new UsageException($"fit: {option} does not go with {request.Called}, which compares the risks of rows; leave it out.");
        if (dataset.Features.Columns.Length == 0) throw new DataException($"fit: {request.Called} compares rows by their features, and the table has none; add columns, or ignore fewer.");
        return new(options, request, loss, new(request.Entry, request.Given, false, [], false) { Batch = plan }, dataset, cancellation);
    }

    public int Rows => _data.Rows.Length;

    /// <summary>The parameters of the search that correspond to a model.</summary>
    public double[] PointOf(LinearModel model) => _basis.FromModel(model.Coefficients[0], model.Intercepts[0])[..^1];

    /// <summary>The combination of search parameters for each coefficient, in the order of the features.</summary>
    public double[][] Map()
    {
        var map = _data.Columns.Select(_ => new double[Objective.Size]).ToArray();
        for (var p = 0; p < Objective.Size; p++)
        {
            var unit = new double[Objective.Size + 1];
            unit[p] = 1;
            var weights = _basis.ToModel(unit).Weights;
            for (var j = 0; j < weights.Length; j++) map[j][p] = weights[j];
        }

        return map;
    }

    /// <exception cref="FitException">There is no finite optimum, or it was not reached.</exception>
    public LinearModel Run(IProgress<FitProgress>? progress)
    {
        var found = Minimizer.Minimize(Objective.ValueAndGradient, new double[Objective.Size], Search, _cancellation);
        var end = Descent.Run(Objective.ValueAndGradient, Curvature, found.Parameters, found.Iterations, progress, _cancellation);
        return end.Norm <= Descent.Enough
            ? Model(end)
            : throw new FitException(FormattableString.Invariant($"fit: the search ended without an optimum after {end.Iterations} steps (gradient norm {end.Norm:0.0e+0}); leave out columns (--ignore), or add a penalty, for example --l2 0.001."));
    }

    /// <exception cref="FitException">The objective is flat in some direction.</exception>
    private Cholesky Curvature(double[] point)
    {
        var matrix = Objective.Curvature(point, _cancellation);
        var curvature = Cholesky.Factor(matrix, Objective.Size);
        if (curvature is not null && curvature.SmallestPivot * Enumerable.Range(0, Objective.Size).Min(j => matrix[j * (Objective.Size + 1)]) > Flat) return curvature;
        throw new FitException($"fit: no finite optimum: the objective falls for ever as coefficients grow. This happens if one column alone orders the events. Leave it out (--ignore), or add a penalty, for example --l2 0.001; {_request.Called} is fitted then.");
    }

    private LinearModel Model(NewtonEnd end)
    {
        var point = end.Point;
        var (dataset, events) = (_data.Dataset, Objective.OfRows);
        var (weights, intercept) = _basis.ToModel([.. point, 0]);
        var notes = dataset.FeatureNotes();
        notes.Add(FactColumn.Note(dataset.EventColumn!, events.Count(happened => happened == 1), events.Length));
        var isConvex = Objective.LikelihoodAt(point) is not null;
        if (isConvex) notes.Add("The risk of a row is relative: a coefficient is the logarithm of a hazard ratio, and the intercept makes the average risk 0.");
        else Certificate.NoteLocal(notes, canStartElsewhere: false);
        var radius = 1 + (2 * NewtonDescent.Norm(point));
        return new LinearModel
        {
            Loss = _request.Name,
            Parameters = [.. _request.Entry.Named(_loss.Parameters)],
            Target = dataset.Target.Name,
            Marks = [dataset.Target.Mark],
            Kind = TargetKind.Regression,
            Task = PredictionTask.Survival,
            Link = _request.Entry.Link,
            Survival = SurvivalReading.Of(SurvivalBasis.OfRisks(Objective.Units.Time, _data.Target, events, Objective.Risks(point)), _data.Target, events),
            FactsColumn = dataset.EventColumn,
            Encoding = dataset.Features.Encodings,
            MissingMarks = dataset.MissingMarks,
            Features = dataset.Features.Names,
            Coefficients = [weights],
            Intercepts = [intercept],
            StandardizedCoefficients = _options.Standardize ? [_basis.ToStandard([.. point, 0])] : null,
            L2 = _options.L2,
            Rows = _data.Rows.Length,
            Certificate = new(isConvex ? FitMethod.Newton : FitMethod.Local, end.Value, end.Norm, end.Iterations, _options.L2 > 0 || _basis.Rank == _basis.Features, end.Norm * radius, radius),
            EnglishNotes = notes,
        };
    }
}
