using System.Numerics;
using System.Runtime.CompilerServices;
using Minima.Reals;

namespace Minima;

/// <summary>
/// The reference of the exponentials of a block: e^(x - Origin) / 2^Exponent. One of the two is 0. Near 0 the reference is a power of
/// two, which costs no rounding; far from 0, where x - Origin is exact for every x that counts (Sterbenz 1974), it is a logit.
/// </summary>
internal readonly struct SoftmaxReference
{
    /// <summary>log 2 in two parts (fdlibm): the products of the first with an exponent are exact.</summary>
    private const double Log2High = 6.93147180369123816490e-01;
    private const double Log2Low = 1.90821492927058770002e-10;
    private const double Log2 = 0.69314718055994530942;

    private SoftmaxReference(double origin, double exponent)
    {
        Origin = origin;
        Exponent = exponent;
        Log = origin + (exponent * Log2);
    }

    public double Origin { get; }

    public double Exponent { get; }

    /// <summary>The logarithm of the reference.</summary>
    public double Log { get; }

    /// <summary>e^x relative to the reference, in double: unless it is small, no digit of x is lost.</summary>
    public double Exponential(double x) => ExponentialOf(x - Origin, -Exponent);

    /// <summary>The same for many at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Exponential<L>(L x, L origin, L exponent)
        where L : struct, ILanes<L> => ExponentialOf(x - origin, -exponent);

    /// <summary>The logarithm of the reference with this origin and exponent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L LogOf<L>(L origin, L exponent)
        where L : struct, ILanes<L> => origin + (exponent * Log2);

    /// <summary>This reference relative to another one.</summary>
    public double Over(in SoftmaxReference other) =>
        Origin == other.Origin && Exponent == other.Exponent ? 1 : ExponentialOf(Origin - other.Origin, Exponent - other.Exponent);

    private static double ExponentialOf(double x, double exponent) => ExponentialOf(new F64(x), new F64(exponent)).X;

    /// <summary>e^x 2^exponent; the low part is below 1e-6, so three terms of its series suffice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L ExponentialOf<L>(L x, L exponent)
        where L : struct, ILanes<L>
    {
        var low = exponent * Log2Low;
        return Elementary.Exp(x + (exponent * Log2High)) * (1.0 + low + (0.5 * low * low));
    }

    /// <summary>The limit for +infinity: relative to it, every other reference is 0.</summary>
    public static SoftmaxReference Infinite => new(double.PositiveInfinity, 0);

    /// <summary>
    /// The reference for a logit. Beyond the limit, x >= logit / 2 for every x that is not negligible relative to it. Below the limit, the
    /// exponents in the argument reduction have at most 9 bits in float, 12 in double, as its constants require.
    /// </summary>
    public static SoftmaxReference Beside<TElement>(double logit)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> =>
        Math.Abs(logit) < Limit<TElement>() ? new(0, Math.Round(logit / Log2)) : new(logit, 0);

    /// <summary>The lowest finite number.</summary>
    public static double Lowest<TElement>()
        where TElement : unmanaged => Unsafe.SizeOf<TElement>() == sizeof(float) ? float.MinValue : double.MinValue;

    /// <summary>The distance below the reference from which an exponential is certainly 0.</summary>
    public static double Low<TElement>()
        where TElement : unmanaged => Unsafe.SizeOf<TElement>() == sizeof(float) ? -110 : -800;

    /// <summary>The distance above the reference from which an exponential certainly overflows.</summary>
    public static double High<TElement>()
        where TElement : unmanaged => Unsafe.SizeOf<TElement>() == sizeof(float) ? 100 : 760;

    /// <summary>The size from which a logit is its own reference.</summary>
    public static double Limit<TElement>()
        where TElement : unmanaged => Unsafe.SizeOf<TElement>() == sizeof(float) ? 220 : 1600;
}
