using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>Principal branch of w e^w = x, x at least -1/e. Slope 1/(x + e^w).</summary>
public readonly record struct LambertW : IPrimitive<LambertW>, IScalarFunction
{
    public static string Name => "lambert_w";

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(LambertW self, L x)
        where L : struct, ILanes<L> => L.ByElement(self, x);

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(LambertW self, T x, T value)
        where T : IReal<T> => 1.0 / (x + T.Exp(value));

    public double Of(double x) => SpecialFunctions.LambertW(x);
}
