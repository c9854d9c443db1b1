using Minima.Reals;

namespace Minima.Analysis;

/// <summary>
/// Prepares a recorded formula for proofs. A formula may take its value from one expression and its derivatives from another
/// (<see cref="SymbolKind.StraightThrough"/>), and it guards against infinities, which are not real numbers.
/// </summary>
internal static class FormulaReading
{
    /// <summary>The function that the formula computes: the value of each pair of value and derivatives, without guards.</summary>
    public static Symbol OfValue(Symbol formula) => Rewritten(formula, node => node.Kind == SymbolKind.StraightThrough ? node.A : Guarded(formula.Graph, node));

    /// <summary>The function whose derivatives the formula uses, if it separates them: it may differ from the value by a constant.</summary>
    public static Symbol OfSlopes(Symbol formula)
    {
        var depends = DependsOnInputs(formula);
        return Rewritten(formula, node => node.Kind == SymbolKind.StraightThrough ? (depends[node.B] ? node.B : node.A) : Guarded(formula.Graph, node));
    }

    /// <summary>True if the formula takes derivatives from another expression than its value anywhere.</summary>
    public static bool HasOwnSlopes(Symbol formula) => formula.Graph.NodesOf(formula).Any(i => formula.Graph[i].Kind == SymbolKind.StraightThrough);

    /// <summary>
    /// The value with additional inputs, after the others, for everything that derivatives treat as a constant, such as the largest score in
    /// log-sum-exp. Null if there is nothing of the kind.
    /// </summary>
    public static (Symbol Formula, int Held)? WithHeldInputs(Symbol formula, int predictions)
    {
        var graph = formula.Graph;
        var (ofValue, ofSlope) = (new bool[formula.Index + 1], new bool[formula.Index + 1]);
        var held = new List<int>();
        foreach (var i in graph.NodesOf(formula))
        {
            var node = graph[i];
            if (Guarded(graph, node) is { } branch)
            {
                (ofValue[i], ofSlope[i]) = (ofValue[branch], ofSlope[branch]);
                continue;
            }

            ofValue[i] = node.Kind == SymbolKind.StraightThrough ? ofValue[node.A]
                : node.Kind == SymbolKind.Input ? node.A < predictions : Enumerable.Range(0, node.Operands).Any(k => ofValue[node.Operand(k)]);
            ofSlope[i] = node.Kind switch
            {
                SymbolKind.StraightThrough => ofSlope[node.B],
                SymbolKind.IfLess => ofSlope[node.C] || ofSlope[node.D],
                SymbolKind.Input => node.A < predictions,
                _ => Enumerable.Range(0, node.Operands).Any(k => ofSlope[node.Operand(k)]),
            };
            if (ofValue[i] && !ofSlope[i])
            {
                held.Add(i);
            }
        }

        if (held.Count == 0)
        {
            return null;
        }

        // Only those that contribute to an expression with a derivative.
        var outer = Outermost(formula, held);
        var names = graph.Inputs.Concat(outer.Select(i => $"held{i}")).ToArray();
        var wider = new SymbolGraph(names, graph.Parameters);
        return (wider.Record(_ =>
        {
            var inputs = graph.Inputs.Select((_, i) => new Folded(wider.Input(i))).ToArray();
            var given = outer.Select((node, k) => (node, k)).ToDictionary(x => x.node, x => new Folded(wider.Input(graph.Inputs.Count + x.k)));
            return Read(formula, inputs, given, node => node.Kind == SymbolKind.StraightThrough ? node.A : Guarded(graph, node));
        }), outer.Count);
    }

    private static List<int> Outermost(Symbol formula, List<int> held)
    {
        var graph = formula.Graph;
        var isHeld = held.ToHashSet();
        var (found, seen, open) = (new List<int>(), new HashSet<int> { formula.Index }, new Stack<int>([formula.Index]));
        while (open.TryPop(out var i))
        {
            if (isHeld.Contains(i))
            {
                found.Add(i);
                continue;
            }

            var node = graph[i];
            int[] operands = node.Kind == SymbolKind.StraightThrough ? [node.A] : Guarded(graph, node) is { } branch ? [branch] : [.. Enumerable.Range(0, node.Operands).Select(node.Operand)];
            foreach (var operand in operands.Where(seen.Add))
            {
                open.Push(operand);
            }
        }

        return found;
    }

    /// <summary>The branch that every real number takes: x &lt; infinity, -infinity &lt; x.</summary>
    private static int? Guarded(SymbolGraph graph, SymbolNode node)
    {
        if (node.Kind != SymbolKind.IfLess)
        {
            return null;
        }

        var (a, b) = (graph.NumberAt(node.A), graph.NumberAt(node.B));
        return b == double.PositiveInfinity || a == double.NegativeInfinity ? node.C
            : a == double.PositiveInfinity || b == double.NegativeInfinity ? node.D
            : null;
    }

    private static bool[] DependsOnInputs(Symbol formula)
    {
        var depends = new bool[formula.Index + 1];
        foreach (var i in formula.Graph.NodesOf(formula))
        {
            var node = formula.Graph[i];
            depends[i] = node.Kind == SymbolKind.Input || Enumerable.Range(0, node.Operands).Any(k => depends[node.Operand(k)]);
        }

        return depends;
    }

    /// <summary>The formula with some of its nodes replaced by others of its graph; null keeps a node.</summary>
    public static Symbol Rewritten(Symbol formula, Func<SymbolNode, int?> replacement)
    {
        var graph = formula.Graph;
        return graph.Record(_ => Read(formula, [.. graph.Inputs.Select((_, i) => new Folded(graph.Input(i)))], [], replacement));
    }

    private static Symbol Read(Symbol formula, Folded[] inputs, Dictionary<int, Folded> given, Func<SymbolNode, int?> replacement)
    {
        var graph = formula.Graph;
        foreach (var i in graph.NodesOf(formula).ToArray())
        {
            if (!given.ContainsKey(i) && replacement(graph[i]) is { } other)
            {
                given[i] = graph.Evaluate(other, inputs, given);
            }
        }

        return graph.Evaluate(formula.Index, inputs, given).Symbol;
    }
}
