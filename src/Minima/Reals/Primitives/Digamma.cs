using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>The derivative of log Gamma. Slope trigamma(x).</summary>
public readonly record struct Digamma : IPrimitive<Digamma>, IScalarFunction
{
    public static string Name => "digamma";

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(Digamma self, L x)
        where L : struct, ILanes<L> => L.ByElement(self, x);

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(Digamma self, T x, T value)
        where T : IReal<T> => T.Trigamma(x);

    public double Of(double x) => SpecialFunctions.Digamma(x);
}
