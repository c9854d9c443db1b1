namespace Minima.Tabular;

/// <summary>The values that a target may have, and an unbounded scale for integration: the value itself, its logarithm above a low end, its logit between two ends.</summary>
/// <param name="Low">The low end, or minus infinity.</param>
/// <param name="High">The high end, or infinity.</param>
internal readonly record struct Support(double Low, double High)
{
    public static Support Real { get; } = new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>A value on the unbounded scale.</summary>
    public double ToFree(double value) => (double.IsFinite(Low), double.IsFinite(High)) switch
    {
        (true, true) => Math.Log((value - Low) / (High - value)),
        (true, false) => Math.Log(value - Low),
        (false, true) => -Math.Log(High - value),
        _ => value,
    };

    /// <summary>The value at a point of the unbounded scale.</summary>
    public double FromFree(double place) => (double.IsFinite(Low), double.IsFinite(High)) switch
    {
        (true, true) => Low + ((High - Low) / (1 + Math.Exp(-place))),
        (true, false) => Low + Math.Exp(place),
        (false, true) => High - Math.Exp(-place),
        _ => place,
    };

    /// <summary>The derivative of the value with respect to its position on the unbounded scale.</summary>
    public double Slope(double place) => (double.IsFinite(Low), double.IsFinite(High)) switch
    {
        (true, true) => (High - Low) / ((1 + Math.Exp(-place)) * (1 + Math.Exp(place))),
        (true, false) => Math.Exp(place),
        (false, true) => Math.Exp(-place),
        _ => 1,
    };
}
