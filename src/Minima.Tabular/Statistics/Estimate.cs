namespace Minima.Tabular;

/// <summary>A figure with its 95 % interval.</summary>
/// <param name="Value">The figure.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Its upper end.</param>
public sealed record Estimate(double Value, double Low, double High)
{
    private const double Miss = 0.05;

    /// <summary>A proportion of independently drawn rows, with E. Wilson's interval (Journal of the American Statistical Association 22, 1927).</summary>
    /// <param name="value">The proportion.</param>
    /// <param name="trials">The number of rows.</param>
    internal static Estimate OfShare(double value, double trials)
    {
        var z = -Normal.Quantile(Miss / 2);
        var (squared, whole) = (z * z, trials + (z * z));
        var (middle, half) = (((value * trials) + (squared / 2)) / whole, z * Math.Sqrt((value * (1 - value) * trials) + (squared / 4)) / whole);
        return new(value, Math.Max(0, Math.Min(value, middle - half)), Math.Min(1, Math.Max(value, middle + half)));
    }

    /// <summary>A proportion, with an interval by resampling units.</summary>
    internal static Estimate OfUnits(double[] sums, double[] counts, ulong seed)
    {
        var value = sums.Sum() / counts.Sum();
        return Bootstrap.Of(sums, counts, seed)?.Interval(Miss) is var (low, high) ? new(value, Math.Clamp(low, 0, value), Math.Clamp(high, value, 1)) : new(value, 0, 1);
    }
}
