using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>The derivative of trigamma; the table ends here: its own slope is not offered and reads NaN.</summary>
public readonly record struct Tetragamma : IPrimitive<Tetragamma>, IScalarFunction
{
    public static string Name => "tetragamma";

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(Tetragamma self, L x)
        where L : struct, ILanes<L> => L.ByElement(self, x);

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(Tetragamma self, T x, T value)
        where T : IReal<T> => T.Of(double.NaN);

    public double Of(double x) => SpecialFunctions.Tetragamma(x);
}
