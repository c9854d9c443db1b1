using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>The second derivative of log_ndtr; the table ends here: its own slope is -value (x + 2 m) - m with m the inverse Mills ratio.</summary>
public readonly record struct InverseMillsSlope : IPrimitive<InverseMillsSlope>, IScalarFunction
{
    public static string Name => "inverse_mills_slope";

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(InverseMillsSlope self, L x)
        where L : struct, ILanes<L> => L.ByElement(self, x);

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(InverseMillsSlope self, T x, T value)
        where T : IReal<T>
    {
        var mills = T.Apply(default(InverseMills), x);
        return -(value * (x + 2.0 * mills)) - mills;
    }

    public double Of(double x) => SpecialFunctions.LogNdtrCurvature(x);
}
