using Minima.Reals;

namespace Minima.Analysis;

/// <summary>Places at which a formula applies a link twice: a probability in place of a logit, a logarithm of a logarithm.</summary>
internal static class NestedLinks
{
    /// <summary>The first one as text, <c>sigmoid(sigmoid(x))</c>, or null.</summary>
    public static string? Of(Symbol formula)
    {
        var graph = formula.Graph;
        foreach (var i in graph.NodesOf(formula))
        {
            var (outer, inside) = Link(graph, graph[i]);
            if (outer == "softplus") inside = Negated(graph, inside);
            if (outer is not null && Link(graph, graph[inside]).Name is { } inner && IsTwice(outer, inner)) return $"{outer}({inner}(x))";
        }

        return null;
    }

    /// <summary>True if a function of logits receives a probability or its logarithm, or if log, exp or tanh is applied twice.</summary>
    private static bool IsTwice(string outer, string inner) => (outer, inner) switch
    {
        ("sigmoid" or "log_sigmoid" or "softplus", "sigmoid" or "log_sigmoid") => true,
        ("log", "log") or ("exp", "exp") or ("tanh", "tanh") => true,
        _ => false,
    };

    /// <summary>The link at a node, even if it is written out, and the node of its argument.</summary>
    private static (string? Name, int Of) Link(SymbolGraph graph, in SymbolNode node) => node switch
    {
        { Kind: SymbolKind.Function } when node.Function!.Name is "sigmoid" or "log_sigmoid" or "softplus" or "exp" or "tanh" => (node.Function.Name, node.A),
        { Kind: SymbolKind.Function } when node.Function!.Name == "log" => OneAndExp(graph, graph[node.A]) is { } of ? ("softplus", of) : ("log", node.A),
        { Kind: SymbolKind.Function } when node.Function!.Name == "log1p" && IsExp(graph[node.A]) => ("softplus", graph[node.A].A),

        // 1/(1 + exp(-x)); exp(x)/(1 + exp(x)).
        { Kind: SymbolKind.Divide } when OneAndExp(graph, graph[node.B]) is { } of && graph[node.A] is { Kind: SymbolKind.Constant, Value: 1 } => ("sigmoid", Negated(graph, of)),
        { Kind: SymbolKind.Divide } when OneAndExp(graph, graph[node.B]) is { } of && IsExp(graph[node.A]) && graph[node.A].A == of => ("sigmoid", of),
        _ => (null, 0),
    };

    /// <summary>The x of 1 + exp(x), or null.</summary>
    private static int? OneAndExp(SymbolGraph graph, in SymbolNode sum)
    {
        if (sum.Kind != SymbolKind.Add) return null;
        var rest = graph[sum.A] is { Kind: SymbolKind.Constant, Value: 1 } ? sum.B : graph[sum.B] is { Kind: SymbolKind.Constant, Value: 1 } ? sum.A : -1;
        return rest >= 0 && IsExp(graph[rest]) ? graph[rest].A : null;
    }

    /// <summary>The x of -x; the node itself if it is no negation.</summary>
    private static int Negated(SymbolGraph graph, int node) => graph[node] is { Kind: SymbolKind.Negate } negation ? negation.A : node;

    private static bool IsExp(in SymbolNode node) => node is { Kind: SymbolKind.Function } && node.Function!.Name == "exp";
}
