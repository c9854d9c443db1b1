using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals;

/// <summary>The derivative of digamma of the given order, at least 1. Its slope is that of the next order.</summary>
/// <remarks>Not available to formulas, so that no formula writer needs to support it: for derivatives of the fourth order and above.</remarks>
internal readonly record struct Polygamma(int Order) : IPrimitive<Polygamma>, IScalarFunction
{
    public static string Name => "polygamma";

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(Polygamma self, L x)
        where L : struct, ILanes<L> => L.ByElement(self, x);

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(Polygamma self, T x, T value)
        where T : IReal<T> => T.Apply(new Polygamma(self.Order + 1), x);

    public double Of(double x) => SpecialFunctions.Polygamma(Order, x);
}
