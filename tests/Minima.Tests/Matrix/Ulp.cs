using System.Globalization;
using System.Numerics;

namespace Minima.Tests.Matrix;

/// <summary>Distances between numbers.</summary>
internal static class Ulp
{
    /// <summary>The step from <paramref name="x"/> to the next float of larger magnitude.</summary>
    public static double OfSingle(double x) => Math.Max(Math.ScaleB(1, Math.ILogB(Math.Max(Math.Abs(x), 1.18e-38)) - 23), float.Epsilon);

    /// <summary>
    /// How far a float result lies from the double one, in steps of float at it or, where that is larger, at the movement that rounding the inputs may
    /// cause. What is no number lies infinitely far; nothing does from a double result that is none itself. Where both are below 1e-30 a float and what it
    /// is calculated from have fewer digits, and above 1e37 it may have none: there is no distance.
    /// </summary>
    public static double Between(float got, double want, double movement)
    {
        var scale = Math.Max(Math.Abs(want), double.IsFinite(movement) ? movement : 0);
        return !(Math.Abs(want) < 1e37) || scale < 1e-30 ? 0 : Steps(got, want, scale);
    }

    /// <summary>How far two numbers lie apart, in steps of float at a scale.</summary>
    public static double Steps(float got, double want, double scale) =>
        Math.Abs(got - want) / OfSingle(scale) is var steps && double.IsNaN(steps) ? double.PositiveInfinity : steps;

    /// <summary>The step from <paramref name="x"/> to the next double of larger magnitude.</summary>
    public static double OfDouble(double x) => Math.BitIncrement(Math.Abs(x)) - Math.Abs(x);

    /// <summary>The same bits; one NaN is as good as another.</summary>
    public static bool Same<T>(T x, T y)
        where T : IBinaryFloatingPointIeee754<T> => x.Equals(y) && T.IsNegative(x) == T.IsNegative(y) || T.IsNaN(x) && T.IsNaN(y);

    /// <summary>A number for a message.</summary>
    public static string Text<T>(T x)
        where T : IFormattable => x.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A point for a message.</summary>
    public static string Text(IEnumerable<double> x) => "(" + string.Join(", ", x.Select(Text)) + ")";
}
