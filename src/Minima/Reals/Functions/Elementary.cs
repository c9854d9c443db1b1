using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals;

/// <summary>
/// exp, log and their relatives, written once over lanes of any width; float and double differ in the polynomial only.
/// Special values (0, infinities, NaN, subnormal arguments and results) are exact. The float errors below are the worst over every
/// 41st of all floats, against double; docs/numerics.md has those of double.
/// </summary>
/// <remarks>
/// Reduction by Cody and Waite (1980). Float polynomials: Cephes (Moshier 1989), expf and logf. Double: the Taylor series
/// of exp to degree 13 on |r| &lt;= log(2)/2, and the seven coefficients of fdlibm's log (Sun Microsystems 1993).
/// </remarks>
internal static class Elementary
{
    /// <summary>e^x - 1 = 2^n (1 + p) - 1 with p = e^r - 1 on |r| &lt;= log(2)/2: the common part of exp and expm1.</summary>
    [MethodImpl(AggressiveInlining)]
    private static L ReducedExpm1<L>(L x, out L n)
        where L : struct, ILanes<L>
    {
        n = L.RoundedProduct(x, 1.4426950408889634);
        var r = L.IsSingle
            ? L.MultiplyAdd(n, -1.42860677e-6, L.MultiplyAdd(n, -0.693145751953125, x))
            : L.MultiplyAdd(n, -1.90821492927058770002e-10, L.MultiplyAdd(n, -6.93147180369123816490e-01, x));
        var q = L.IsSingle
            ? L.Polynomial(r, 1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1)
            : L.Polynomial(
                L.Polynomial(r, 1.0 / 6227020800, 1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320),
                r, 1.0 / 5040, 1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 0.5);
        return L.FusedMultiplyAdd(q, r * r, r);
    }

    /// <summary>e^x; float within 1.02 ulp. Beyond the clamp the result is 0 or infinite anyway; without it the reduced argument would be NaN at infinity.</summary>
    [MethodImpl(AggressiveInlining)]
    public static L Exp<L>(L x)
        where L : struct, ILanes<L> => ExpOfNonPositive(L.AtMost(x, L.IsSingle ? 100 : 720));

    /// <summary>e^x for x not far above 0, where the upper clamp is not needed.</summary>
    [MethodImpl(AggressiveInlining)]
    public static L ExpOfNonPositive<L>(L x)
        where L : struct, ILanes<L>
    {
        var p = ReducedExpm1(L.AtLeast(x, L.IsSingle ? -110 : -800), out var n);
        return L.Scale(p + 1.0, n);
    }

    /// <summary>
    /// e^x / 2^exponent for an integral exponent and x clamped to [low, high]: at low the result is 0, at high it overflows. The
    /// reference of a softmax is a power of two, subtracted where that is exact; x - maximum would round, and so change e^x by |x| ulps / 2.
    /// </summary>
    [MethodImpl(AggressiveInlining)]
    public static L ExpOver<L>(L x, L exponent, L low, L high)
        where L : struct, ILanes<L>
    {
        var p = ReducedExpm1(L.AtMost(L.AtLeast(x, low), high), out var n);
        return L.Scale(p + 1.0, n - exponent);
    }

    /// <summary>e^x - 1; float within 1.51 ulp.</summary>
    [MethodImpl(AggressiveInlining)]
    public static L Expm1<L>(L x)
        where L : struct, ILanes<L>
    {
        var p = ReducedExpm1(L.AtMost(L.AtLeast(x, L.IsSingle ? -30 : -50), L.IsSingle ? 89 : 710), out var n);

        // (1 + p) 2^n - 1 = p 2^n + (2^n - 1), halved so that 2^n does not overflow before the result does.
        var half = L.Scale(L.Of(0.5), n);
        var result = L.FusedMultiplyAdd(half, p, half - 0.5);
        return L.IfLess(L.Absolute(x), 0.3, p, result + result);
    }

    /// <summary>e^x - 1 for x &lt;= 0.</summary>
    [MethodImpl(AggressiveInlining)]
    public static L Expm1OfNonPositive<L>(L x)
        where L : struct, ILanes<L>
    {
        var p = ReducedExpm1(L.AtLeast(x, L.IsSingle ? -30 : -50), out var n);
        var power = L.Scale(L.Of(1), n);
        return L.FusedMultiplyAdd(power, p, power - 1.0);
    }

    /// <summary>e^x and e^x - 1 for x &lt;= 0, each to its full relative accuracy, from one exponential; bit-identical to the two separate functions.</summary>
    [MethodImpl(AggressiveInlining)]
    public static L ExpOfNonPositive<L>(L x, out L expm1)
        where L : struct, ILanes<L>
    {
        var p = ReducedExpm1(L.AtLeast(x, L.IsSingle ? -110 : -800), out var n);
        var power = L.Scale(L.Of(1), n);
        expm1 = L.FusedMultiplyAdd(power, p, power - 1.0);
        return L.Scale(p + 1.0, n);
    }

    /// <summary>log(1 + f) + k log 2 on f in [sqrt(1/2) - 1, sqrt(2) - 1]: the common part of all logarithms.</summary>
    [MethodImpl(AggressiveInlining)]
    private static L ReducedLog<L>(L f, L k)
        where L : struct, ILanes<L>
    {
        if (L.IsSingle)
        {
            var square = f * f;
            var p = L.Polynomial(
                L.Polynomial(f, 7.0376836292E-2, -1.1514610310E-1, 1.1676998740E-1),
                f, -1.2420140846E-1, 1.4249322787E-1, -1.6668057665E-1, 2.0000714765E-1, -2.4999993993E-1, 3.3333331174E-1);
            var y = L.MultiplyAdd(square, -0.5, L.MultiplyAdd(k, -2.12194440e-4, p * (f * square)));
            return L.MultiplyAdd(k, 0.693359375, f + y);
        }
        else
        {
            var s = f / (2.0 + f);
            var z = s * s;
            var r = z * L.Polynomial(
                L.Of(1.479819860511658591e-01),
                z, 1.531383769920937332e-01, 1.818357216161805012e-01, 2.222219843214978396e-01, 2.857142874366239149e-01, 3.999999999940941908e-01, 6.666666666666735130e-01);
            var half = 0.5 * (f * f);
            var y = L.FusedMultiplyAdd(s, half + r, k * 1.90821492927058770002e-10);
            return L.MultiplyAdd(k, 6.93147180369123816490e-01, f - (half - y));
        }
    }

    /// <summary>log x, -infinity at 0, NaN below; float within 0.83 ulp.</summary>
    [MethodImpl(AggressiveInlining)]
    public static L Log<L>(L x)
        where L : struct, ILanes<L>
    {
        var mantissa = L.SplitExponent(x, out var exponent);
        return L.LogEdge(x, ReducedLog(mantissa - 1.0, exponent));
    }

    /// <summary>log(1 + x); float within 1.44 ulp.</summary>
    [MethodImpl(AggressiveInlining)]
    public static L Log1p<L>(L x)
        where L : struct, ILanes<L>
    {
        // log(u) for the rounded u = 1 + x, plus the rounding error to first order; the edges are handled after the sum.
        var u = 1.0 + x;
        var mantissa = L.SplitExponent(u, out var exponent);
        return L.LogEdge(u, ReducedLog(mantissa - 1.0, exponent) + (x - (u - 1.0)) / u);
    }

    /// <summary>log(1 + x) for x in [0, 1], float within 1.37 ulp: no division for float, no special values.</summary>
    [MethodImpl(AggressiveInlining)]
    public static L Log1pOfUnit<L>(L x)
        where L : struct, ILanes<L>
    {
        var low = L.IfLess(x, 0.41421354, x, 0.5 * x - 0.5);
        return ReducedLog(low, L.IfLess(x, 0.41421354, L.Of(0), L.Of(1)));
    }

    /// <summary>e^-|x|: the common part of softplus, sigmoid and their derivatives.</summary>
    [MethodImpl(AggressiveInlining)]
    public static L ExpOfMinusAbsolute<L>(L x)
        where L : struct, ILanes<L> => ExpOfNonPositive(-L.Absolute(x));
}
