using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>log(1 - e^x) for x below 0 (Maechler 2012): log(-expm1(x)) near 0, log1p(-e^x) farther out. Slope -1/expm1(-x).</summary>
public readonly record struct Log1mExp : IPrimitive<Log1mExp>
{
    public static string Name => "log1mexp";

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(Log1mExp self, L x)
        where L : struct, ILanes<L> => L.IfLess(x, L.Of(-0.6931471805599453), Elementary.Log1p(-Elementary.Exp(x)), Elementary.Log(-Elementary.Expm1(x)));

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(Log1mExp self, T x, T value)
        where T : IReal<T> => -1.0 / T.Expm1(-x);
}
