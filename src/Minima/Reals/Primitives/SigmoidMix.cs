using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>a sigmoid(x) + b sigmoid(-x) from one exponential. Slopes: (a - b) sigmoid(x) sigmoid(-x), sigmoid(x), sigmoid(-x).</summary>
public readonly record struct SigmoidMix : IPrimitive3<SigmoidMix>
{
    public static string Name => "sigmoid_mix";

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(SigmoidMix self, L x, L y, L z)
        where L : struct, ILanes<L>
    {
        var e = Elementary.ExpOfMinusAbsolute(x);
        var r = 1.0 / (1.0 + e);
        return L.FusedMultiplyAdd(L.IfLess(x, 0, y, z), e, L.IfLess(x, 0, z, y)) * r;
    }

    [MethodImpl(AggressiveInlining)]
    public static void Slopes<T>(SigmoidMix self, T x, T y, T z, T value, out T slopeX, out T slopeY, out T slopeZ)
        where T : IReal<T>
    {
        slopeY = T.Sigmoid(x);
        slopeZ = T.Sigmoid(-x);
        slopeX = (y - z) * (slopeY * slopeZ);
    }

    [MethodImpl(AggressiveInlining)]
    public static void Changes<T>(SigmoidMix self, T x, T y, T z, in Slopes3<T> slopes, T value, T dx, T dy, T dz, out T changeX, out T changeY, out T changeZ)
        where T : IReal<T>
    {
        // The slopes with respect to y and z are the two sigmoids: no further exponential is needed.
        var product = slopes.Y * slopes.Z;
        changeX = (dy - dz) * product + slopes.X * (slopes.Z - slopes.Y) * dx;
        changeY = product * dx;
        changeZ = -changeY;
    }

    [MethodImpl(AggressiveInlining)]
    public static void ValueAndSlopes<L>(SigmoidMix self, L x, L y, L z, out L value, out L slopeX, out L slopeY, out L slopeZ)
        where L : struct, ILanes<L>
    {
        var e = Elementary.ExpOfMinusAbsolute(x);
        var r = 1.0 / (1.0 + e);
        var small = e * r;
        slopeY = L.IfLess(x, 0, small, r);
        slopeZ = L.IfLess(x, 0, r, small);
        value = L.FusedMultiplyAdd(L.IfLess(x, 0, y, z), e, L.IfLess(x, 0, z, y)) * r;
        slopeX = (y - z) * (small * r);
    }
}
