using Minima.Reals;

namespace Minima.Analysis;

/// <summary>Parts of a formula that overflow or cancel, and equivalent functions that do not.</summary>
internal static class StableForms
{
    /// <summary>Pairs of a written form and its stable replacement, in the grammar of formulas.</summary>
    public static IReadOnlyList<(string Written, string Right)> Of(Symbol formula)
    {
        var graph = formula.Graph;
        var found = new List<(string, string)>();
        foreach (var i in graph.NodesOf(formula))
        {
            var node = graph[i];
            if (Function(node, "log") && graph[node.A] is { Kind: SymbolKind.Add } sum && One(graph, sum) is { } rest)
            {
                found.Add(Function(graph[rest], "exp") ? ("log(1 + exp(x))", "softplus(x)") : IsSquare(graph, rest) ? ("log(1 + x^2)", "log1p_square(x)") : ("log(1 + x)", "log1p(x)"));
            }
            else if (Function(node, "log1p") && Function(graph[node.A], "exp"))
            {
                found.Add(("log1p(exp(x))", "softplus(x)"));
            }
            else if (Function(node, "log") && graph[node.A] is { Kind: SymbolKind.Divide } share && Numerator(graph, share) == 1 && SumWithExp(graph, share.B))
            {
                found.Add(("log(1/(1 + exp(-x)))", "log_sigmoid(x)"));
            }
            else if (Function(node, "log") && Function(graph[node.A], "sigmoid"))
            {
                found.Add(("log(sigmoid(x))", "log_sigmoid(x)"));
            }
            else if (Function(node, "log") && graph[node.A] is { Kind: SymbolKind.Subtract } one && graph[one.A] is { Kind: SymbolKind.Constant, Value: 1 } && Function(graph[one.B], "sigmoid"))
            {
                found.Add(("log(1 - sigmoid(x))", "log_sigmoid(-x)"));
            }
            else if (Function(node, "log") && graph[node.A] is { Kind: SymbolKind.Subtract } less && graph[less.A] is { Kind: SymbolKind.Constant, Value: 1 })
            {
                found.Add(("log(1 - x)", "log1p(-x)"));
            }
            else if (node.Kind == SymbolKind.Divide && SumWithExp(graph, node.B))
            {
                found.Add(Numerator(graph, node) == 1 ? ("1/(1 + exp(-x))", "sigmoid(x)") : Function(graph[node.A], "exp") ? ("exp(x)/(1 + exp(x))", "sigmoid(x)") : ("x/(1 + exp(y))", "x*sigmoid(-y)"));
            }
            else if (node.Kind == SymbolKind.Subtract && Function(graph[node.A], "exp") && graph[node.B] is { Kind: SymbolKind.Constant, Value: 1 })
            {
                found.Add(("exp(x) - 1", "expm1(x)"));
            }
            else if (Function(node, "sqrt") && graph[node.A] is { Kind: SymbolKind.Add } squares && IsSquare(graph, squares.A) && IsSquare(graph, squares.B))
            {
                found.Add(("sqrt(x^2 + y^2)", "hypot(x, y)"));
            }
            else if (Function(node, "log") && graph[node.A] is { Kind: SymbolKind.Add } exps && Function(graph[exps.A], "exp") && Function(graph[exps.B], "exp"))
            {
                found.Add(("log(exp(x) + exp(y))", "logaddexp(x, y)"));
            }
        }

        return [.. found.Distinct()];
    }

    private static bool Function(in SymbolNode node, string name) => node.Kind == SymbolKind.Function && node.Function!.Name == name;

    /// <summary>The other operand of a sum with 1.</summary>
    private static int? One(SymbolGraph graph, in SymbolNode sum) =>
        graph[sum.A] is { Kind: SymbolKind.Constant, Value: 1 } ? sum.B : graph[sum.B] is { Kind: SymbolKind.Constant, Value: 1 } ? sum.A : null;

    private static bool SumWithExp(SymbolGraph graph, int node) => graph[node] is { Kind: SymbolKind.Add } sum && One(graph, sum) is { } rest && Function(graph[rest], "exp");

    private static double Numerator(SymbolGraph graph, in SymbolNode quotient) => graph[quotient.A] is { Kind: SymbolKind.Constant } number ? number.Value : double.NaN;

    private static bool IsSquare(SymbolGraph graph, int node) => graph[node] switch
    {
        { Kind: SymbolKind.Multiply } product => product.A == product.B,
        { Kind: SymbolKind.Power } power => graph[power.B] is { Kind: SymbolKind.Constant, Value: 2 },
        _ => false,
    };
}
