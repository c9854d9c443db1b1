using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>The larger of two; NaN if either is. A tie gives half of the slope to each (docs/numerics.md).</summary>
public readonly record struct Max : IPrimitive2<Max>
{
    public static string Name => "max";

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(Max self, L x, L y)
        where L : struct, ILanes<L> => L.Maximum(x, y);

    [MethodImpl(AggressiveInlining)]
    public static void Slopes<T>(Max self, T x, T y, T value, out T slopeX, out T slopeY)
        where T : IReal<T>
    {
        // A NaN takes the last branch of all, and so stays in the slope; a tie at 0 or anywhere else takes one half there.
        var constant = T.StopGradient(value);
        var tie = T.IfLess(constant, T.Of(0), T.Of(0.5), T.IfLess(T.Of(0), constant, T.Of(0.5), 0.5 + constant));
        slopeX = T.IfLess(y, x, T.Of(1), T.IfLess(x, y, T.Of(0), tie));
        slopeY = 1.0 - slopeX;
    }
}
