namespace Minima.Tabular;

/// <summary>The starting points of a fit on rows that stay in a source.</summary>
/// <param name="source">The rows.</param>
/// <param name="design">The design of the rows, with standardised columns.</param>
/// <param name="target">The target.</param>
/// <param name="facts">Facts about its column.</param>
/// <param name="active">The columns that have a coefficient.</param>
/// <param name="penalties">The penalties of all columns.</param>
/// <param name="progress">Receives every step.</param>
/// <param name="cancellation">Checked before every query.</param>
internal sealed class SourceStart(IFitSource source, SourceDesign design, TargetColumn target, SourceColumn facts, int[] active, SumsPenalties penalties, IProgress<FitProgress>? progress, CancellationToken cancellation)
{
    /// <summary>The number of rounds that find a start for losses with several minima, each with a quarter of the width of the last.</summary>
    private const int MostRounds = 6;

    /// <summary>The number of sampled rows whose optimum is close enough to that of all rows.</summary>
    private const int RowsOfSample = 1 << 16;

    /// <summary>The least ratio of all rows to sampled rows at which sampling saves time.</summary>
    private const int LeastShare = 4;

    /// <summary>The length of the gradient at which the search on the sample stops, as a proportion of the mean absolute derivative at the start.</summary>
    private const double NearSample = 1e-4;

    private const ulong SeedOfSample = 0x6D696E696D61;

    /// <summary>A quarter of the range of the target.</summary>
    public double Reach { get; } = Math.Max(1e-300, (facts.Kind == TableColumnKind.Category ? 2 : facts.High - facts.Low) / 4);

    /// <summary>Coefficients and intercept of the given columns as parameters of the standardised ones.</summary>
    public double[] At(double[] weights, double intercept)
    {
        var start = new double[active.Length + 1];
        start[^1] = intercept;
        for (var j = 0; j < weights.Length; j++) start[^1] += weights[j] * design.Centres[j];
        for (var k = 0; k < active.Length; k++) start[k] = weights[active[k]] * design.Units[active[k]];
        return start;
    }

    /// <summary>The constant prediction for the mean of a target of numbers; 0 for classes.</summary>
    /// <param name="mean">The mean of the target.</param>
    /// <param name="link">The link of the loss.</param>
    public double[] Constant(double mean, PredictionLink link)
    {
        var start = new double[active.Length + 1];
        if (target.Kind == TargetKind.Regression) start[^1] = link switch { PredictionLink.Log when mean > 0 => Math.Log(mean), PredictionLink.Identity => mean, _ => 0 };
        return start;
    }

    /// <summary>The optimum of almost the absolute error: of a smoothed one whose width shrinks from optimum to optimum.</summary>
    public double[] LeastAbsolute(double[] start)
    {
        var margins = target.Kind == TargetKind.Binary ? design with { IsMargin = true } : design;
        var point = start;
        for (var round = 0; round < MostRounds; round++)
        {
            var nearly = Loss.Parse("sqrt((p - t)^2 + w^2) - w", ("w", Math.ScaleB(Reach, -2 * round)));
            var objective = new SumsObjective(source.Sums(margins with { Inputs = [] }, nearly, null), active, design.Features, penalties);
            var (found, _, _) = SumsNewton.Solve(objective, point, true, progress, cancellation);
            if (Array.TrueForAll(found.Parameters, double.IsFinite)) point = found.Parameters;
        }

        return point;
    }

    /// <summary>
    /// The optimum of a sample of many rows, drawn by the hash of their content: steps far from the optimum, and line searches, are cheap there. Returns the start itself if the rows are few or the
    /// sample has no optimum.
    /// </summary>
    /// <param name="loss">A convex loss.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="start">The start of the search on the sample.</param>
    /// <param name="wanted">The curvature of a step; null for the exact one.</param>
    public double[] OfSample(Loss loss, long rows, double[] start, Curvature? wanted)
    {
        using var sample = Sample(source, design, facts, rows);
        if (sample is null) return start;
        progress?.Report(new(0, double.NaN) { Stage = FitStage.Sample });
        var objective = new SumsObjective(sample.Sums(design, loss, null), active, design.Features, penalties);
        return Near(objective, start, convex: true, wanted, cancellation);
    }

    /// <summary>A sample of many rows, by the hash of their content; null if the rows are few.</summary>
    /// <param name="source">The rows.</param>
    /// <param name="design">The design of the rows.</param>
    /// <param name="target">Facts about the column of the target.</param>
    /// <param name="rows">The number of rows.</param>
    public static IDataSource? Sample(IFitSource source, SourceDesign design, SourceColumn target, long rows)
    {
        var share = (int)Math.Min(rows / RowsOfSample, int.MaxValue);
        string[] columns = [.. design.Encodings.Select(encoding => encoding.Column).Append(target.Name)];
        return source is IDataSource whole && share >= LeastShare ? whole.Part(new(target, new(columns, SeedOfSample, 0, share, IsHeldOut: true))) : null;
    }

    /// <summary>A point near the optimum of a sample; the start itself if the sample has no optimum.</summary>
    /// <param name="sample">The objective on the sample.</param>
    /// <param name="start">The start of the search on the sample.</param>
    /// <param name="convex">True if the objective is convex.</param>
    /// <param name="wanted">The curvature of a step; null for the default.</param>
    /// <param name="cancellation">Checked before every query.</param>
    public static double[] Near(SumsObjective sample, double[] start, bool convex, Curvature? wanted, CancellationToken cancellation)
    {
        var first = sample.At(start, wanted ?? (convex ? Curvature.Exact : Curvature.GaussNewton), cancellation);
        if (!first.IsUsable) return start;
        var (point, kind, _) = SumsNewton.Solve(sample, start, convex, null, cancellation, NearSample * first.Sums.AbsoluteSlope, wanted);
        return kind == SolutionKind.Optimal ? point.Parameters : start;
    }

    /// <summary>The start, or if it overflows a constant prediction that does not: an exponential of far residuals overflows on one side only. Null if there is none.</summary>
    public double[]? Finite(SumsObjective objective, double[] start, Curvature curvature)
    {
        if (objective.At(start, curvature, cancellation).IsUsable) return start;
        double[] ends = target.Kind == TargetKind.Binary ? [-1, 1] : [facts.Low, facts.High];
        foreach (var candidate in ends.Concat([0.0]).Concat(Enumerable.Range(0, 40).SelectMany(k => ends.Select((end, side) => end + ((side == 0 ? -1 : 1) * Math.Pow(2, k))))))
        {
            var constant = new double[start.Length];
            constant[^1] = candidate;
            if (objective.At(constant, curvature, cancellation).IsUsable) return constant;
        }

        return null;
    }
}
