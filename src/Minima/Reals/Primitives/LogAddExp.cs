using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>log(e^x + e^y). Slopes sigmoid(x - y) and sigmoid(y - x).</summary>
public readonly record struct LogAddExp : IPrimitive2<LogAddExp>
{
    public static string Name => "log_add_exp";

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(LogAddExp self, L x, L y)
        where L : struct, ILanes<L>
    {
        var large = L.Maximum(x, y);
        var sum = large + Elementary.Log1pOfUnit(Elementary.ExpOfMinusAbsolute(x - y));
        return L.IfLess(L.Absolute(large), L.Of(double.PositiveInfinity), sum, large);
    }

    [MethodImpl(AggressiveInlining)]
    public static void Slopes<T>(LogAddExp self, T x, T y, T value, out T slopeX, out T slopeY)
        where T : IReal<T>
    {
        slopeX = T.Sigmoid(x - y);
        slopeY = T.Sigmoid(y - x);
    }
}
