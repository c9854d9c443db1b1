using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>Sine. Slope cos(x).</summary>
public readonly record struct Sin : IPrimitive<Sin>, IScalarFunction
{
    public static string Name => "sin";

    public static bool SlopeIsBounded => true;

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(Sin self, L x)
        where L : struct, ILanes<L> => L.ByElement(self, x);

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(Sin self, T x, T value)
        where T : IReal<T> => T.Cos(x);

    public double Of(double x) => Math.Sin(x);
}
