using System.Globalization;

namespace Minima.Analysis;

/// <summary>A number that belongs to a loss, and its expression: <c>delta</c>, <c>0.5 - quantile</c>, <c>1</c>.</summary>
/// <param name="Value">The number at the loss's parameters.</param>
/// <param name="Text">The number as an expression of the parameters if there is one, otherwise its digits.</param>
public sealed record Quantity(double Value, string Text)
{
    /// <summary>A number that depends on no parameter, or on parameters by no known expression.</summary>
    public static Quantity Of(double value) => new(value, Digits(value));

    public override string ToString() => Text;

    /// <summary>At most seven digits: enough to recognise a number.</summary>
    public static string Digits(double value)
    {
        if (double.IsInfinity(value))
        {
            return value > 0 ? "∞" : "-∞";
        }

        var rounded = double.Parse(value.ToString("G7", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return Math.Abs(rounded) is >= 1e7 or (> 0 and < 1e-4)
            ? rounded.ToString("0.######e0", CultureInfo.InvariantCulture)
            : (rounded == 0 ? 0 : rounded).ToString("R", CultureInfo.InvariantCulture);
    }
}
