using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>x log y, 0 if x is 0. Slopes log y and x/y (0 if x is 0).</summary>
public readonly record struct XLogY : IPrimitive2<XLogY>
{
    public static string Name => "xlogy";

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(XLogY self, L x, L y)
        where L : struct, ILanes<L> => Zero.Times(x, y, Elementary.Log(y));

    [MethodImpl(AggressiveInlining)]
    public static void Slopes<T>(XLogY self, T x, T y, T value, out T slopeX, out T slopeY)
        where T : IReal<T>
    {
        slopeX = T.Log(y);
        // Selected by comparison, so that x = 0 has curvature 0 too; y + 0 turns -0 into +0, whose quotient has the right sign.
        var quotient = x / (y + 0.0);
        slopeY = T.IfLess(x, T.Of(0), quotient, T.IfLess(T.Of(0), x, quotient, x));
    }
}
