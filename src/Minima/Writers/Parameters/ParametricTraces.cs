using Minima.Reals;

namespace Minima.Writers;

/// <summary>Three recordings of one formula at different values of parameters, as one formula: numbers that differ are expressions of the parameters.</summary>
/// <param name="Traces">The recordings.</param>
/// <param name="Free">The parameters that differ, and their values in each recording.</param>
/// <param name="Lists">For each per-class parameter, the names of its numbers.</param>
internal sealed record ParametricTraces(Symbol[] Traces, IReadOnlyList<(string Name, double[] Values)> Free, IReadOnlyList<string[]> Lists)
{
    /// <summary>The relative difference up to which two calculations of a number agree.</summary>
    private const double Digits = 4e-15;

    private readonly Dictionary<int, (int Second, int Third)> _matched = [];
    private readonly Dictionary<int, Func<Folded>> _given = [];
    private readonly Dictionary<int, (Func<Folded>? Low, Func<Folded>? High)> _bounds = [];

    /// <summary>The formula in a graph like <paramref name="model"/>, or null if the recordings differ in form, or a number is not a simple expression of the parameters.</summary>
    /// <param name="model">A graph of the same inputs and parameters.</param>
    /// <param name="asRecorded">True to fold nothing, so that the structure of the formula can still be read.</param>
    public Symbol? In(SymbolGraph model, bool asRecorded)
    {
        if (!Match(Traces[0].Index, Traces[1].Index, Traces[2].Index))
        {
            return null;
        }

        var target = new SymbolGraph(model.Inputs, model.Parameters) { Facts = model.Facts };
        return asRecorded ? Rebuilt(target, symbol => symbol, symbol => symbol) : Rebuilt(target, symbol => new Folded(symbol), folded => folded.Symbol);
    }

    private Symbol Rebuilt<T>(SymbolGraph target, Func<Symbol, T> of, Func<T, Symbol> symbol)
        where T : struct, IReal<T>
    {
        var source = Traces[0].Graph;
        return target.Record(_ =>
        {
            T[] inputs = [.. target.Inputs.Select((_, i) => of(target.Input(i)))];
            var given = new Dictionary<int, T>();
            foreach (var i in source.NodesOf(Traces[0]).ToArray())
            {
                if (_given.TryGetValue(i, out var made))
                {
                    given[i] = of(made().Symbol);
                }
                else if (_bounds.TryGetValue(i, out var bounds))
                {
                    given[i] = Held(Operand(source[i].A), Bound(bounds.Low), Bound(bounds.High));
                }
                else if (source[i].Operands == 2 && (_given.ContainsKey(source[i].A) || _given.ContainsKey(source[i].B)) && Applied(source[i].Kind, Operand(source[i].A), Operand(source[i].B)) is { } applied)
                {
                    // A constant operand would be read from its node, but here it is an expression.
                    given[i] = applied;
                }
            }

            return symbol(Operand(Traces[0].Index));

            T Operand(int node) => source.Evaluate(node, inputs, given, target.ParameterValues);

            T? Bound(Func<Folded>? number) => number is null ? null : of(number().Symbol);
        });
    }

    private static T? Applied<T>(SymbolKind kind, T x, T y)
        where T : struct, IReal<T> => kind switch
        {
            SymbolKind.Add => x + y,
            SymbolKind.Subtract => x - y,
            SymbolKind.Multiply => x * y,
            SymbolKind.Divide => x / y,
            SymbolKind.Power => T.Pow(x, y),
            _ => null,
        };

    private bool Match(int first, int second, int third)
    {
        if (_matched.TryGetValue(first, out var known))
        {
            return known == (second, third);
        }

        _matched[first] = (second, third);
        SymbolNode[] nodes = [Traces[0].Graph[first], Traces[1].Graph[second], Traces[2].Graph[third]];
        if (nodes.Any(n => n.Kind != nodes[0].Kind))
        {
            return false;
        }

        switch (nodes[0].Kind)
        {
            case SymbolKind.Input or SymbolKind.Parameter:
                return nodes.All(n => n.A == nodes[0].A);
            case SymbolKind.Constant:
                double[] numbers = [.. nodes.Select(n => n.Value)];
                if (numbers.All(n => n.Equals(numbers[0])))
                {
                    return true;
                }

                if (Expression(numbers) is not { } made)
                {
                    return false;
                }

                _given[first] = made;
                return true;
            case SymbolKind.Function when !nodes.All(n => n.Function!.Equals(nodes[0].Function)):
                if (!nodes.All(n => n.Function!.Value is Clamp)
                    || Bound([.. nodes.Select(n => ((Clamp)n.Function!.Value).Low)]) is not { } low
                    || Bound([.. nodes.Select(n => ((Clamp)n.Function!.Value).High)]) is not { } high)
                {
                    return false;
                }

                _bounds[first] = (low.Number, high.Number);
                break;
        }

        return Enumerable.Range(0, nodes[0].Operands).All(k => Match(nodes[0].Operand(k), nodes[1].Operand(k), nodes[2].Operand(k)));
    }

    /// <summary>A number as an expression of one parameter, or of two.</summary>
    private Func<Folded>? Expression(double[] numbers)
    {
        if (numbers.All(n => n.Equals(numbers[0])))
        {
            return () => Folded.Of(numbers[0], "");
        }

        foreach (var (name, values) in Free)
        {
            double[][] forms = [.. values.Select(v => Array.ConvertAll(Forms(new F64(v)), f => f.X))];
            for (var k = 0; k < forms[0].Length; k++)
            {
                var form = k;
                if (Fits(numbers, Array.ConvertAll(forms, f => f[form])))
                {
                    return () => Forms(Named(name))[form];
                }
            }
        }

        foreach (var (name, values) in Free)
        {
            foreach (var (other, others) in Free.Where(f => f.Name != name))
            {
                double[][] forms = [.. values.Select((v, i) => Array.ConvertAll(Forms(new F64(v), new F64(others[i])), f => f.X))];
                for (var k = 0; k < forms[0].Length; k++)
                {
                    var form = k;
                    if (Fits(numbers, Array.ConvertAll(forms, f => f[form])))
                    {
                        return () => Forms(Named(name), Named(other))[form];
                    }
                }
            }
        }

        return OfClasses(numbers);
    }

    /// <summary>A number as an expression of a per-class parameter and at most one other.</summary>
    private Func<Folded>? OfClasses(double[] numbers)
    {
        foreach (var list in Lists)
        {
            var values = Array.ConvertAll(list, name => Free.First(f => f.Name == name).Values);
            foreach (var (other, others) in Free.Where(f => !list.Contains(f.Name)).Prepend(("", [1, 1, 1])))
            {
                for (var k = 0; k < list.Length; k++)
                {
                    var at = k;
                    double[][] forms = [.. numbers.Select((_, n) => Array.ConvertAll(ClassForms(Array.ConvertAll(values, v => new F64(v[n])), at, new F64(others[n])), f => f.X))];
                    for (var i = 0; i < forms[0].Length; i++)
                    {
                        var form = i;
                        if (Fits(numbers, Array.ConvertAll(forms, f => f[form])))
                        {
                            return () => ClassForms(Array.ConvertAll(list, Named), at, other.Length == 0 ? Folded.Of(1, "") : Named(other))[form];
                        }
                    }
                }
            }
        }

        return null;
    }

    /// <summary>Expressions that formulas calculate for class <paramref name="k"/> from the counts of all: margins relative to the rarest class, weights with mean 1.</summary>
    private static T[] ClassForms<T>(T[] n, int k, T q)
        where T : IReal<T>
    {
        var fewest = n.Skip(1).Aggregate(n[0], Smaller);
        var share = fewest / n[k];
        T Weight(Func<T, T> of) => T.Of(n.Length, "") * of(n[k]) / n.Skip(1).Aggregate(of(n[0]), (sum, x) => sum + of(x));
        return
        [
            share, T.Sqrt(share), T.Pow(share, 0.25, ""),
            Weight(x => x), Weight(x => 1.0 / x), Weight(x => 1.0 / T.Sqrt(x)), Weight(x => T.Pow(x, q)), Weight(x => 1.0 / T.Pow(x, q)), Weight(x => 1.0 / (1.0 - T.Pow(q, x))),
        ];
    }

    /// <summary>Expressions that formulas calculate from a parameter alone.</summary>
    private static T[] Forms<T>(T p)
        where T : IReal<T> =>
    [
        p, -p, 1.0 - p, p - 1.0, 1.0 + p, 2.0 - p, p - 2.0, 1.0 / p, -1.0 / p, 0.5 * p, -0.5 * p, 2.0 * p, -2.0 * p, p * p, p * (p - 1.0), 0.5 * (p * p), 1.0 / (p * p), 1.0 / (2.0 * p),
        1.0 / (1.0 + p), 1.0 / (1.0 - p), T.Sqrt(p), T.Log(p), -T.Log(p), T.Log(1.0 + p), T.Log(1.0 - p), T.Exp(p),
    ];

    private static T[] Forms<T>(T p, T q)
        where T : IReal<T> => [p * q, p / q, p - q, p + q, p * T.Log(q), T.Pow(p, q), T.Log(p / q - 1.0)];

    /// <summary>One end of a clamp; an infinite one does not count.</summary>
    private (bool IsKnown, Func<Folded>? Number)? Bound(double[] numbers) =>
        numbers.All(double.IsInfinity) ? (true, null) : Expression(numbers) is { } made ? (true, made) : null;

    /// <summary>A number clamped between two others, or on one side.</summary>
    private static T Held<T>(T x, T? low, T? high)
        where T : struct, IReal<T>
    {
        var below = high is { } most ? Smaller(most, x) : x;
        return low is { } least ? Larger(least, below) : below;
    }

    private static T Smaller<T>(T x, T y)
        where T : IReal<T> => T.Min(x, y);

    private static T Larger<T>(T x, T y)
        where T : IReal<T> => T.Max(x, y);

    private static bool Fits(double[] numbers, double[] tried) => numbers.Zip(tried).All(n => Math.Abs(n.First - n.Second) <= Digits * Math.Abs(n.First));

    /// <summary>The parameter in the graph that is being recorded.</summary>
    private static Folded Named(string name)
    {
        var graph = SymbolGraph.Recording!;
        for (var i = 0; i < graph.Parameters.Count; i++)
        {
            if (graph.Parameters[i].Name == name)
            {
                return new(graph.Parameter(i));
            }
        }

        throw new InvalidOperationException($"the graph has no parameter '{name}'");
    }
}
