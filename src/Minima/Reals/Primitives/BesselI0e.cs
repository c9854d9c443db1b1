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

    /// <summary>Far out, rounding destroys the difference of the two Bessel functions: the slope has its own series.</summary>
    [MethodImpl(AggressiveInlining)]
    public static void ValueAndSlope<L>(BesselI0e self, L x, out L value, out L slope)
        where L : struct, ILanes<L>
    {
        value = Value(self, x);
        slope = L.ByElement(default(FirstDerivative), x);
    }

    /// <summary>The second derivative separately, because the difference of differences would lose even more digits.</summary>
    [MethodImpl(AggressiveInlining)]
    public static T SecondDerivative<T>(BesselI0e self, T x, T value, T slope)
        where T : IReal<T> => T.Apply(default(BesselI0eCurvature), x);

    public double Of(double x) => SpecialFunctions.BesselI0e(x);

    private readonly record struct FirstDerivative : IScalarFunction
    {
        public double Of(double x) => SpecialFunctions.BesselI0eSlope(x);
    }
}
