using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>log of the standard normal distribution function. Slope phi(x)/Phi(x), the inverse Mills ratio.</summary>
public readonly record struct LogNdtr : IPrimitive<LogNdtr>, IScalarFunction
{
    public static string Name => "log_ndtr";

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(LogNdtr self, L x)
        where L : struct, ILanes<L> => L.ByElement(self, x);

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(LogNdtr self, T x, T value)
        where T : IReal<T> => T.Apply(default(InverseMills), x);

    public double Of(double x) => SpecialFunctions.LogNdtr(x);
}
