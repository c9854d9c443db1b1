namespace Minima.Tabular;

/// <summary>The optimum of a fit with several outputs a row.</summary>
/// <param name="Outputs">Of each output that depends on the features, or is a head: coefficients and intercept in the units of the columns.</param>
/// <param name="Standard">The coefficients of standardised columns.</param>
/// <param name="Certificate">How near it is.</param>
/// <param name="Moments">Of the columns.</param>
internal sealed record HeadOptimum(IReadOnlyList<(double[] Weights, double Intercept)> Outputs, IReadOnlyList<double[]> Standard, Certificate Certificate, SourceMoments Moments);

/// <summary>The search for the optimum of a loss of several outputs over rows that stay where they are: an output for each head, and behind them one for each number that is learned.</summary>
/// <param name="source">The rows.</param>
/// <param name="given">What each of them becomes.</param>
/// <param name="facts">Facts about the column of the target.</param>
/// <param name="options">The penalty.</param>
/// <param name="progress">Hears of every step.</param>
/// <param name="cancellation">Asked before every query.</param>
internal sealed class HeadSearch(IDataSource source, SourceDesign given, SourceColumn facts, FitOptions options, IProgress<FitProgress>? progress, CancellationToken cancellation) : IDisposable
{
    /// <summary>The start of the search and the range of likely values come from so many quantiles of the target,</summary>
    private const int Quantiles = 1000;

    /// <summary>which are those of at most so many different values.</summary>
    private const int MostValues = 10_000;

    private readonly IDataSource? _sample = SourceStart.Sample(source, given, facts, facts.Rows);

    /// <summary>The moments of the columns where they are known already.</summary>
    public SourceMoments? Moments { get; init; }

    /// <summary>Quantiles of the target, of values that stand for all where there are many.</summary>
    public double[] Target => field ??= Targets();

    /// <summary>Searches.</summary>
    /// <param name="plan">The heads.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="isFlat">The outputs that do not depend on the features.</param>
    /// <param name="request">The loss as it was asked for.</param>
    /// <exception cref="FitException">There is no finite optimum, or it was not reached.</exception>
    public HeadOptimum Run(HeadPlan plan, Loss loss, bool[] isFlat, LossSpec request)
    {
        var start = HeadStart.Of(plan, loss, Target, cancellation);
        if (Bends(plan, loss, start)) throw Refused(request, "has a slope that jumps at the target");
        progress?.Report(new(0, double.NaN) { Stage = FitStage.Moments });
        var moments = Moments ?? SourceMoments.Of(source, given, cancellation);
        var design = given with { Centres = moments.Means, Units = moments.Deviations };
        int[] active = options.L2 > 0 ? [.. Enumerable.Range(0, given.Features)] : moments.Space.Independent;
        var objective = Objective(source) ?? throw (plan.Constants.Count > 0
            ? new UsageException($"fit: {request.Called} learns {DataException.List([.. plan.Constants.Select(constant => constant.Name)])} beside its heads, and its formula is not an expression of these numbers; give numbers as parameters of the loss, or {source.Remedy}.")
            : Refused(request, "is no formula of the numbers of its heads"));
        double[] begun = [.. start.Offsets.Concat(start.Theta).SelectMany((constant, k) => new double[isFlat[k] ? 0 : active.Length].Append(constant))];
        var (point, kind, iterations) = SumsNewton.Solve(objective, Sampled(begun), convex: false, progress, cancellation);
        if (kind == SolutionKind.NoFiniteOptimum) throw HeadFitRunner.Far(request);
        var there = point.IsUsable ? objective.At(point.Parameters, Curvature.Exact, cancellation) : point;
        if (kind != SolutionKind.Optimal || !there.IsUsable || Cholesky.Factor(there.Hessian, objective.Size) is not { } curvature) throw HeadFitRunner.Unproven(there.IsUsable ? SourceFit.Length(there.Gradient) : double.NaN, iterations);
        var left = curvature.Solve(there.Gradient);
        var unique = options.L2 > 0 || moments.Space.Rank == given.Features;
        double[] units = options.Standardize ? [.. Enumerable.Repeat(1.0, given.Features)] : moments.Deviations;
        double[][] rows = [.. objective.Whole(there.Parameters).Chunk(given.Features + 1)];
        var standard = Array.ConvertAll(rows, row => unique ? row[..^1] : moments.Space.Shortest(row[..^1], units));
        var outputs = standard.Select((row, k) => SourceFit.ToModel(row, rows[k][^1], moments.Means, moments.Deviations)).ToArray();
        if (!outputs.All(output => double.IsFinite(output.Intercept) && Array.TrueForAll(output.Weights, double.IsFinite))) throw new FitException("fit: the optimum is beyond the range of doubles; give the columns in other units.");
        return new(outputs, standard, new(FitMethod.Local, there.Value, SourceFit.Length(there.Gradient), iterations, unique, FixedOrder.Dot(there.Gradient, left) / 2, SourceFit.Length(left)), moments);

        SumsObjective? Objective(IDataSource rowsOf) => rowsOf.HeadSums(design, plan, loss, isFlat) is { } sums ? new(sums, active, given.Features, SumsPenalties.Of(options, moments.Deviations), isFlat.Length, isFlat) : null;

        // The optimum of a sample of many rows; the start itself if there is no sample or no optimum of it.
        double[] Sampled(double[] from)
        {
            if (_sample is null || Objective(_sample) is not { } few) return from;
            progress?.Report(new(0, double.NaN) { Stage = FitStage.Sample });
            return SourceStart.Near(few, from, convex: false, null, cancellation);
        }
    }

    /// <summary>The loss has a slope that jumps where a head is the target.</summary>
    public bool Bends(HeadPlan plan, Loss loss) => Bends(plan, loss, HeadStart.Of(plan, loss, Target, cancellation));

    public void Dispose() => _sample?.Dispose();

    private bool Bends(HeadPlan plan, Loss loss, HeadStart start) => new HeadRows(plan, HeadTerms.Of(plan, HeadTerms.At(plan, loss, start.Theta)), Target, start.Offsets).Bending.Length > 0;

    private double[] Targets()
    {
        if (facts.Kind != TableColumnKind.Number) throw new UsageException($"fit: --heads needs a target of numbers, and {DataException.Quote(facts.Name)} holds none.");
        var values = (_sample ?? source).Numbers(facts.Name, MostValues, cancellation).OrderBy(number => number.Value).ToArray();
        var (all, at, passed) = (values.Sum(number => (double)number.Rows), 0, 0.0);
        var target = new double[Quantiles];
        for (var k = 0; k < Quantiles; k++)
        {
            while (at < values.Length - 1 && passed + values[at].Rows <= (k + 0.5) / Quantiles * all) passed += values[at++].Rows;
            target[k] = values[at].Value;
        }

        (target[0], target[^1]) = (facts.Low, facts.High);
        return target;
    }

    private UsageException Refused(LossSpec request, string why) => new($"fit: {request.Called} {why}, and a fit of several numbers a row with {source.Option} takes formulas with a continuous slope; {source.Remedy}.");
}
