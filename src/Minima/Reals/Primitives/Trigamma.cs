using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>The derivative of digamma. Slope tetragamma(x).</summary>
public readonly record struct Trigamma : IPrimitive<Trigamma>, IScalarFunction
{
    public static string Name => "trigamma";

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(Trigamma self, L x)
        where L : struct, ILanes<L> => L.ByElement(self, x);

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(Trigamma self, T x, T value)
        where T : IReal<T> => T.Apply(default(Tetragamma), x);

    public double Of(double x) => SpecialFunctions.Trigamma(x);
}
