using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>The derivative of <see cref="StirlingRemainder"/>. Slope <see cref="StirlingRemainderCurvature"/>.</summary>
public readonly record struct StirlingRemainderSlope : IPrimitive<StirlingRemainderSlope>, IScalarFunction
{
    public static string Name => "stirling_remainder_slope";

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(StirlingRemainderSlope self, L x)
        where L : struct, ILanes<L> => L.ByElement(self, x);

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(StirlingRemainderSlope self, T x, T value)
        where T : IReal<T> => T.Apply(default(StirlingRemainderCurvature), x);

    public double Of(double x) => SpecialFunctions.StirlingRemainderSlope(x);
}
