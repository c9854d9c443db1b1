using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>e^-|x| I0(x). Slope e^-|x| I1(x) - sign(x) value.</summary>
public readonly record struct BesselI0e : IPrimitive<BesselI0e>, IScalarFunction
{
    public static string Name => "i0e";

    public static bool SlopeIsBounded => true;

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(BesselI0e self, L x)
        where L : struct, ILanes<L> => L.ByElement(self, x);

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(BesselI0e self, T x, T value)
        where T : IReal<T> => T.Apply(default(BesselI1e), x) - T.Sign(x) * value;

    public double Of(double x) => SpecialFunctions.BesselI0e(x);
}
