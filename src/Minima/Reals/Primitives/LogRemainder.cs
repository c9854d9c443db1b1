using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>x - log(1 + x), accurate near 0. Slope x/(1 + x).</summary>
public readonly record struct LogRemainder : IPrimitive<LogRemainder>
{
    public static string Name => "log_remainder";

    public static bool SlopeIsBounded => true;

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(LogRemainder self, L x)
        where L : struct, ILanes<L>
    {
        // With s = x/(2 + x): log(1 + x) = 2 artanh(s) and x - 2s = x s, so that near 0 nothing cancels.
        var s = x / (2.0 + x);
        var z = s * s;
        L p;
        if (L.IsSingle)
        {
            p = L.Of(1.0 / 11);
        }
        else
        {
            p = L.Of(1.0 / 21);
            p = L.FusedMultiplyAdd(p, z, L.Of(1.0 / 19));
            p = L.FusedMultiplyAdd(p, z, L.Of(1.0 / 17));
            p = L.FusedMultiplyAdd(p, z, L.Of(1.0 / 15));
            p = L.FusedMultiplyAdd(p, z, L.Of(1.0 / 13));
            p = L.FusedMultiplyAdd(p, z, L.Of(1.0 / 11));
        }

        p = L.FusedMultiplyAdd(p, z, L.Of(1.0 / 9));
        p = L.FusedMultiplyAdd(p, z, L.Of(1.0 / 7));
        p = L.FusedMultiplyAdd(p, z, L.Of(1.0 / 5));
        p = L.FusedMultiplyAdd(p, z, L.Of(1.0 / 3));
        var far = L.IfLess(x, double.PositiveInfinity, x - Elementary.Log1p(x), x);
        return L.IfLess(L.Absolute(s), 0.2, s * (x - 2.0 * z * p), far);
    }

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(LogRemainder self, T x, T value)
        where T : IReal<T> => x / (1.0 + x);

    /// <summary>1/(1 + x)^2: the difference 1/(1 + x) - x/(1 + x)^2 loses digits far out.</summary>
    [MethodImpl(AggressiveInlining)]
    public static T SecondDerivative<T>(LogRemainder self, T x, T value, T slope)
        where T : IReal<T>
    {
        var reciprocal = 1.0 / (1.0 + x);
        return reciprocal * reciprocal;
    }
}
