using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals;

/// <summary>The derivative of <see cref="StirlingRemainder"/> of the given order, at least 3. Its slope is that of the next order.</summary>
/// <remarks>Not available to formulas, so that no formula writer needs to support it: for derivatives of the fourth order and above.</remarks>
internal readonly record struct StirlingRemainderDerivative(int Order) : IPrimitive<StirlingRemainderDerivative>, IScalarFunction
{
    public static string Name => "stirling_remainder_derivative";

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(StirlingRemainderDerivative self, L x)
        where L : struct, ILanes<L> => L.ByElement(self, x);

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(StirlingRemainderDerivative self, T x, T value)
        where T : IReal<T> => T.Apply(new StirlingRemainderDerivative(self.Order + 1), x);

    public double Of(double x) => SpecialFunctions.StirlingRemainderDerivative(Order, x);
}
