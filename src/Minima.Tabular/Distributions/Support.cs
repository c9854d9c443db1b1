namespace Minima.Tabular;

/// <summary>The values that a target may have, and a scale without ends on which they are integrated over: itself, its logarithm above a low end, its logit between two.</summary>
/// <param name="Low">The low end, or minus infinity.</param>
/// <param name="High">The high end, or infinity.</param>
internal readonly record struct Support(double Low, double High)
{
    public static Support Real { get; } = new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>A value on the scale without ends.</summary>
    public double ToFree(double value) => (double.IsFinite(Low), double.IsFinite(High)) switch
    {
        (true, true) => Math.Log((value - Low) / (High - value)),
        (true, false) => Math.Log(value - Low),
        (false, true) => -Math.Log(High - value),
        _ => value,
    };

    /// <summary>The value at a place of the scale without ends.</summary>
    public double FromFree(double place) => (double.IsFinite(Low), double.IsFinite(High)) switch
    {
        (true, true) => Low + ((High - Low) / (1 + Math.Exp(-place))),
        (true, false) => Low + Math.Exp(place),
        (false, true) => High - Math.Exp(-place),
        _ => place,
    };

    /// <summary>The slope of the value by its place.</summary>
    public double Slope(double place) => (double.IsFinite(Low), double.IsFinite(High)) switch
    {
        (true, true) => (High - Low) / ((1 + Math.Exp(-place)) * (1 + Math.Exp(place))),
        (true, false) => Math.Exp(place),
        (false, true) => Math.Exp(-place),
        _ => 1,
    };
}
