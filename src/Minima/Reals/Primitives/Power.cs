using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals.Primitives;

/// <summary>x^exponent with a constant exponent. Slope exponent x^(exponent - 1); at 0 with an exponent below 1 the slope is 0 (docs/numerics.md).</summary>
public readonly record struct Power(double Exponent) : IPrimitive<Power>, IScalarFunction
{
    public static string Name => "pow";

    [MethodImpl(AggressiveInlining)]
    public static L Value<L>(Power self, L x)
        where L : struct, ILanes<L> => L.ByElement(self, x);

    [MethodImpl(AggressiveInlining)]
    public static T Slope<T>(Power self, T x, T value)
        where T : IReal<T> => self.Exponent == 0 ? T.Of(0) : SlopeOf(x, self.Exponent, T.Of(self.Exponent) * T.Apply(new Power(self.Exponent - 1), x));

    /// <summary><paramref name="slope"/>, exponent x^(exponent - 1), with the choice at 0.</summary>
    [MethodImpl(AggressiveInlining)]
    internal static T SlopeOf<T>(T x, double exponent, T slope)
        where T : IReal<T> => exponent < 1 ? T.IfLess(x, T.Of(0), slope, T.IfLess(T.Of(0), x, slope, x)) : slope;

    public double Of(double x) => Math.Pow(x, Exponent);
}
