using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>x y, 0 if x is 0 even if y is infinite. Slopes y and x.</summary>
public readonly record struct ZeroTimes : IPrimitive2<ZeroTimes>
{
    public static string Name => "zero_times";

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(ZeroTimes self, L x, L y)
        where L : struct, ILanes<L> => Zero.Times(x, y, y);

    [MethodImpl(AggressiveInlining)]
    public static void Slopes<T>(ZeroTimes self, T x, T y, T value, out T slopeX, out T slopeY)
        where T : IReal<T>
    {
        slopeX = y;
        slopeY = x;
    }
}
