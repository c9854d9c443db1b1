using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>x^y with both variable, 0^0 = 1. Slopes y x^(y - 1) (0 at x = 0 with y below 1; docs/numerics.md) and x^y log x (0 at x = 0).</summary>
public readonly record struct PowerOf : IPrimitive2<PowerOf>, IScalarFunction2
{
    public static string Name => "power";

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(PowerOf self, L x, L y)
        where L : struct, ILanes<L> => L.ByElement(self, x, y);

    [MethodImpl(AggressiveInlining)]
    public static void Slopes<T>(PowerOf self, T x, T y, T value, out T slopeX, out T slopeY)
        where T : IReal<T>
    {
        var slope = y * T.Pow(x, y - 1.0);
        slopeX = T.IfLess(x, T.Of(0), slope, T.IfLess(T.Of(0), x, slope, T.IfLess(y, T.Of(1), x, slope)));
        slopeY = T.ZeroTimes(value, T.Log(x));
    }

    public double Of(double x, double y) => Math.Pow(x, y);
}
