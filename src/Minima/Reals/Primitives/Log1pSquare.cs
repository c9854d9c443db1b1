using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>log(1 + x^2), where x^2 may overflow. Slope 2x/(1 + x^2).</summary>
public readonly record struct Log1pSquare : IPrimitive<Log1pSquare>
{
    public static string Name => "log1p_square";

    public static bool SlopeIsBounded => true;

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(Log1pSquare self, L x)
        where L : struct, ILanes<L>
    {
        // Beyond 1e18 the 1 is lost in rounding, and twice log(1 + |x|) is the same number.
        var a = L.Absolute(x);
        var log = Elementary.Log1p(L.IfLess(a, 1e18, a * a, a));
        return L.IfLess(a, 1e18, log, log + log);
    }

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(Log1pSquare self, T x, T value)
        where T : IReal<T> => T.IfLess(T.Abs(x), T.Of(1e18), 2.0 * x / (1.0 + x * x), 2.0 / x);
}
