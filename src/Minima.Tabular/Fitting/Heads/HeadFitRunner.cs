namespace Minima.Tabular;

/// <summary>One fit of a linear model with a head for each number of a distribution: to the optimum, by Newton's steps, or by a solver for kinks.</summary>
internal sealed class HeadFitRunner
{
    private const double Farthest = 1e3;

    private static readonly NewtonDescent Descent = new(Small: 1e-10, Enough: 1e-7, Rounding: 1e-13);

    private static readonly MinimizerOptions Search = new() { MaximumIterations = 5000, GradientTolerance = 1e-9, DecreaseTolerance = 1e-14 };

    /// <summary>The search from the fit of similar rows; Newton's steps cover the rest.</summary>
    private static readonly MinimizerOptions NearSearch = Search with { GradientTolerance = 1e-3 };

    private readonly FitOptions _options;
    private readonly LossSpec _request;
    private readonly FitData _data;
    private readonly ModelBasis _basis;
    private readonly HeadPlan _plan;
    private readonly HeadObjective _objective;
    private readonly HeadStart _start;
    private readonly bool[] _isFlat;
    private readonly LinearModel? _near;
    private readonly CancellationToken _cancellation;

    private HeadFitRunner(FitOptions options, AskedHeads asked, (HeadStart Start, LinearModel Near)? known, FitData data, CancellationToken cancellation)
    {
        (_options, _data, _cancellation) = (options, data, cancellation);
        (_request, var loss, var plan, var levels) = asked;
        if (plan.Reading == HeadReading.Steps)
            throw new UsageException($"fit: --heads goes with losses whose only kink is at the target, and {_request.Entry.Key} also has kinks where two of its numbers are equal; minima compare --want distribution trains it.");
        var events = data.Dataset.Events;
        if (events is not null && plan.Event < 0) throw new UsageException($"fit: --event is for losses of times until an event, and {_request.Entry.Key} reads no events; leave it out, or take another loss.");
        _plan = plan = plan with { Events = events is null ? null : Array.ConvertAll(data.Rows, row => events[row]) };
        _isFlat = Flat(_request, plan, options.Heads!, levels);
        _basis = ModelBasis.Of(_data.Columns, _data.Share, options.L1 > 0, options.Standardize, cancellation);
        _start = known?.Start ?? HeadStart.Of(plan, loss, _data.Target, cancellation);
        _near = known?.Near;
        _objective = new(plan, loss, _data, _basis, _start, _isFlat, options);
    }

    /// <summary>No column depends on others, or the penalty selects among coefficients with the same outputs.</summary>
    private bool IsUnique => _options.L2 > 0 || _basis.Rank == _basis.Features;

    /// <exception cref="FitException">There is no finite optimum, or it was not reached.</exception>
    public static LinearModel Run(FitOptions options, LossSpec loss, Dataset dataset, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        RefuseStart(options);
        var data = FitData.Of(dataset, false, options.Weight);
        return new HeadFitRunner(options, AskedHeads.Of("fit", options.Heads!, loss, data.Target), null, data, cancellation).Run(progress);
    }

    /// <summary>The same for one of many fits, on rows similar to those of another fit, whose heads, search units and coefficients are known. Of several minima it finds the nearest.</summary>
    public static LinearModel RunKnown(FitOptions options, AskedHeads asked, HeadStart start, LinearModel near, Dataset dataset, CancellationToken cancellation) =>
        new HeadFitRunner(options, asked, (start, near), FitData.Of(dataset, false, options.Weight), cancellation).Run(null);

    /// <summary>Refuses a given start, because heads have their own.</summary>
    public static void RefuseStart(FitOptions options)
    {
        if (options.Start is not null || options.Inputs.Count > 0)
            throw new UsageException("fit: --heads begins at its own start, and each input is a head or a constant; leave out --start and --input.");
    }

    /// <summary>True for each head that does not depend on the features because it was not named.</summary>
    public static bool[] Flat(LossSpec request, HeadPlan plan, IReadOnlyList<string> words, double[] levels)
    {
        string[] names = [.. plan.Heads.Skip(1).Select(head => head.Name).Distinct(StringComparer.Ordinal)];
        if (levels.Length == 0 && words.FirstOrDefault(name => !FitOptions.HeadWords.Contains(name, StringComparer.Ordinal) && !names.Contains(name, StringComparer.Ordinal)) is { } unknown)
            throw new UsageException($"fit: --heads is {DataException.Quote(unknown)}{Wording.DidYouMean(unknown, [.. names, .. FitOptions.HeadWords])}; besides its prediction {request.Entry.Key} has {DataException.List(names)}.");
        var all = words.Contains(FitOptions.HeadWords[0], StringComparer.Ordinal);
        return [.. plan.Heads.Select(head => levels.Length == 0 && head.Input != plan.Heads[0].Input && !all && !words.Contains(head.Name, StringComparer.Ordinal))];
    }

    /// <summary>The error that the objective has no finite optimum.</summary>
    public static FitException Far(LossSpec request) =>
        new($"fit: no finite optimum: the objective falls for ever as coefficients grow. This happens if the features determine a head of {request.Entry.Key} exactly. Leave out a head (--heads), or add a penalty, for example --l2 0.001.");

    /// <summary>The error that the optimum was not reached or, if the norm is NaN, that the curvature does not prove the reached point an optimum.</summary>
    public static FitException Unproven(double norm, int iterations) => double.IsNaN(norm)
        ? new($"fit: the search ended without an optimum after {iterations} steps: where it stopped, the objective does not curve upwards in every direction (several heads may do the same); leave out a head (--heads), or add a penalty, for example --l2 0.001.")
        : new(FormattableString.Invariant($"fit: the search ended without an optimum after {iterations} steps (gradient norm {norm:0.0e+0}); leave out a head (--heads), or add a penalty, for example --l2 0.001."));

    private LinearModel Run(IProgress<FitProgress>? progress)
    {
        var found = Minimizer.Minimize(_objective.ValueAndGradient, From(), _near is null || _objective.Bends ? Search : NearSearch, _cancellation);
        RefuseFar(found.Parameters);
        if (!_objective.Bends) return Newton(found, progress);
        var solution = HeadBendSolver.Solve(_objective, found.Parameters, _start.Unit, RobustScale.Scale(_data.Target), progress, _cancellation);
        RefuseFar(solution.Parameters);
        var (norm, radius) = (NewtonDescent.Norm(solution.Gradient), 1 + (2 * NewtonDescent.Norm(solution.Parameters)));
        RefuseUnproven(solution.Kind == SolutionKind.Optimal ? norm : double.NaN, found.Iterations + solution.Iterations);
        return Model(solution.Parameters, new(FitMethod.Local, _objective.Value(solution.Parameters), norm, found.Iterations + solution.Iterations, solution.Curved && IsUnique, norm * radius, radius));
    }

    private double[] From()
    {
        if (_near is null) return [.. new double[_objective.Size - _plan.Constants.Count], .. _start.Theta];
        var heads = Enumerable.Range(0, _plan.Heads.Count).SelectMany(h => Array.ConvertAll(_basis.FromModel(_near.Coefficients[h], _near.Intercepts[h] - _start.Offsets[h]), number => number / _start.Factors[h]));
        return [.. heads, .. _plan.Constants.Select((constant, k) => HeadStart.Inverse(constant.Domain, _near.Inputs[k].Value!.Value))];
    }

    private LinearModel Newton(MinimizerResult found, IProgress<FitProgress>? progress)
    {
        var end = Descent.Run(_objective.ValueAndGradient, Curvature, found.Parameters, found.Iterations, progress, _cancellation);
        RefuseUnproven(end.Curvature is null ? double.NaN : end.Norm, end.Iterations);
        var left = end.Curvature!.Solve(end.Gradient);
        return Model(end.Point, new(FitMethod.Local, end.Value, end.Norm, end.Iterations, IsUnique, FixedOrder.Dot(end.Gradient, left) / 2, NewtonDescent.Norm(left)));

        Cholesky? Curvature(double[] point)
        {
            RefuseFar(point);
            return Cholesky.Factor(_objective.Curvature(point), point.Length);
        }
    }

    private void RefuseFar(double[] point)
    {
        if (Array.Exists(point, number => !(Math.Abs(number) < Farthest))) throw Far(_request);
    }

    private void RefuseUnproven(double norm, int iterations)
    {
        if (!(norm <= Descent.Enough * _start.Unit)) throw Unproven(norm, iterations);
    }

    private LinearModel Model(double[] point, Certificate certificate)
    {
        var (heads, width) = (_plan.Heads.Count, _basis.Columns);
        var scaled = Enumerable.Range(0, heads).Select(h => Array.ConvertAll(point[(h * width)..((h + 1) * width)], number => _start.Factors[h] * number)).ToArray();
        var rows = Array.ConvertAll(scaled, of => _basis.ToModel(of));
        var theta = point[^_plan.Constants.Count..];
        var (dataset, parameters) = (_data.Dataset, _objective.At(point).Parameters);
        var notes = dataset.FeatureNotes();
        Certificate.NoteLocal(notes, canStartElsewhere: false);
        if (_plan.Events is { } events) notes.Add(FactColumn.Note(dataset.EventColumn!, events.Count(happened => happened == 1), events.Length));
        else if (_plan.Event >= 0) notes.Add("Every row counts as an event that was observed at its time; if some times are censored, name the column of the events with --event.");
        return new LinearModel
        {
            Loss = _request.Name,
            Parameters = [.. _request.Entry.Named(parameters)],
            Target = dataset.Target.Name,
            Marks = [dataset.Target.Mark],
            Kind = TargetKind.Regression,
            Link = PredictionLink.None,
            Distribution = DistributionReading.Of(_plan with { Events = null }, _data.Target),
            FactsColumn = dataset.EventColumn,
            Encoding = dataset.Features.Encodings,
            MissingMarks = dataset.MissingMarks,
            Features = dataset.Features.Names,
            Coefficients = [.. rows.Select((row, h) => _isFlat[h] ? new double[row.Weights.Length] : row.Weights)],
            Intercepts = [.. rows.Select((row, h) => row.Intercept + _start.Offsets[h])],
            StandardizedCoefficients = _options.Standardize ? Array.ConvertAll(scaled, of => _basis.ToStandard(of)) : null,
            L2 = _options.L2,
            L1 = _options.L1,
            Weight = _options.Weight,
            Inputs = [.. _plan.Constants.Select((constant, k) => new FitInput(constant.Name, constant.Value(theta[k]), null))],
            Rows = _data.Rows.Length,
            Certificate = certificate,
            EnglishNotes = notes,
        };
    }
}
