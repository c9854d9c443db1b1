using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>e^-|x| I1(x). Slope e^-|x| I0(x) - value (1/x + sign(x)), 1/2 at 0.</summary>
public readonly record struct BesselI1e : IPrimitive<BesselI1e>, IScalarFunction
{
    public static string Name => "i1e";

    public static bool SlopeIsBounded => true;

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(BesselI1e self, L x)
        where L : struct, ILanes<L> => L.ByElement(self, x);

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(BesselI1e self, T x, T value)
        where T : IReal<T>
    {
        var slope = T.BesselI0e(x) - value * (1.0 / x + T.Sign(x));

        // Near 0 the quotient of two tiny numbers may be 0/0; to first order the slope is 1/2 - |x|.
        var size = T.Abs(x);
        return T.IfLess(size, T.Of(1e-9), 0.5 - size, slope);
    }

    public double Of(double x) => SpecialFunctions.BesselI1e(x);
}
