using Minima.Reals;

namespace Minima;

/// <summary>The operations of formulas as text: recorded as written, but operations on numbers alone are calculated at once, in double, as in C#.</summary>
internal static class TextArithmetic
{
    public static Symbol Add(Symbol x, Symbol y) => Numbers(x, y) is { } n ? x.Graph.Constant(n.X + n.Y) : x + y;

    public static Symbol Subtract(Symbol x, Symbol y) => Numbers(x, y) is { } n ? x.Graph.Constant(n.X - n.Y) : x - y;

    public static Symbol Multiply(Symbol x, Symbol y) => Numbers(x, y) is { } n ? x.Graph.Constant(n.X * n.Y) : x * y;

    public static Symbol Divide(Symbol x, Symbol y) => Numbers(x, y) is { } n ? x.Graph.Constant(n.X / n.Y) : x / y;

    public static Symbol Negate(Symbol x) => x.Node.Kind == SymbolKind.Constant ? x.Graph.Constant(-x.Node.Value) : -x;

    public static Symbol Power(Symbol x, Symbol y) => Numbers(x, y) is { } n ? x.Graph.Constant(n.Y == 2 ? n.X * n.X : Math.Pow(n.X, n.Y)) : Symbol.Pow(x, y);

    private static (double X, double Y)? Numbers(Symbol x, Symbol y) =>
        x.Node.Kind == SymbolKind.Constant && y.Node.Kind == SymbolKind.Constant ? (x.Node.Value, y.Node.Value) : null;
}
