using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>(e^x - 1) / x, 1 at 0. Slope (e^x - ratio) / x, 1/2 at 0.</summary>
public readonly record struct ExpRatio : IPrimitive<ExpRatio>
{
    public static string Name => "expm1_ratio";

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(ExpRatio self, L x)
        where L : struct, ILanes<L>
    {
        // Near 0 the quotient of two tiny numbers is as accurate as the numerator; only 0/0 needs special treatment.
        var ratio = Elementary.Expm1(x) / x;
        return L.IfLess(x, L.Of(0), ratio, L.IfLess(L.Of(0), x, ratio, x + L.Of(1)));
    }

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(ExpRatio self, T x, T value)
        where T : IReal<T>
    {
        // The difference cancels near 0, where seven terms of the series are accurate to the last digit.
        var series = 0.5 + x * (1.0 / 3 + x * (1.0 / 8 + x * (1.0 / 30 + x * (1.0 / 144 + x * (1.0 / 840 + x * (1.0 / 5760))))));
        return T.IfLess(T.Abs(x), T.Of(0.02), series, (T.Exp(x) - value) / x);
    }
}
