using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>a softplus(x) + b softplus(-x) from one exponential and one logarithm; a weight of 0 removes an infinite softplus. Slopes: a sigmoid(x) - b sigmoid(-x), softplus(x), softplus(-x).</summary>
public readonly record struct SoftplusMix : IPrimitive3<SoftplusMix>
{
    public static string Name => "softplus_mix";

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(SoftplusMix self, L x, L y, L z)
        where L : struct, ILanes<L>
    {
        var tail = Elementary.Log1pOfUnit(Elementary.ExpOfMinusAbsolute(x));
        return Mix(x, tail, L.IfLess(x, 0, z, y), L.IfLess(x, 0, y, z));
    }

    [MethodImpl(AggressiveInlining)]
    public static void Slopes<T>(SoftplusMix self, T x, T y, T z, T value, out T slopeX, out T slopeY, out T slopeZ)
        where T : IReal<T>
    {
        slopeX = T.SigmoidMix(x, y, -z);
        slopeY = T.Softplus(x);
        slopeZ = T.Softplus(-x);
    }

    [MethodImpl(AggressiveInlining)]
    public static void Changes<T>(SoftplusMix self, T x, T y, T z, in Slopes3<T> slopes, T value, T dx, T dy, T dz, out T changeX, out T changeY, out T changeZ)
        where T : IReal<T>
    {
        T.ApplyWithSlopes(default(SigmoidMix), x, y, z, out _, out _, out var sigmoid, out var opposite);
        changeX = dy * sigmoid - dz * opposite + (y + z) * (sigmoid * opposite) * dx;
        changeY = sigmoid * dx;
        changeZ = -(opposite * dx);
    }

    [MethodImpl(AggressiveInlining)]
    public static void ValueAndSlopes<L>(SoftplusMix self, L x, L y, L z, out L value, out L slopeX, out L slopeY, out L slopeZ)
        where L : struct, ILanes<L>
    {
        var e = Elementary.ExpOfMinusAbsolute(x);
        var r = 1.0 / (1.0 + e);
        var tail = Elementary.Log1pOfUnit(e);
        var large = L.IfLess(x, 0, z, y);
        var small = L.IfLess(x, 0, y, z);
        slopeY = L.IfLess(x, 0, tail, x + tail);
        slopeZ = L.IfLess(x, 0, tail - x, tail);
        value = Mix(x, tail, large, small);
        var slope = (large - small * e) * r;
        slopeX = L.IfLess(x, 0, -slope, slope);
    }

    /// <summary>The larger softplus, |x| + tail, times its weight, plus the smaller one, tail, times the other; only the larger can be infinite.</summary>
    [MethodImpl(AggressiveInlining)]
    private static L Mix<L>(L x, L tail, L large, L small)
        where L : struct, ILanes<L> => L.FusedMultiplyAdd(small, tail, L.Chain(L.Absolute(x) + tail, large));
}
