using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>The remainder of Stirling's formula for log Gamma(1/x), for x at least 0. Slope <see cref="StirlingRemainderSlope"/>.</summary>
public readonly record struct StirlingRemainder : IPrimitive<StirlingRemainder>, IScalarFunction
{
    public static string Name => "stirling_remainder";

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(StirlingRemainder self, L x)
        where L : struct, ILanes<L> => L.ByElement(self, x);

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(StirlingRemainder self, T x, T value)
        where T : IReal<T> => T.Apply(default(StirlingRemainderSlope), x);

    public double Of(double x) => SpecialFunctions.StirlingRemainder(x);
}
