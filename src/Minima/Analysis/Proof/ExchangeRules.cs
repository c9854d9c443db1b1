using System.Globalization;
using Minima.Reals;

namespace Minima.Analysis;

/// <summary>Checks if a formula is the same with inputs exchanged: the terms of sums, the factors of products and the arguments of a maximum have no order.</summary>
internal sealed class ExchangeRules
{
    private readonly Dictionary<string, int> _numbers = [];
    private readonly List<(int Id, int Sign)[]?> _sums = [];
    private readonly List<int[]?> _products = [];
    private readonly List<int[]?> _maxima = [];
    private readonly SymbolGraph _graph;

    private ExchangeRules(SymbolGraph graph) => _graph = graph;

    public static bool IsUnchanged(Symbol formula, Func<int, int> exchanged)
    {
        var rules = new ExchangeRules(formula.Graph);
        return rules.NumberOf(formula, i => i) == rules.NumberOf(formula, exchanged);
    }

    /// <summary>A number that equal expressions share, in every order of their terms.</summary>
    private int NumberOf(Symbol formula, Func<int, int> exchanged)
    {
        var ids = new Dictionary<int, int>();
        foreach (var index in _graph.NodesOf(formula))
        {
            var node = _graph[index];
            int Operand(int k) => ids[node.Operand(k)];
            ids[index] = node.Kind switch
            {
                SymbolKind.Input => Known(string.Create(CultureInfo.InvariantCulture, $"i{exchanged(node.A)}")),
                SymbolKind.Parameter => Known(string.Create(CultureInfo.InvariantCulture, $"p{node.A}")),
                SymbolKind.Constant => Known(string.Create(CultureInfo.InvariantCulture, $"c{node.Bits}")),
                SymbolKind.Add => Sum([.. Terms(Operand(0), 1), .. Terms(Operand(1), 1)]),
                SymbolKind.Subtract => Sum([.. Terms(Operand(0), 1), .. Terms(Operand(1), -1)]),
                SymbolKind.Negate => Sum([.. Terms(Operand(0), -1)]),
                SymbolKind.Multiply => Product([.. _products[Operand(0)] ?? [Operand(0)], .. _products[Operand(1)] ?? [Operand(1)]]),
                SymbolKind.Function when node.Function!.Name == "max" => Maximum([.. _maxima[Operand(0)] ?? [Operand(0)], .. _maxima[Operand(1)] ?? [Operand(1)]]),
                SymbolKind.Function when node.Function!.Name is "hypot" or "log_add_exp" => Applied(node, [.. new[] { Operand(0), Operand(1) }.Order()]),
                _ => Applied(node, [.. Enumerable.Range(0, node.Operands).Select(Operand)]),
            };
        }

        return ids[formula.Index];
    }

    private (int Id, int Sign)[] Terms(int id, int sign) => [.. (_sums[id] ?? [(id, 1)]).Select(t => (t.Id, t.Sign * sign))];

    private int Sum((int Id, int Sign)[] terms)
    {
        var sorted = terms.Order().ToArray();
        return sorted is [{ Sign: 1 } one] ? one.Id : Known("+" + Joined(sorted.Select(t => t.Id * t.Sign + (t.Sign < 0 ? -1 : 0))), sum: sorted);
    }

    private int Product(int[] factors)
    {
        Array.Sort(factors);
        return Known("*" + Joined(factors), product: factors);
    }

    private int Maximum(int[] of)
    {
        of = [.. of.Distinct().Order()];
        return of.Length == 1 ? of[0] : Known("^" + Joined(of), maximum: of);
    }

    private int Applied(SymbolNode node, int[] operands) =>
        Known(string.Create(CultureInfo.InvariantCulture, $"{node.Kind}:{node.Function?.Name}:{node.Function?.Value}:") + Joined(operands));

    private static string Joined(IEnumerable<int> numbers) => string.Join(',', numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)));

    private int Known(string key, (int Id, int Sign)[]? sum = null, int[]? product = null, int[]? maximum = null)
    {
        if (!_numbers.TryGetValue(key, out var id))
        {
            id = _numbers.Count;
            _numbers.Add(key, id);
            _sums.Add(sum);
            _products.Add(product);
            _maxima.Add(maximum);
        }

        return id;
    }
}
