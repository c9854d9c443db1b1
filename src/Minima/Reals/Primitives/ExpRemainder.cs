using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>e^x - 1 - x, accurate near 0. Slope e^x - 1.</summary>
public readonly record struct ExpRemainder : IPrimitive<ExpRemainder>
{
    public static string Name => "exp_remainder";

    public static bool SlopeIsBounded => true;

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(ExpRemainder self, L x)
        where L : struct, ILanes<L>
    {
        ValueAndSlope(self, x, out var value, out _);
        return value;
    }

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(ExpRemainder self, T x, T value)
        where T : IReal<T> => T.Expm1(x);

    [MethodImpl(AggressiveInlining)]
    public static void ValueAndSlope<L>(ExpRemainder self, L x, out L value, out L slope)
        where L : struct, ILanes<L>
    {
        // Near 0, x^2/2! + x^3/3! + ...
        L p;
        if (L.IsSingle)
        {
            p = L.Of(1.0 / 362880);
        }
        else
        {
            p = L.Of(1.0 / 1307674368000);
            p = L.FusedMultiplyAdd(p, x, L.Of(1.0 / 87178291200));
            p = L.FusedMultiplyAdd(p, x, L.Of(1.0 / 6227020800));
            p = L.FusedMultiplyAdd(p, x, L.Of(1.0 / 479001600));
            p = L.FusedMultiplyAdd(p, x, L.Of(1.0 / 39916800));
            p = L.FusedMultiplyAdd(p, x, L.Of(1.0 / 3628800));
            p = L.FusedMultiplyAdd(p, x, L.Of(1.0 / 362880));
        }

        p = L.FusedMultiplyAdd(p, x, L.Of(1.0 / 40320));
        p = L.FusedMultiplyAdd(p, x, L.Of(1.0 / 5040));
        p = L.FusedMultiplyAdd(p, x, L.Of(1.0 / 720));
        p = L.FusedMultiplyAdd(p, x, L.Of(1.0 / 120));
        p = L.FusedMultiplyAdd(p, x, L.Of(1.0 / 24));
        p = L.FusedMultiplyAdd(p, x, L.Of(1.0 / 6));
        p = L.FusedMultiplyAdd(p, x, L.Of(0.5));
        slope = Elementary.Expm1(x);
        var far = L.IfLess(slope, double.PositiveInfinity, slope - x, slope);
        value = L.IfLess(L.Absolute(x), 0.5, x * x * p, far);
    }
}
