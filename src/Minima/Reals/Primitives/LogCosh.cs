using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>log(cosh(x)). Slope tanh(x). Float within 4.97 ulp, measured as in <see cref="Elementary"/>.</summary>
public readonly record struct LogCosh : IPrimitive<LogCosh>
{
    public static string Name => "log_cosh";

    public static bool SlopeIsBounded => true;

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(LogCosh self, L x)
        where L : struct, ILanes<L>
    {
        Parts(x, out var value, out _);
        return value;
    }

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(LogCosh self, T x, T value)
        where T : IReal<T> => T.Tanh(x);

    [MethodImpl(AggressiveInlining)]
    public static void ValueAndSlope<L>(LogCosh self, L x, out L value, out L slope)
        where L : struct, ILanes<L>
    {
        Parts(x, out value, out slope);
    }

    /// <summary>
    /// With E = e^-|x|: cosh = (1 + E^2) / (2 E). Near 0, log1p((1 - E)^2 / (2 E)), which does not cancel; beyond 1,
    /// |x| + log1p(E^2) - log 2. The slope is (1 - E)(1 + E) / (1 + E^2).
    /// </summary>
    [MethodImpl(AggressiveInlining)]
    private static void Parts<L>(L x, out L value, out L slope)
        where L : struct, ILanes<L>
    {
        var a = L.Absolute(x);
        var em = Elementary.Expm1OfNonPositive(-a);
        var e = em + 1.0;
        var square = e * e;
        var argument = L.IfLess(a, 1, em * em / (e + e), square);
        var shift = L.IfLess(a, 1, L.Of(0), a - 0.6931471805599453);
        value = shift + Elementary.Log1pOfUnit(argument);
        var y = em * (1.0 + e) / (1.0 + square);
        slope = L.IfLess(x, 0, y, -y);
    }
}
