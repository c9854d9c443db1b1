using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>x clamped to [low, high]. Slope 1 on the closed interval, 0 outside.</summary>
public readonly record struct Clamp(double Low, double High) : IPrimitive<Clamp>
{
    public static string Name => "clamp";

    public static bool SlopeIsBounded => true;

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(Clamp self, L x)
        where L : struct, ILanes<L> => L.IfLess(x, L.Of(self.Low), L.Of(self.Low), L.IfLess(L.Of(self.High), x, L.Of(self.High), x));

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(Clamp self, T x, T value)
        where T : IReal<T> => T.IfLess(x, T.Of(self.Low), T.Of(0), T.IfLess(T.Of(self.High), x, T.Of(0), T.Of(1)));
}
