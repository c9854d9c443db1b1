namespace Minima.Reals;

/// <summary>One partial derivative of an expression, or none: the derivative of an expression that does not depend on the input is not recorded at all.</summary>
internal readonly struct SymbolTangent(Folded? a) : IPartials<SymbolTangent, Folded>
{
    /// <summary>The derivative; null for 0.</summary>
    public Folded? A { get; } = a;

    public static SymbolTangent Zero => default;

    public static SymbolTangent Unit(int index) => index == 0 ? new(Folded.Of(1, "")) : default;

    public static SymbolTangent operator +(SymbolTangent left, SymbolTangent right) =>
        left.A is not { } x ? right : right.A is not { } y ? left : new(x + y);

    public static SymbolTangent operator -(SymbolTangent left, SymbolTangent right) =>
        right.A is not { } y ? left : left.A is not { } x ? new(-y) : new(x - y);

    public static SymbolTangent operator -(SymbolTangent x) => x.A is { } a ? new(-a) : default;

    public static SymbolTangent operator *(Folded factor, SymbolTangent x) => x.A is { } a ? new(factor * a) : default;

    public static SymbolTangent Combine(Folded a, SymbolTangent x, Folded b, SymbolTangent y) => a * x + b * y;

    public static SymbolTangent Chain(Folded slope, SymbolTangent x) => x.A is { } a ? Known(Folded.Chain(slope, a)) : default;

    public static SymbolTangent ChainInto(SymbolTangent slopes, Folded derivative) => slopes.A is { } slope ? Known(Folded.Chain(slope, derivative)) : default;

    public static SymbolTangent IfLess(Folded left, Folded right, SymbolTangent yes, SymbolTangent no) =>
        yes.A is null && no.A is null
            ? default
            : new(Folded.IfLess(left, right, yes.A ?? left.New(0), no.A ?? left.New(0)));

    public static Folded At(SymbolTangent x, int index) => x.A ?? Folded.Of(0, "");

    /// <summary>A derivative that is the constant 0 counts as none.</summary>
    private static SymbolTangent Known(Folded derivative) => derivative.Number == 0 ? default : new(derivative);
}
