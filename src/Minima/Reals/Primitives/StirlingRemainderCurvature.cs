using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>The derivative of <see cref="StirlingRemainderSlope"/>; the table ends here: its own slope is not offered and reads NaN.</summary>
public readonly record struct StirlingRemainderCurvature : IPrimitive<StirlingRemainderCurvature>, IScalarFunction
{
    public static string Name => "stirling_remainder_curvature";

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(StirlingRemainderCurvature self, L x)
        where L : struct, ILanes<L> => L.ByElement(self, x);

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(StirlingRemainderCurvature self, T x, T value)
        where T : IReal<T> => T.Of(double.NaN);

    public double Of(double x) => SpecialFunctions.StirlingRemainderCurvature(x);
}
