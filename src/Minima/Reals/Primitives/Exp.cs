using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>e^x. Slope e^x. Float within 1.02 ulp.</summary>
public readonly record struct Exp : IPrimitive<Exp>
{
    public static string Name => "exp";

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(Exp self, L x)
        where L : struct, ILanes<L> => Elementary.Exp(x);

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(Exp self, T x, T value)
        where T : IReal<T> => value;
}
