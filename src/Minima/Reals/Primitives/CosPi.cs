using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>cos(pi x), exact at every half integer. Slope -pi sin(pi x).</summary>
public readonly record struct CosPi : IPrimitive<CosPi>, IScalarFunction
{
    public static string Name => "cospi";

    public static bool SlopeIsBounded => true;

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(CosPi self, L x)
        where L : struct, ILanes<L> => L.ByElement(self, x);

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(CosPi self, T x, T value)
        where T : IReal<T> => -Math.PI * T.SinPi(x);

    public double Of(double x) => double.CosPi(x);
}
