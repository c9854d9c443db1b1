using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>e^x - 1. Slope e^x. Float within 1.51 ulp.</summary>
public readonly record struct Expm1 : IPrimitive<Expm1>
{
    public static string Name => "expm1";

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(Expm1 self, L x)
        where L : struct, ILanes<L> => Elementary.Expm1(x);

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(Expm1 self, T x, T value)
        where T : IReal<T> => T.Exp(x);
}
