using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>sin(pi x), exact at every half integer. Slope pi cos(pi x).</summary>
public readonly record struct SinPi : IPrimitive<SinPi>, IScalarFunction
{
    public static string Name => "sinpi";

    public static bool SlopeIsBounded => true;

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(SinPi self, L x)
        where L : struct, ILanes<L> => L.ByElement(self, x);

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(SinPi self, T x, T value)
        where T : IReal<T> => Math.PI * T.CosPi(x);

    public double Of(double x) => double.SinPi(x);
}
