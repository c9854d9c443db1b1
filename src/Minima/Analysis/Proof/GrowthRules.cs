using Minima.Reals;

namespace Minima.Analysis;

/// <summary>
/// Derives from the structure of a formula how it grows if inputs grow together: each expression by a multiple of the added number, or by
/// a power of its exponential. It proves, for example, that log-sum-exp does not depend on the number subtracted first.
/// </summary>
internal static class GrowthRules
{
    /// <summary>True if nothing changes when input i grows by <paramref name="shiftOf"/>(i) times any number; null for an input with an unknown shift.</summary>
    public static bool IsInvariant(Symbol formula, Func<int, double?> shiftOf)
    {
        var graph = formula.Graph;
        var growths = new Dictionary<int, Growth>();
        foreach (var index in graph.NodesOf(formula))
        {
            growths[index] = Of(graph, graph[index], growths, shiftOf);
        }

        return growths[formula.Index] is { Kind: GrowthKind.Zero } or { Kind: GrowthKind.Added, By: 0 };
    }

    private static Growth Of(SymbolGraph graph, SymbolNode node, Dictionary<int, Growth> of, Func<int, double?> shiftOf)
    {
        Growth Operand(int k) => of[node.Operand(k)];
        switch (node.Kind)
        {
            case SymbolKind.Input:
                return shiftOf(node.A) is { } shift ? Growth.Added(shift) : Growth.None;
            case SymbolKind.Parameter:
                return Growth.Number(graph.Parameters[node.A].Value);
            case SymbolKind.Constant:
                return Growth.Number(node.Value);
            case SymbolKind.Add:
                return Growth.Sum(Operand(0), Operand(1));
            case SymbolKind.Subtract:
                return Growth.Sum(Operand(0), -Operand(1));
            case SymbolKind.Negate:
                return -Operand(0);
            case SymbolKind.Multiply:
                return Growth.Product(Operand(0), Operand(1), graph.NumberAt(node.A), graph.NumberAt(node.B));
            case SymbolKind.Divide:
                return Operand(1) switch
                {
                    { Kind: GrowthKind.Scaled } below => Growth.Product(Operand(0), Growth.Scaled(-below.By), null, null),
                    { Kind: GrowthKind.Added, By: 0 } => Growth.Product(Operand(0), Growth.Added(0), null, 1 / graph.NumberAt(node.B)),
                    _ => Growth.None,
                };
            case SymbolKind.IfLess:
                return Growth.Same(Operand(0), Operand(1)).IsKnown ? Growth.Same(Operand(2), Operand(3)) : Growth.None;
            case SymbolKind.Power when graph.NumberAt(node.B) is { } exponent && Operand(0) is { Kind: GrowthKind.Scaled } core:
                return Growth.Scaled(core.By * exponent);
            case SymbolKind.Function:
                return Applied(node, [.. Enumerable.Range(0, node.Operands).Select(Operand)], k => graph.NumberAt(node.Operand(k)));
            default:
                return Rest([.. Enumerable.Range(0, node.Operands).Select(Operand)]);
        }
    }

    private static Growth Applied(SymbolNode node, Growth[] x, Func<int, double?> number) => node.Function!.Name switch
    {
        "max" or "log_add_exp" or "hypot" when Array.TrueForAll(x, g => g.IsConstant) => Growth.Added(0),
        "max" => Growth.Same(x[0], x[1]),
        "log_add_exp" when x[0].Kind != GrowthKind.Scaled && x[1].Kind != GrowthKind.Scaled && x[0].Kind != GrowthKind.Zero && x[1].Kind != GrowthKind.Zero => Growth.Same(x[0], x[1]),
        "exp" when x[0].Kind == GrowthKind.Added => Growth.Scaled(x[0].By),
        "log" when x[0].Kind == GrowthKind.Scaled => Growth.Added(x[0].By),
        "abs" or "relu" when x[0].Kind == GrowthKind.Scaled => x[0],
        "sqrt" when x[0].Kind == GrowthKind.Scaled => Growth.Scaled(x[0].By / 2),
        "pow" when x[0].Kind == GrowthKind.Scaled => Growth.Scaled(x[0].By * ((Power)node.Function.Value).Exponent),
        "zero_times" => Growth.Product(x[0], x[1], number(0), number(1)),
        _ => Rest(x),
    };

    private static Growth Rest(Growth[] operands) => Array.TrueForAll(operands, g => g.IsConstant) ? Growth.Added(0) : Growth.None;

    private enum GrowthKind
    {
        /// <summary>Nothing is known.</summary>
        None,

        /// <summary>It grows by this multiple of the added number; 0: it does not change.</summary>
        Added,

        /// <summary>It is multiplied by this power of the exponential of the added number.</summary>
        Scaled,

        /// <summary>It is 0.</summary>
        Zero,

        /// <summary>It is infinite, regardless of the added number.</summary>
        Infinite,
    }

    private readonly record struct Growth(GrowthKind Kind, double By)
    {
        public static Growth None => default;

        public bool IsKnown => Kind != GrowthKind.None;

        public bool IsConstant => Kind == GrowthKind.Zero || (Kind == GrowthKind.Added && By == 0);

        public static Growth operator -(Growth x) => x.Kind == GrowthKind.Added ? Added(-x.By) : x;

        public static Growth Added(double by) => new(GrowthKind.Added, by);

        public static Growth Scaled(double by) => by == 0 ? Added(0) : new(GrowthKind.Scaled, by);

        public static Growth Number(double value) => double.IsNaN(value) ? None
            : value == 0 ? new(GrowthKind.Zero, 0)
            : double.IsInfinity(value) ? new(GrowthKind.Infinite, 0) : Added(0);

        public static Growth Sum(Growth a, Growth b) =>
            !a.IsKnown || !b.IsKnown ? None
            : a.Kind == GrowthKind.Zero ? b
            : b.Kind == GrowthKind.Zero ? a
            : a.Kind == GrowthKind.Added && b.Kind == GrowthKind.Added ? Added(a.By + b.By)
            : a.Kind == GrowthKind.Scaled && a == b ? a
            : None;

        /// <summary>The common growth of two expressions that grow alike, so that their order stays; otherwise none.</summary>
        public static Growth Same(Growth a, Growth b) =>
            !a.IsKnown || !b.IsKnown ? None
            : a.Kind == GrowthKind.Infinite ? b
            : b.Kind == GrowthKind.Infinite ? a
            : a.Kind == GrowthKind.Zero ? (b.Kind == GrowthKind.Scaled || b.IsConstant ? b : None)
            : b.Kind == GrowthKind.Zero ? (a.Kind == GrowthKind.Scaled || a.IsConstant ? a : None)
            : a == b ? a : None;

        public static Growth Product(Growth a, Growth b, double? numberA, double? numberB) =>
            !a.IsKnown || !b.IsKnown || a.Kind == GrowthKind.Infinite || b.Kind == GrowthKind.Infinite ? None
            : a.Kind == GrowthKind.Zero || b.Kind == GrowthKind.Zero ? new(GrowthKind.Zero, 0)
            : numberA is { } left && b.Kind == GrowthKind.Added ? Added(left * b.By)
            : numberB is { } right && a.Kind == GrowthKind.Added ? Added(right * a.By)
            : (a.Kind == GrowthKind.Scaled || a.IsConstant) && (b.Kind == GrowthKind.Scaled || b.IsConstant) ? Scaled(a.By + b.By)
            : None;
    }
}
