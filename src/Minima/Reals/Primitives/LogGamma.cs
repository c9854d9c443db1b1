using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>log |Gamma(x)|. Slope digamma(x).</summary>
public readonly record struct LogGamma : IPrimitive<LogGamma>, IScalarFunction
{
    public static string Name => "log_gamma";

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(LogGamma self, L x)
        where L : struct, ILanes<L> => L.ByElement(self, x);

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(LogGamma self, T x, T value)
        where T : IReal<T> => T.Digamma(x);

    public double Of(double x) => SpecialFunctions.LogGamma(x);
}
