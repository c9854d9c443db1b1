using Minima.Reals;

namespace Minima.Analysis;

/// <summary>Derives from the structure of a formula the effect of exchanged signs and scaled inputs: parity and degree of every expression in it.</summary>
internal static class StructureRules
{
    /// <summary>True if the formula keeps its value when input <paramref name="input"/> changes its sign; <paramref name="zero"/> is an input held at 0, or -1.</summary>
    public static bool IsEven(Symbol formula, int input, int zero)
    {
        var graph = formula.Graph;
        var parities = new Dictionary<int, Parity>();
        foreach (var index in graph.NodesOf(formula))
        {
            parities[index] = ParityOf(graph, graph[index], parities, input, zero);
        }

        return parities[formula.Index] is Parity.Even or Parity.Zero;
    }

    /// <summary>The degree k of f(s x) = s^k f(x) for s above 0 in all inputs except <paramref name="held"/>; null if the structure does not show one.</summary>
    public static double? DegreeOf(Symbol formula, IReadOnlyList<int> held)
    {
        var graph = formula.Graph;
        var degrees = new Dictionary<int, Degree>();
        foreach (var index in graph.NodesOf(formula))
        {
            degrees[index] = DegreeOf(graph, graph[index], degrees, held);
        }

        return degrees[formula.Index] is { IsKnown: true, IsAny: false } degree ? degree.Value : null;
    }

    private static Parity ParityOf(SymbolGraph graph, SymbolNode node, Dictionary<int, Parity> of, int input, int zero)
    {
        Parity Operand(int k) => of[node.Operand(k)];
        switch (node.Kind)
        {
            case SymbolKind.Input:
                return node.A == input ? Parity.Odd : node.A == zero ? Parity.Zero : Parity.Even;
            case SymbolKind.Parameter:
                return Parity.Even;
            case SymbolKind.Constant:
                return node.Value == 0 ? Parity.Zero : Parity.Even;
            case SymbolKind.Add or SymbolKind.Subtract:
                return Same(Operand(0), Operand(1));
            case SymbolKind.Negate:
                return Operand(0);
            case SymbolKind.Multiply or SymbolKind.Divide:
                return Operand(0) == Parity.Zero || Operand(1) == Parity.Zero ? Parity.Zero
                    : Operand(0) == Parity.None || Operand(1) == Parity.None ? Parity.None
                    : Operand(0) == Operand(1) ? Parity.Even : Parity.Odd;
            case SymbolKind.IfLess:
                return Operand(0) is Parity.Even or Parity.Zero && Operand(1) is Parity.Even or Parity.Zero ? Same(Operand(2), Operand(3)) : Parity.None;
            case SymbolKind.Power:
                var whole = graph[node.B].Kind == SymbolKind.Constant && graph[node.B].Value is var n && n == Math.Floor(n);
                return Operand(0) is Parity.Even or Parity.Zero ? Parity.Even : Operand(0) == Parity.Odd && whole ? (graph[node.B].Value % 2 == 0 ? Parity.Even : Parity.Odd) : Parity.None;
            case SymbolKind.StraightThrough:
                return Same(Operand(0), Operand(1));
            default:
                return FunctionOf(node, of);
        }
    }

    private static Parity FunctionOf(SymbolNode node, Dictionary<int, Parity> of)
    {
        var all = Enumerable.Range(0, node.Operands).Select(k => of[node.Operand(k)]).ToArray();
        if (Array.TrueForAll(all, p => p is Parity.Even or Parity.Zero))
        {
            return Parity.Even;
        }

        return node.Function!.Name switch
        {
            var even when even == LogCosh.Name => all[0] == Parity.None ? Parity.None : Parity.Even,
            "abs" or "log1p_square" or "cos" or "cospi" or "i0e" => all[0] == Parity.None ? Parity.None : Parity.Even,
            "tanh" or "sin" or "sinpi" or "atan" or "sign" => all[0],
            "hypot" => Array.Exists(all, p => p == Parity.None) ? Parity.None : Parity.Even,
            "clamp" when node.Function.Value is Clamp clamp && clamp.Low == -clamp.High => all[0],
            "pow" when node.Function.Value is Power { Exponent: var n } && n == Math.Floor(n) && all[0] == Parity.Odd => n % 2 == 0 ? Parity.Even : Parity.Odd,
            _ => Parity.None,
        };
    }

    private static Parity Same(Parity a, Parity b) => a == Parity.Zero ? b : b == Parity.Zero || a == b ? a : Parity.None;

    private static Degree DegreeOf(SymbolGraph graph, SymbolNode node, Dictionary<int, Degree> of, IReadOnlyList<int> held)
    {
        Degree Operand(int k) => of[node.Operand(k)];
        switch (node.Kind)
        {
            case SymbolKind.Input:
                return Degree.Of(held.Contains(node.A) ? 0 : 1);
            case SymbolKind.Parameter:
                return Degree.Number(graph.Parameters[node.A].Value);
            case SymbolKind.Constant:
                return Degree.Number(node.Value);
            case SymbolKind.Add or SymbolKind.Subtract:
                return Degree.Same(Operand(0), Operand(1));
            case SymbolKind.Negate:
                return Operand(0);
            case SymbolKind.Multiply:
                return Degree.Sum(Operand(0), Operand(1), 1);
            case SymbolKind.Divide:
                return Degree.Sum(Operand(0), Operand(1), -1);
            case SymbolKind.IfLess:
                return Degree.Same(Operand(0), Operand(1)).IsKnown ? Degree.Same(Operand(2), Operand(3)) : Degree.Unknown;
            case SymbolKind.Power when graph.NumberAt(node.B) is { } exponent:
                return Operand(0) is { IsKnown: true, IsAny: false } inner ? Degree.Of(inner.Value * exponent) : Degree.Unknown;
            case SymbolKind.Function:
                break;
            default:
                return Degree.Unknown;
        }

        var all = Enumerable.Range(0, node.Operands).Select(Operand).ToArray();
        return node.Function!.Name switch
        {
            "abs" or "relu" => all[0],
            "max" or "hypot" => Degree.Same(all[0], all[1]),
            "sqrt" => all[0] is { IsKnown: true, IsAny: false } inner ? Degree.Of(inner.Value / 2) : Degree.Unknown,
            "sign" => all[0].IsKnown ? Degree.Of(0) : Degree.Unknown,
            "zero_times" => Degree.Sum(all[0], all[1], 1),
            "pow" when all[0] is { IsKnown: true, IsAny: false } inner => Degree.Of(inner.Value * ((Power)node.Function.Value).Exponent),
            "xlogy" when all[1] is { IsKnown: true, IsAny: false, Value: 0 } => all[0],
            "clamp" when node.Function.Value is Clamp clamp && (clamp.Low == 0 || double.IsInfinity(clamp.Low)) && (clamp.High == 0 || double.IsInfinity(clamp.High)) => all[0],
            _ => Array.TrueForAll(all, d => d is { IsKnown: true, IsAny: false, Value: 0 }) ? Degree.Of(0) : Degree.Unknown,
        };
    }

    private enum Parity
    {
        None,
        Even,
        Odd,
        Zero,
    }

    /// <summary>The degree of an expression. 0 and infinity are of any degree, because scaling does not change them.</summary>
    private readonly record struct Degree(bool IsKnown, bool IsAny, double Value)
    {
        public static Degree Unknown => default;

        public static Degree Of(double value) => new(true, false, value);

        public static Degree Number(double value) => new(!double.IsNaN(value), value == 0 || double.IsInfinity(value), 0);

        public static Degree Same(Degree a, Degree b) => !a.IsKnown || !b.IsKnown ? Unknown : a.IsAny ? b : b.IsAny || a.Value == b.Value ? a : Unknown;

        public static Degree Sum(Degree a, Degree b, int sign) => !a.IsKnown || !b.IsKnown ? Unknown : a.IsAny ? a : b.IsAny ? (sign > 0 ? b : Unknown) : Of(a.Value + sign * b.Value);
    }
}
