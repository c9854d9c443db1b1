using System.Runtime.CompilerServices;

namespace Minima.Reals;

/// <summary>The dual numbers of <see cref="Dual{R, P}"/> over expressions; the only addition is that an exponent keeps its name.</summary>
internal readonly struct SymbolDual(Dual<Folded, SymbolTangent> number) : IReal<SymbolDual>
{
    public Dual<Folded, SymbolTangent> Number { get; } = number;

    public static SymbolDual operator +(SymbolDual left, SymbolDual right) => new(left.Number + right.Number);

    public static SymbolDual operator -(SymbolDual left, SymbolDual right) => new(left.Number - right.Number);

    public static SymbolDual operator *(SymbolDual left, SymbolDual right) => new(left.Number * right.Number);

    public static SymbolDual operator /(SymbolDual left, SymbolDual right) => new(left.Number / right.Number);

    public static SymbolDual operator -(SymbolDual x) => new(-x.Number);

    public static SymbolDual Of(double value, [CallerArgumentExpression(nameof(value))] string name = "") => new(Dual<Folded, SymbolTangent>.Of(value, name));

    public static SymbolDual IfLess(SymbolDual left, SymbolDual right, SymbolDual yes, SymbolDual no) =>
        new(Dual<Folded, SymbolTangent>.IfLess(left.Number, right.Number, yes.Number, no.Number));

    public static SymbolDual Apply<TPrimitive>(TPrimitive primitive, SymbolDual x)
        where TPrimitive : struct, IPrimitive<TPrimitive> => new(Dual<Folded, SymbolTangent>.Apply(primitive, x.Number));

    public static SymbolDual Apply<TPrimitive>(TPrimitive primitive, SymbolDual x, SymbolDual y)
        where TPrimitive : struct, IPrimitive2<TPrimitive> => new(Dual<Folded, SymbolTangent>.Apply(primitive, x.Number, y.Number));

    public static SymbolDual Apply<TPrimitive>(TPrimitive primitive, SymbolDual x, SymbolDual y, SymbolDual z)
        where TPrimitive : struct, IPrimitive3<TPrimitive> => new(Dual<Folded, SymbolTangent>.Apply(primitive, x.Number, y.Number, z.Number));

    public static SymbolDual StraightThrough(SymbolDual value, SymbolDual path) =>
        new(Dual<Folded, SymbolTangent>.StraightThrough(value.Number, path.Number));

    /// <summary>A power with a constant exponent: the slope of <see cref="Power"/>, with the exponent by name.</summary>
    public static SymbolDual Pow(SymbolDual x, double exponent, [CallerArgumentExpression(nameof(exponent))] string name = "")
    {
        // A parameter that happens to be 1 or 2 stays a parameter.
        var named = Folded.Of(exponent, name);
        if (named.Number is 0 or 1 or 2)
        {
            return exponent == 0 ? Of(1, "") : exponent == 1 ? x : x * x;
        }

        var value = Folded.Pow(x.Number.Value, named);
        var slope = Power.SlopeOf(x.Number.Value, exponent, named * Folded.Pow(x.Number.Value, named - named.New(1)));
        return new(new(value, SymbolTangent.Chain(slope, x.Number.Slope)));
    }

    public static SymbolDual Pow(SymbolDual x, SymbolDual y) => Apply(default(PowerOf), x, y);
}
