namespace Minima.Training.Data;

/// <summary>Shift and scale of a feature to mean 0 and standard deviation 1 over training rows.</summary>
/// <param name="Mean">The mean of the value times 2 to the minus <paramref name="Exponent"/>.</param>
/// <param name="Factor">1 over the standard deviation (divided by n); 0 for a constant feature.</param>
/// <param name="Exponent">The exponent of the scaling by a power of two, which avoids overflow and underflow of squares and is exact.</param>
internal readonly record struct FeatureScale(double Mean, double Factor, int Exponent)
{
    public static FeatureScale Of(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty) throw new ArgumentException("there must be a value", nameof(values));
        var scaling = new FeatureScaling();
        do scaling.Add(values);
        while (scaling.NextPass());
        return scaling.Scale;
    }

    public double Apply(double value) => Factor == 0 ? 0 : (Scaled(value, Exponent) - Mean) * Factor;

    /// <summary>The inverse of <see cref="Apply"/>; the mean if the feature is constant.</summary>
    public double Restore(double value) => Math.ScaleB(Factor == 0 ? Mean : (value / Factor) + Mean, Exponent);

    internal static double Scaled(double value, int exponent) => exponent == 0 ? value : Math.ScaleB(value, -exponent);
}
