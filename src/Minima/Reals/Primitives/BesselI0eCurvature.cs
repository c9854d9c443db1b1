using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals;

/// <summary>The second derivative of <see cref="BesselI0e"/>, 3/2 at 0. Slope, with f for i0e: -((2 |x| + 2) f'' + 3 f' sign(x)) / x.</summary>
/// <remarks>Not available to formulas, so that no formula writer needs to support it: recorded formulas differentiate I0 and I1 instead.</remarks>
internal readonly record struct BesselI0eCurvature : IPrimitive<BesselI0eCurvature>, IScalarFunction
{
    public static string Name => "i0e_curvature";

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(BesselI0eCurvature self, L x)
        where L : struct, ILanes<L> => L.ByElement(self, x);

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(BesselI0eCurvature self, T x, T value)
        where T : IReal<T>
    {
        var sign = T.Sign(x);
        var slope = T.Apply(default(BesselI1e), x) - sign * T.BesselI0e(x);
        return -((2.0 * x + 2.0 * sign) * value + 3.0 * slope) / T.Abs(x);
    }

    public double Of(double x) => SpecialFunctions.BesselI0eCurvature(x);
}
