namespace Minima.Training.Data;

/// <summary>Shift and scale of a feature to mean 0 and standard deviation 1 over training rows.</summary>
/// <param name="Mean">The mean, of the value times 2 to the minus <paramref name="Exponent"/>.</param>
/// <param name="Factor">1 over the standard deviation (divided by n); 0 for a feature that is constant.</param>
/// <param name="Exponent">Squares of very large or small values would overflow or vanish; a power of two brings them near 1 exactly.</param>
internal readonly record struct FeatureScale(double Mean, double Factor, int Exponent)
{
    public static FeatureScale Of(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty) throw new ArgumentException("there must be a value", nameof(values));
        var largest = 0.0;
        foreach (var value in values) largest = Math.Max(largest, Math.Abs(value));
        var exponent = largest is > 1e100 or (> 0 and < 1e-100) ? Math.ILogB(largest) : 0;
        var sum = 0.0;
        foreach (var value in values) sum += Scaled(value, exponent);
        var mean = sum / values.Length;
        var squares = 0.0;
        var correction = 0.0;
        foreach (var value in values)
        {
            var difference = Scaled(value, exponent) - mean;
            squares += difference * difference;
            correction += difference;
        }

        var deviation = Math.Sqrt(Math.Max(0, (squares - (correction * correction / values.Length)) / values.Length));

        // Below this the differences are rounding errors of the mean, not data.
        var constant = deviation <= 10 * 2.220446049250313e-16 * Math.Abs(mean);
        return new FeatureScale(mean, constant ? 0 : 1 / deviation, exponent);
    }

    public double Apply(double value) => Factor == 0 ? 0 : (Scaled(value, Exponent) - Mean) * Factor;

    private static double Scaled(double value, int exponent) => exponent == 0 ? value : Math.ScaleB(value, -exponent);
}
