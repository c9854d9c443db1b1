using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>log(1 + x). Slope 1/(1 + x). Float within 1.44 ulp.</summary>
public readonly record struct Log1p : IPrimitive<Log1p>
{
    public static string Name => "log1p";

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(Log1p self, L x)
        where L : struct, ILanes<L> => Elementary.Log1p(x);

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(Log1p self, T x, T value)
        where T : IReal<T> => 1.0 / (1.0 + x);
}
