using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>log(1 + e^x) = relu(x) + log1p(e^-|x|), full relative accuracy in the tail. Slope sigmoid(x), so 1/2 at 0. Float within 1.63 ulp, measured as in <see cref="Elementary"/>.</summary>
public readonly record struct Softplus : IPrimitive<Softplus>
{
    public static string Name => "softplus";

    public static bool SlopeIsBounded => true;

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(Softplus self, L x)
        where L : struct, ILanes<L>
    {
        var tail = Elementary.Log1pOfUnit(Elementary.ExpOfMinusAbsolute(x));
        return L.IfLess(x, 0, tail, x + tail);
    }

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(Softplus self, T x, T value)
        where T : IReal<T> => T.Sigmoid(x);

    [MethodImpl(AggressiveInlining)]
    public static void ValueAndSlope<L>(Softplus self, L x, out L value, out L slope)
        where L : struct, ILanes<L>
    {
        var e = Elementary.ExpOfMinusAbsolute(x);
        var r = 1.0 / (1.0 + e);
        var tail = Elementary.Log1pOfUnit(e);
        value = L.IfLess(x, 0, tail, x + tail);
        slope = L.IfLess(x, 0, e * r, r);
    }
}
