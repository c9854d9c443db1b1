using System.Globalization;
using System.Numerics;

namespace Minima.Tests.Matrix;

/// <summary>Distances between numbers.</summary>
internal static class Ulp
{
    /// <summary>The step from <paramref name="x"/> to the next float of larger magnitude.</summary>
    public static double OfSingle(double x) => Math.Max(Math.ScaleB(1, Math.ILogB(Math.Max(Math.Abs(x), 1.18e-38)) - 23), float.Epsilon);

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
