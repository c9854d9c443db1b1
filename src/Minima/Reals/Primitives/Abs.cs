using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>|x|. Slope sign(x), so 0 at 0.</summary>
public readonly record struct Abs : IPrimitive<Abs>
{
    public static string Name => "abs";

    public static bool SlopeIsBounded => true;

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(Abs self, L x)
        where L : struct, ILanes<L> => L.Absolute(x);

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(Abs self, T x, T value)
        where T : IReal<T> => T.Sign(x);
}
