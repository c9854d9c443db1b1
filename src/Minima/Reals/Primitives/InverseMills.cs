using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>phi(x)/Phi(x), the slope of log_ndtr. Slope -value (x + value).</summary>
public readonly record struct InverseMills : IPrimitive<InverseMills>, IScalarFunction
{
    public static string Name => "inverse_mills";

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(InverseMills self, L x)
        where L : struct, ILanes<L> => L.ByElement(self, x);

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(InverseMills self, T x, T value)
        where T : IReal<T> => T.Apply(default(InverseMillsSlope), x);

    public double Of(double x) => SpecialFunctions.LogNdtrSlope(x);
}
