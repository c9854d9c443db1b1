using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>x log(1 + y), 0 if x is 0. Slopes log(1 + y) and x/(1 + y) (0 if x is 0).</summary>
public readonly record struct XLog1pY : IPrimitive2<XLog1pY>
{
    public static string Name => "xlog1py";

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(XLog1pY self, L x, L y)
        where L : struct, ILanes<L> => Zero.Times(x, y, Elementary.Log1p(y));

    [MethodImpl(AggressiveInlining)]
    public static void Slopes<T>(XLog1pY self, T x, T y, T value, out T slopeX, out T slopeY)
        where T : IReal<T>
    {
        slopeX = T.Log1p(y);
        // Selected by comparison, so that x = 0 has curvature 0 too.
        var quotient = x / (1.0 + y);
        slopeY = T.IfLess(x, T.Of(0), quotient, T.IfLess(T.Of(0), x, quotient, x));
    }
}
