using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals;

/// <summary>The value of the first argument with the slope of the second: how a quantiser or a floor lets gradients pass.</summary>
public readonly record struct StraightThrough : IPrimitive2<StraightThrough>
{
    public static string Name => "straight_through";

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(StraightThrough self, L x, L y)
        where L : struct, ILanes<L> => x;

    [MethodImpl(AggressiveInlining)]
    public static void Slopes<T>(StraightThrough self, T x, T y, T value, out T slopeX, out T slopeY)
        where T : IReal<T>
    {
        slopeX = T.Of(0);
        slopeY = T.Of(1);
    }
}
