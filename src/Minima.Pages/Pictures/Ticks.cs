using System.Globalization;

namespace Minima.Pages;

/// <summary>The marks of an axis and their labels.</summary>
internal static class Ticks
{
    private const int About = 6;
    private const int MostDecades = 8;

    private static readonly double[] Steps = [1, 2, 5, 10];

    /// <summary>About six round numbers, each with its label.</summary>
    public static IEnumerable<(double At, string Text)> Of(double low, double high)
    {
        var rough = (high - low) / About;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * Steps.First(factor => factor * power >= rough * 0.9999);
        for (var k = Math.Ceiling((low / step) - 1e-9); k <= (high / step) + 1e-9; k++)
        {
            var at = k == 0 ? 0 : Math.Round(k * step, 10);
            yield return (at, at.ToString(step >= 1e-6 && Math.Abs(at) < 1e9 ? "0.######" : "G6", CultureInfo.InvariantCulture).Replace("E", "e", StringComparison.Ordinal).Replace('-', '\u2212'));
        }
    }

    /// <summary>Powers of ten, at most eight of them.</summary>
    public static IEnumerable<(double At, string Text)> Decades(double low, double high)
    {
        int first = (int)Math.Ceiling(Math.Log10(low) - 1e-9), last = (int)Math.Floor(Math.Log10(high) + 1e-9);
        var step = ((last - first) / MostDecades) + 1;
        for (var k = first; k <= last; k += step) yield return (Math.Pow(10, k), Power(k));
    }

    private static string Power(int exponent)
    {
        const string raised = "⁰¹²³⁴⁵⁶⁷⁸⁹";
        return exponent == 0 ? "1" : exponent == 1 ? "10" : "10" + (exponent < 0 ? "⁻" : string.Empty) + string.Concat(Math.Abs(exponent).ToString(CultureInfo.InvariantCulture).Select(digit => raised[digit - '0']));
    }
}
