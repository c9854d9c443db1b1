using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals;

/// <summary>
/// exp, log and their relatives, written once over lanes of any width; float and double differ in the polynomial only.
/// Special values (0, infinities, NaN, subnormal arguments and results) are exact. Measured errors are in docs/numerics.md.
/// </summary>
/// <remarks>
/// Reduction by Cody and Waite (1980). Float polynomials: Cephes (Moshier 1989), expf and logf. Double: the Taylor series
/// of exp to degree 13 on |r| &lt;= log(2)/2, and the seven coefficients of fdlibm's log (Sun Microsystems 1993).
/// </remarks>
internal static class Elementary
{
    /// <summary>e^x - 1 = 2^n (1 + p) - 1 with p = e^r - 1 on |r| &lt;= log(2)/2: the part that exp and expm1 share.</summary>
    [MethodImpl(AggressiveInlining)]
    private static L ReducedExpm1<L>(L x, out L n)
        where L : struct, ILanes<L>
    {
        n = L.Round(x * L.Of(1.4426950408889634));
        if (L.IsSingle)
        {
            var r = L.FusedMultiplyAdd(n, L.Of(-0.693145751953125), x);
            r = L.FusedMultiplyAdd(n, L.Of(-1.42860677e-6), r);
            var q = L.Of(1.9875691500e-4);
            q = L.FusedMultiplyAdd(q, r, L.Of(1.3981999507e-3));
            q = L.FusedMultiplyAdd(q, r, L.Of(8.3334519073e-3));
            q = L.FusedMultiplyAdd(q, r, L.Of(4.1665795894e-2));
            q = L.FusedMultiplyAdd(q, r, L.Of(1.6666665459e-1));
            q = L.FusedMultiplyAdd(q, r, L.Of(5.0000001201e-1));
            return L.FusedMultiplyAdd(q, r * r, r);
        }
        else
        {
            var r = L.FusedMultiplyAdd(n, L.Of(-6.93147180369123816490e-01), x);
            r = L.FusedMultiplyAdd(n, L.Of(-1.90821492927058770002e-10), r);
            var q = L.Of(1.0 / 6227020800);
            q = L.FusedMultiplyAdd(q, r, L.Of(1.0 / 479001600));
            q = L.FusedMultiplyAdd(q, r, L.Of(1.0 / 39916800));
            q = L.FusedMultiplyAdd(q, r, L.Of(1.0 / 3628800));
            q = L.FusedMultiplyAdd(q, r, L.Of(1.0 / 362880));
            q = L.FusedMultiplyAdd(q, r, L.Of(1.0 / 40320));
            q = L.FusedMultiplyAdd(q, r, L.Of(1.0 / 5040));
            q = L.FusedMultiplyAdd(q, r, L.Of(1.0 / 720));
            q = L.FusedMultiplyAdd(q, r, L.Of(1.0 / 120));
            q = L.FusedMultiplyAdd(q, r, L.Of(1.0 / 24));
            q = L.FusedMultiplyAdd(q, r, L.Of(1.0 / 6));
            q = L.FusedMultiplyAdd(q, r, L.Of(0.5));
            return L.FusedMultiplyAdd(q, r * r, r);
        }
    }

    /// <summary>e^x.</summary>
    [MethodImpl(AggressiveInlining)]
    public static L Exp<L>(L x)
        where L : struct, ILanes<L>
    {
        // Beyond these the result is 0 or infinite anyway; without the clamp the reduced argument would be NaN at infinity.
        var low = L.Of(L.IsSingle ? -110 : -800);
        var high = L.Of(L.IsSingle ? 100 : 720);
        x = L.IfLess(x, low, low, L.IfLess(high, x, high, x));
        return L.Scale(ReducedExpm1(x, out var n) + L.Of(1), n);
    }

    /// <summary>e^x for x &lt;= 0, where half of the clamp is not needed.</summary>
    [MethodImpl(AggressiveInlining)]
    public static L ExpOfNonPositive<L>(L x)
        where L : struct, ILanes<L>
    {
        var low = L.Of(L.IsSingle ? -110 : -800);
        x = L.IfLess(x, low, low, x);
        return L.Scale(ReducedExpm1(x, out var n) + L.Of(1), n);
    }

    /// <summary>e^x - 1.</summary>
    [MethodImpl(AggressiveInlining)]
    public static L Expm1<L>(L x)
        where L : struct, ILanes<L>
    {
        var low = L.Of(L.IsSingle ? -30 : -50);
        var high = L.Of(L.IsSingle ? 100 : 720);
        var clamped = L.IfLess(x, low, low, L.IfLess(high, x, high, x));
        var p = ReducedExpm1(clamped, out var n);

        // (1 + p) 2^n - 1 = p 2^n + (2^n - 1), halved so that 2^n does not overflow before the result does.
        var half = L.Scale(L.Of(0.5), n);
        var result = L.FusedMultiplyAdd(half, p, half - L.Of(0.5));
        return L.IfLess(L.Of(L.IsSingle ? 80 : 700), x, L.Scale(p + L.Of(1), n), L.IfLess(L.Absolute(x), L.Of(0.3), p, result + result));
    }

    /// <summary>log(1 + f) + k log 2 on f in [sqrt(1/2) - 1, sqrt(2) - 1]: the part that all logarithms share.</summary>
    [MethodImpl(AggressiveInlining)]
    private static L ReducedLog<L>(L f, L k)
        where L : struct, ILanes<L>
    {
        var square = f * f;
        if (L.IsSingle)
        {
            var p = L.Of(7.0376836292E-2);
            p = L.FusedMultiplyAdd(p, f, L.Of(-1.1514610310E-1));
            p = L.FusedMultiplyAdd(p, f, L.Of(1.1676998740E-1));
            p = L.FusedMultiplyAdd(p, f, L.Of(-1.2420140846E-1));
            p = L.FusedMultiplyAdd(p, f, L.Of(1.4249322787E-1));
            p = L.FusedMultiplyAdd(p, f, L.Of(-1.6668057665E-1));
            p = L.FusedMultiplyAdd(p, f, L.Of(2.0000714765E-1));
            p = L.FusedMultiplyAdd(p, f, L.Of(-2.4999993993E-1));
            p = L.FusedMultiplyAdd(p, f, L.Of(3.3333331174E-1));
            var y = p * (f * square);
            y = L.FusedMultiplyAdd(k, L.Of(-2.12194440e-4), y);
            y = L.FusedMultiplyAdd(square, L.Of(-0.5), y);
            return L.FusedMultiplyAdd(k, L.Of(0.693359375), f + y);
        }
        else
        {
            var s = f / (L.Of(2) + f);
            var z = s * s;
            var r = L.Of(1.479819860511658591e-01);
            r = L.FusedMultiplyAdd(r, z, L.Of(1.531383769920937332e-01));
            r = L.FusedMultiplyAdd(r, z, L.Of(1.818357216161805012e-01));
            r = L.FusedMultiplyAdd(r, z, L.Of(2.222219843214978396e-01));
            r = L.FusedMultiplyAdd(r, z, L.Of(2.857142874366239149e-01));
            r = L.FusedMultiplyAdd(r, z, L.Of(3.999999999940941908e-01));
            r = L.FusedMultiplyAdd(r, z, L.Of(6.666666666666735130e-01));
            r = r * z;
            var half = L.Of(0.5) * square;
            var y = L.FusedMultiplyAdd(s, half + r, k * L.Of(1.90821492927058770002e-10));
            return L.FusedMultiplyAdd(k, L.Of(6.93147180369123816490e-01), f - (half - y));
        }
    }

    /// <summary>log x; -infinity at 0, NaN below.</summary>
    [MethodImpl(AggressiveInlining)]
    public static L Log<L>(L x)
        where L : struct, ILanes<L>
    {
        var infinity = L.Of(double.PositiveInfinity);
        var mantissa = L.SplitExponent(x, out var exponent);
        var y = ReducedLog(mantissa - L.Of(1), exponent);
        var edge = L.IfLess(x, L.Of(0), L.Of(double.NaN), x - infinity); // 0: -infinity; negative and NaN: NaN
        return L.IfLess(L.Of(0), x, L.IfLess(x, infinity, y, x), edge);
    }

    /// <summary>log(1 + x).</summary>
    [MethodImpl(AggressiveInlining)]
    public static L Log1p<L>(L x)
        where L : struct, ILanes<L>
    {
        // log(u) for the rounded u = 1 + x, and to first order what the rounding lost.
        var u = L.Of(1) + x;
        var lost = (x - (u - L.Of(1))) / u;
        var infinity = L.Of(double.PositiveInfinity);
        return Log(u) + L.IfLess(L.Of(0), u, L.IfLess(u, infinity, lost, L.Of(0)), L.Of(0));
    }

    /// <summary>log(1 + x) for x in [0, 1]: no division for float, no special values.</summary>
    [MethodImpl(AggressiveInlining)]
    public static L Log1pOfUnit<L>(L x)
        where L : struct, ILanes<L>
    {
        var split = L.Of(0.41421354);
        var f = L.IfLess(split, x, L.Of(0.5) * x - L.Of(0.5), x);
        var k = L.IfLess(split, x, L.Of(1), L.Of(0));
        return ReducedLog(f, k);
    }

    /// <summary>e^-|x| and the sigmoid of |x|: what softplus, sigmoid and their slopes are made of.</summary>
    [MethodImpl(AggressiveInlining)]
    public static L ExpOfMinusAbsolute<L>(L x)
        where L : struct, ILanes<L> => ExpOfNonPositive(-L.Absolute(x));
}
