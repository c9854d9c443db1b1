using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>Phi(x), the distribution function of the standard normal, with full relative accuracy in the tail. Derivative phi(x) = e^(-x^2/2) / sqrt(2 pi).</summary>
/// <remarks>
/// Phi(-u) = e^(-u^2/2) p(t) / (u + k) for u >= 0 with t = (u - k) / (u + k). The mapping of the half line is due to Shepherd and Laframboise 1981,
/// "Chebyshev approximation of (1 + 2x) exp(x^2) erfc x in 0 &lt;= x &lt; infinity", Mathematics of Computation 36. The polynomials p are
/// Chebyshev sums over the relevant u (up to 15 for float, 39 for double), written in powers of t: relative errors 1.1e-9 and 3e-19, computed with 50 digits.
/// </remarks>
internal readonly record struct NormalDistribution : IPrimitive<NormalDistribution>
{
    private const double OneOverSqrtTwoPi = 0.39894228040143268;

    public static string Name => "normal_cdf";

    public static bool SlopeIsBounded => true;

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(NormalDistribution self, L x)
        where L : struct, ILanes<L>
    {
        ValueAndSlope(self, x, out var value, out _);
        return value;
    }

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(NormalDistribution self, T x, T value)
        where T : IReal<T>
    {
        // Beyond 40 the exponential is 0; its square stays finite.
        var held = T.Clamp(x, -40, 40);
        return OneOverSqrtTwoPi * T.Exp(-0.5 * (held * held));
    }

    [MethodImpl(AggressiveInlining)]
    public static void ValueAndSlope<L>(NormalDistribution self, L x, out L value, out L slope)
        where L : struct, ILanes<L>
    {
        var u = L.AtMost(L.Absolute(x), L.IsSingle ? 15 : 40);

        // The rounding of u^2 alone would cost u^2/2 units in the last place, so it is corrected.
        var square = u * u;
        var lost = Lost(u, square);
        var e = Elementary.ExpOfNonPositive(-0.5 * square);
        e -= 0.5 * (e * lost);
        var r = 1.0 / (u + (L.IsSingle ? 3.0 : 5.0));
        var t = L.MultiplyAdd(r, L.IsSingle ? -6 : -10, L.Of(1));
        var p = L.IsSingle
            ? L.Polynomial(
                L.Polynomial(t, 5.73717598033398821e-6, 0.0000645627537758678858, 0.000128610382847757568, -0.00025622083206939176, -0.00103375155397159428, 0.00102946468272836005),
                t, 0.00697011323465163983, -0.0104633306863707876, -0.0472628049744573865, 0.230017751280140317, -0.509331987608543629, 0.729083689830475505)
            : L.Polynomial(
                L.Polynomial(
                    L.Polynomial(
                        L.Polynomial(t, -3.69809136589071336e-10, -1.12949890753353953e-9, 2.20732844157978066e-9, 1.06998748801095266e-8, -8.58202702293333454e-9, -7.00128107168233668e-8),
                        t, 4.02465518970345229e-8, 4.36196678915037786e-7, -3.3463966950548453e-7, -2.77067696569304344e-6, 3.97984000703278174e-6, 0.0000166816271780884248),
                    t, -0.0000497624675668434883, -0.0000593758051285444232, 0.000544898995041476719, -0.000797869389539863488, -0.00299337676214180968, 0.0207950667992756185),
                t, -0.0691186387068602253, 0.165020366170406657, -0.313533156671287985, 0.49530561596997608, -0.665382502890056847, 0.76919304975006296);
        var tail = e * (p * r);
        value = L.IfLess(x, 0, tail, 1.0 - tail);
        slope = OneOverSqrtTwoPi * e;
    }

    /// <summary>u^2 minus the rounded square; without fused multiply-add (browsers) by halves of the digits (Dekker 1971).</summary>
    [MethodImpl(AggressiveInlining)]
    private static L Lost<L>(L u, L square)
        where L : struct, ILanes<L>
    {
        if (Fma.IsSupported || AdvSimd.IsSupported) return L.FusedMultiplyAdd(u, u, -square);
        var spread = u * (L.IsSingle ? 4097.0 : 134217729.0);
        var high = spread - (spread - u);
        var low = u - high;
        return ((high * high) - square) + ((u + high) * low);
    }
}
