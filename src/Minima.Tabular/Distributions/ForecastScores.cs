namespace Minima.Tabular;

/// <summary>The scores and some quantiles of the distributions predicted for some rows: all that metrics need, without the distributions.</summary>
/// <param name="Levels">The levels of the quantiles, ascending.</param>
/// <param name="Quantiles">The quantiles by row, then by level.</param>
/// <param name="Crps">The score of each row.</param>
/// <param name="LogScore">By row: the logarithm of the density, or of the probability of a value that has one. If all targets are whole numbers, that of the probability of the unit around the target, so that densities and counts compare. Null if some distribution has neither.</param>
/// <param name="Below">By row: the probability of less than the target.</param>
/// <param name="UpTo">By row: the probability of the target or less; the same as <paramref name="Below"/> if no value has a probability.</param>
internal sealed record ForecastScores(double[] Levels, double[] Quantiles, double[] Crps, double[]? LogScore, double[] Below, double[] UpTo)
{
    /// <summary>Below it the difference of two values of a distribution function has lost its digits.</summary>
    private const double LeastOfUnit = 1e-9;

    /// <summary>Scores the distributions of rows.</summary>
    /// <param name="levels">The levels, ascending.</param>
    /// <param name="target">The target of each row.</param>
    /// <param name="of">The distribution of each row.</param>
    /// <param name="cancellation">Checked between rows.</param>
    public static (ForecastScores Scores, double[] Median) Of(double[] levels, double[] target, Func<int, PredictiveDistribution> of, CancellationToken cancellation)
    {
        var rows = target.Length;
        var (quantiles, crps, log, below, upTo, median) = (new double[rows * levels.Length], new double[rows], new double[rows], new double[rows], new double[rows], new double[rows]);
        var hasDensity = true;
        var areWhole = Array.TrueForAll(target, double.IsInteger);
        for (var row = 0; row < rows; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            var distribution = of(row);
            for (var k = 0; k < levels.Length; k++) quantiles[(row * levels.Length) + k] = distribution.Quantile(levels[k]);
            crps[row] = distribution.Crps(target[row]);
            (below[row], upTo[row]) = (distribution.Below(target[row]), distribution.Cdf(target[row]));
            median[row] = distribution.Quantile(0.5);
            if (hasDensity && distribution.LogDensity(target[row]) is { } density) log[row] = areWhole && OfUnit(distribution, target[row], upTo[row] > below[row]) is { } unit ? unit : density;
            else hasDensity = false;
        }

        return (new(levels, quantiles, crps, hasDensity ? log : null, below, upTo), median);
    }

    /// <summary>The logarithm of the probability of the unit around a whole number; null if the density is to be used: for counts, and far out in a tail.</summary>
    private static double? OfUnit(PredictiveDistribution distribution, double target, bool isLikely)
    {
        var upTo = distribution.Cdf(target + 0.5);
        if (isLikely && upTo == distribution.Cdf(target)) return null;
        var probability = upTo - distribution.Cdf(target - 0.5);
        return probability > LeastOfUnit ? Math.Log(probability) : null;
    }

    /// <summary>The quantiles of a level, by row.</summary>
    public double[] At(double level)
    {
        var place = Array.FindIndex(Levels, known => Math.Abs(known - level) < 1e-9);
        return [.. Enumerable.Range(0, Crps.Length).Select(row => Quantiles[(row * Levels.Length) + place])];
    }

    /// <summary>Some of the rows, by their positions.</summary>
    public ForecastScores Subset(int[] rows)
    {
        double[] Pick(double[] values) => Array.ConvertAll(rows, row => values[row]);
        return new(Levels, [.. rows.SelectMany(row => Quantiles.AsSpan(row * Levels.Length, Levels.Length).ToArray())], Pick(Crps), LogScore is null ? null : Pick(LogScore), Pick(Below), Pick(UpTo));
    }
}
