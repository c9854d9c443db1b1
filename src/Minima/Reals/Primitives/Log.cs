using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>Natural logarithm. Slope 1/x. Float within 0.83 ulp.</summary>
public readonly record struct Log : IPrimitive<Log>
{
    public static string Name => "log";

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(Log self, L x)
        where L : struct, ILanes<L> => Elementary.Log(x);

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(Log self, T x, T value)
        where T : IReal<T> => 1.0 / x;
}
