using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>sqrt(x^2 + y^2) without overflow or underflow. Slopes x/value and y/value, 0 at the origin (docs/numerics.md).</summary>
public readonly record struct Hypot : IPrimitive2<Hypot>
{
    public static string Name => "hypot";

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(Hypot self, L x, L y)
        where L : struct, ILanes<L>
    {
        var a = L.Absolute(x);
        var b = L.Absolute(y);
        var large = L.Maximum(a, b);
        var small = L.Minimum(a, b);

        // If the squares neither overflow nor underflow, they are used directly: one rounding less.
        var tiny = L.Of(L.IsSingle ? 1e-15 : 1e-140);
        var huge = L.Of(L.IsSingle ? 1e18 : 1e150);
        var ratio = small / large;
        var scaled = large * L.SquareRoot(L.FusedMultiplyAdd(ratio, ratio, L.Of(1)));
        var direct = L.SquareRoot(L.FusedMultiplyAdd(x, x, y * y));
        var infinity = L.Of(double.PositiveInfinity);
        var finite = L.IfLess(large, huge, L.IfLess(tiny, large, direct, scaled), scaled);
        return L.IfLess(L.Of(0), large, L.IfLess(large, infinity, finite, large), large);
    }

    [MethodImpl(AggressiveInlining)]
    public static void Slopes<T>(Hypot self, T x, T y, T value, out T slopeX, out T slopeY)
        where T : IReal<T>
    {
        slopeX = T.IfLess(T.Of(0), value, x / value, T.StopGradient(value));
        slopeY = T.IfLess(T.Of(0), value, y / value, T.StopGradient(value));
    }
}
