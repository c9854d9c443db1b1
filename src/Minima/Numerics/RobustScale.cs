namespace Minima;

/// <summary>Medians, quantiles and a measure of dispersion that a few extreme values cannot move.</summary>
internal static class RobustScale
{
    // Both scale the measure to the standard deviation of normally distributed values.
    public const double ToSigma = 1.4826;
    private const double MeanAbsoluteDeviationToSigma = 1.2533;

    public static double Median(ReadOnlySpan<double> values) => Quantile(values, 0.5);

    /// <summary>The quantile at a level between 0 and 1, interpolated (type 7, the default of R and NumPy).</summary>
    public static double Quantile(ReadOnlySpan<double> values, double level)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return QuantileOfSorted(sorted, level);
    }

    /// <summary>The same as <see cref="Quantile"/>, for values already in ascending order.</summary>
    public static double QuantileOfSorted(ReadOnlySpan<double> sorted, double level)
    {
        if (sorted.IsEmpty) throw new ArgumentException("there must be a value", nameof(sorted));
        if (!(level is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(level), level, "between 0 and 1");
        var position = level * (sorted.Length - 1);
        var below = (int)position;
        if (below == sorted.Length - 1) return sorted[below];
        var share = position - below;

        // The weighted form cannot overflow; the difference of two large values could.
        return share == 0 ? sorted[below] : (sorted[below] * (1 - share)) + (sorted[below + 1] * share);
    }

    /// <summary>
    /// The dispersion in units of a standard deviation: 1.4826 times the median absolute deviation. If more than half of the
    /// values are equal, it is 1.2533 times the mean absolute deviation from the median, then the standard deviation, then 1. Never
    /// 0, so that it can be a divisor.
    /// </summary>
    public static double Scale(ReadOnlySpan<double> values)
    {
        var distances = Distances(values);
        var scale = ToSigma * Median(distances);
        if (Usable(scale)) return scale;
        scale = MeanAbsoluteDeviationToSigma * Mean(distances);
        if (Usable(scale)) return scale;
        scale = StandardDeviation(values);
        return Usable(scale) ? scale : 1;
    }

    private static bool Usable(double scale) => scale > 0 && double.IsFinite(scale) && double.IsFinite(1 / scale);

    private static double[] Distances(ReadOnlySpan<double> values)
    {
        var median = Median(values);
        var distances = new double[values.Length];
        for (var i = 0; i < distances.Length; i++) distances[i] = Math.Abs(values[i] - median);
        return distances;
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum / values.Length;
    }

    private static double StandardDeviation(ReadOnlySpan<double> values)
    {
        var mean = Mean(values);
        var squares = 0.0;
        foreach (var value in values) squares += (value - mean) * (value - mean);
        return Math.Sqrt(squares / values.Length);
    }
}
