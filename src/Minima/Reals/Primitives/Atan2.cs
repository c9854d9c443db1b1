using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>The angle of a point with ordinate x and abscissa y, from -pi to pi. Slopes y/(x^2 + y^2) and -x/(x^2 + y^2), 0 at the origin, whose angle is 0.</summary>
/// <remarks>Not available to formulas of points, so that no formula writer needs to support it; those have <see cref="Atan"/>.</remarks>
internal readonly record struct Atan2 : IPrimitive2<Atan2>, IScalarFunction2
{
    public static string Name => "atan2";

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(Atan2 self, L x, L y)
        where L : struct, ILanes<L> => L.ByElement(self, x, y);

    [MethodImpl(AggressiveInlining)]
    public static void Slopes<T>(Atan2 self, T x, T y, T value, out T slopeX, out T slopeY)
        where T : IReal<T>
    {
        // Divided by the length twice: neither square may overflow or underflow.
        var length = T.Hypot(x, y);
        slopeX = T.IfLess(T.Of(0), length, y / length / length, T.StopGradient(length));
        slopeY = T.IfLess(T.Of(0), length, -(x / length / length), T.StopGradient(length));
    }

    public double Of(double x, double y) => Math.Atan2(x, y);
}
