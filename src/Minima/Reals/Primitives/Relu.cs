using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>max(x, 0); NaN for NaN. Slope 1 above 0, 0 at and below.</summary>
public readonly record struct Relu : IPrimitive<Relu>
{
    public static string Name => "relu";

    public static bool SlopeIsBounded => true;

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(Relu self, L x)
        where L : struct, ILanes<L> => L.IfLess(x, 0, L.Of(0), x);

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(Relu self, T x, T value)
        where T : IReal<T> => T.IfLess(T.Of(0), x, T.Of(1), T.StopGradient(value));
}
