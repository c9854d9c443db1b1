using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>Cosine. Slope -sin(x).</summary>
public readonly record struct Cos : IPrimitive<Cos>, IScalarFunction
{
    public static string Name => "cos";

    public static bool SlopeIsBounded => true;

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(Cos self, L x)
        where L : struct, ILanes<L> => L.ByElement(self, x);

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(Cos self, T x, T value)
        where T : IReal<T> => -T.Sin(x);

    public double Of(double x) => Math.Cos(x);
}
