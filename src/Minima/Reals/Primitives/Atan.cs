using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>Arc tangent. Slope 1/(1 + x^2).</summary>
public readonly record struct Atan : IPrimitive<Atan>, IScalarFunction
{
    public static string Name => "atan";

    public static bool SlopeIsBounded => true;

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(Atan self, L x)
        where L : struct, ILanes<L> => L.ByElement(self, x);

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(Atan self, T x, T value)
        where T : IReal<T> => 1.0 / (1.0 + x * x);

    public double Of(double x) => Math.Atan(x);
}
