namespace Minima.Tabular;

/// <summary>The optimum of a fit with several outputs per row.</summary>
/// <param name="Outputs">For each output that depends on the features, or is a head: coefficients and intercept in the units of the columns.</param>
/// <param name="Standard">The coefficients of standardised columns.</param>
/// <param name="Certificate">The bound on its distance from the exact optimum.</param>
/// <param name="Moments">The moments of the columns.</param>
internal sealed record HeadOptimum(IReadOnlyList<(double[] Weights, double Intercept)> Outputs, IReadOnlyList<double[]> Standard, Certificate Certificate, SourceMoments Moments);

/// <summary>The search for the optimum of a loss of several outputs over rows that stay in a source: an output for each head, followed by one for each learned number.</summary>
/// <param name="source">The rows.</param>
/// <param name="given">The design of the rows.</param>
/// <param name="facts">Facts about the column of the target.</param>
/// <param name="options">The penalty.</param>
/// <param name="progress">Receives every step.</param>
/// <param name="cancellation">Checked before every query.</param>
internal sealed class HeadSearch(IDataSource source, SourceDesign given, SourceColumn facts, FitOptions options, IProgress<FitProgress>? progress, CancellationToken cancellation) : IDisposable
{
    /// <summary>The number of quantiles of the target that give the start of the search and the range of likely values.</summary>
    private const int Quantiles = 1000;

    /// <summary>The largest number of distinct values from which these quantiles are computed.</summary>
    private const int MostValues = 10_000;

    private readonly IDataSource? _sample = SourceStart.Sample(source, given, facts, facts.Rows);

    /// <summary>The moments of the columns if already known.</summary>
    public SourceMoments? Moments { get; init; }

    /// <summary>The quantiles of the target, from a sample if it has many values.</summary>
    public double[] Target => field ??= Targets();

    /// <summary>Searches for the optimum.</summary>
    /// <param name="plan">The heads.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="isFlat">The outputs that do not depend on the features.</param>
    /// <param name="request">The loss as requested.</param>
    /// <exception cref="FitException">There is no finite optimum, or it was not reached.</exception>
    public HeadOptimum Run(HeadPlan plan, Loss loss, bool[] isFlat, LossSpec request)
    {
        var start = HeadStart.Of(plan, loss, Target, cancellation);
        if (Bends(plan, loss, start)) throw Refused(request, "has a derivative that jumps at the target");
        progress?.Report(new(0, double.NaN) { Stage = FitStage.Moments });
        var moments = Moments ?? SourceMoments.Of(source, given, cancellation);
        var design = given with { Centres = moments.Means, Units = moments.Deviations };
        int[] active = options.L2 > 0 ? [.. Enumerable.Range(0, given.Features)] : moments.Space.Independent;
        var objective = Objective(source) ?? throw (plan.Constants.Count > 0
            ? new UsageException($"fit: {request.Called} learns {DataException.List([.. plan.Constants.Select(constant => constant.Name)])} besides its heads, and its formula is not an expression of these numbers; give numbers as parameters of the loss, or {source.Remedy}.")
            : Refused(request, "is not a formula of the numbers of its heads"));
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

    /// <summary>Checks if the derivative of the loss jumps where a head equals the target.</summary>
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

    private UsageException Refused(LossSpec request, string why) => new($"fit: {request.Called} {why}, and a fit of several numbers a row with {source.Option} takes formulas with a continuous derivative; {source.Remedy}.");
}
