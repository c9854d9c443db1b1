using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>Square root. Slope 1/(2 sqrt(x)), 0 at 0 (the norm of a zero vector; docs/numerics.md).</summary>
public readonly record struct Sqrt : IPrimitive<Sqrt>
{
    public static string Name => "sqrt";

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(Sqrt self, L x)
        where L : struct, ILanes<L> => L.SquareRoot(x);

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(Sqrt self, T x, T value)
        where T : IReal<T> => T.IfLess(T.Of(0), value, 0.5 / value, 0.0 * value);
}
