using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>-1, 0 or 1; NaN for NaN. Slope 0.</summary>
public readonly record struct Sign : IPrimitive<Sign>
{
    public static string Name => "sign";

    public static bool SlopeIsBounded => true;

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(Sign self, L x)
        where L : struct, ILanes<L> => L.IfLess(x, 0, L.Of(-1), L.IfLess(L.Of(0), x, L.Of(1), x));

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(Sign self, T x, T value)
        where T : IReal<T> => T.Of(0);
}
