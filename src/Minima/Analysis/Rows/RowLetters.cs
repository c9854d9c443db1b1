using System.Globalization;
using Minima.Reals;
using Minima.Writers;

namespace Minima.Analysis;

/// <summary>
/// The formula of a row loss as a person writes it: what the building blocks of rows give (softmax, the projection onto the simplex, the sum
/// of a row) and what is held between bounds are letters, with slopes of their own, in place of how they are calculated.
/// </summary>
/// <remarks>
/// A block is found in the formula, not asked for: recorded into the same graph it gives the same nodes. Letters are inputs of a second
/// graph; the derivative is the chain rule over them.
/// </remarks>
internal sealed class RowLetters
{
    private const int Classes = RowExpression.Classes;

    private readonly SymbolGraph source;
    private readonly Symbol root;
    private readonly int columns;
    private readonly List<string> names;
    private readonly List<Group> groups = [];
    private readonly Dictionary<int, Func<Symbol>> given = [];
    private readonly List<LetterDefinition> definitions = [];
    private SymbolGraph graph;

    private RowLetters(Symbol root)
    {
        source = root.Graph;
        graph = source;
        this.root = root;
        columns = source.Inputs.Count;
        names = [.. source.Inputs];
    }

    /// <summary>The value over columns and letters.</summary>
    public Symbol Value { get; private set; }

    /// <summary>What the letters are.</summary>
    public IReadOnlyList<LetterDefinition> Definitions => definitions;

    /// <summary>The formula with letters, or null where it has none of the blocks.</summary>
    public static RowLetters? Of(Symbol root)
    {
        var letters = new RowLetters(root);
        letters.FindSoftmax(0, "p", "x");
        if (letters.columns > Classes)
        {
            letters.FindSoftmax(Classes, letters.groups.Count == 0 ? "p" : "q", "t");
        }

        letters.FindSparsemax();
        letters.FindTotal();
        letters.FindClamps();
        if (letters.groups.Count == 0)
        {
            return null;
        }

        letters.graph = new SymbolGraph(letters.names, letters.source.Parameters)
        {
            Facts = new()
            {
                Positive = letters.groups.Where(g => g.IsPositive).SelectMany(g => g.Names).Concat(letters.source.Facts.Positive).ToHashSet(StringComparer.Ordinal),
                Points = [.. letters.source.Facts.Points.Select(letters.PointOf)],
                WidestClamp = letters.source.Facts.WidestClamp,
            },
        };
        letters.Value = letters.Translated(root);
        return letters;
    }

    /// <summary>The derivative by a column, in the shortest of the forms that letters with the sum 1 allow.</summary>
    public Symbol Derivative(int input)
    {
        // Simplified first: what letters decide by their sign is decided before they are written as sums.
        return Shortest(Total(Value, input).Simplify());
    }

    /// <summary>The shortest of the forms of an expression that letters with the sum 1 allow.</summary>
    public Symbol Shortest(Symbol total)
    {
        var shortest = total;
        var length = LengthOf(total);
        foreach (var group in groups.Where(g => g.SumsToOne))
        {
            for (var k = 0; k < Classes; k++)
            {
                var other = WithoutClass(total, group, k);
                var size = LengthOf(other);
                (shortest, length) = size < length ? (other, size) : (shortest, length);
            }
        }

        return shortest;
    }

    /// <summary>The derivative by a column of an expression over columns and letters, as the chain rule gives it.</summary>
    public Symbol SlopeOf(Symbol symbol, int input) => Total(symbol, input);

    /// <summary>What is known of each input: of columns nothing, of letters what they are.</summary>
    public IReadOnlyList<RowLetter> Inputs => [.. Enumerable.Repeat(RowLetter.Column, columns), .. groups.SelectMany(g => Enumerable.Range(0, g.Names.Count).Select(k => g.Kind with { First = g.First, Class = g.Names.Count == Classes ? k : -1, SumsToOne = g.SumsToOne }))];

    /// <summary>The numbers of columns and letters at a row.</summary>
    public double[] PointOf(double[] row)
    {
        var point = new double[names.Count];
        row.CopyTo(point, 0);
        foreach (var group in groups)
        {
            for (var k = 0; k < group.Names.Count; k++)
            {
                point[group.First + k] = group.ValueOf(k, row);
            }
        }

        return point;
    }

    private static int LengthOf(Symbol symbol) => MathWriter.Write(symbol, PlainMarkup.Instance, []).Length;

    /// <summary>The number of a class written as 1 less the others.</summary>
    private Symbol WithoutClass(Symbol symbol, Group group, int k) => graph.Record(_ =>
    {
        var inputs = new Folded[names.Count];
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = new(graph.Input(i));
        }

        var rest = new Folded(graph.Constant(1));
        for (var j = 0; j < Classes; j++)
        {
            rest = j == k ? rest : rest - inputs[group.First + j];
        }

        inputs[group.First + k] = rest;
        return symbol.Evaluate<Folded>(inputs).Symbol;
    });

    /// <summary>The chain rule over letters: those found later are made of those found earlier.</summary>
    private Symbol Total(Symbol symbol, int input) => graph.Record(_ =>
    {
        var slope = new Folded(symbol.Derivative(input, guarded: false));
        foreach (var group in groups)
        {
            for (var k = 0; k < group.Names.Count; k++)
            {
                if (group.Slope is null || !IsUsed(symbol, group.First + k))
                {
                    continue;
                }

                slope += new Folded(symbol.Derivative(group.First + k, guarded: false)) * new Folded(group.Slope(k, input));
            }
        }

        return slope.Symbol;
    });

    private static bool IsUsed(Symbol symbol, int input) => symbol.Graph.NodesOf(symbol).Any(n => symbol.Graph[n] is { Kind: SymbolKind.Input } node && node.A == input);

    /// <summary>An expression of the formula, with letters.</summary>
    private Symbol Translated(Symbol symbol) => graph.Record(_ =>
    {
        var inputs = new Folded[columns];
        for (var i = 0; i < columns; i++)
        {
            inputs[i] = new(graph.Input(i));
        }

        return source.Evaluate(symbol.Index, inputs, given.ToDictionary(g => g.Key, g => new Folded(g.Value()))).Symbol;
    });

    private Symbol Letter(string name) => graph.Input(names.IndexOf(name));

    private static IReadOnlyList<string> Numbered(string letter) => [.. Enumerable.Range(1, Classes).Select(k => string.Create(CultureInfo.InvariantCulture, $"{letter}_{k}"))];

    private Group Add(RowLetter kind, IReadOnlyList<string> letters, bool isPositive, bool sumsToOne, Func<int, double[], double> valueOf, Func<int, int, Symbol>? slope)
    {
        var group = new Group(kind, letters, names.Count, isPositive, sumsToOne, valueOf, slope);
        names.AddRange(letters);
        groups.Add(group);
        return group;
    }

    /// <summary>Nodes that the formula reaches without going through a letter.</summary>
    private HashSet<int> Reached()
    {
        var reached = new HashSet<int> { root.Index };
        var waiting = new Stack<int>([root.Index]);
        while (waiting.TryPop(out var index))
        {
            var node = source[index];
            for (var k = 0; k < node.Operands && !given.ContainsKey(index); k++)
            {
                if (reached.Add(node.Operand(k)))
                {
                    waiting.Push(node.Operand(k));
                }
            }
        }

        return reached;
    }

    private double ValueAt(int node, double[] row) => source.Evaluate<F64>(node, Array.ConvertAll(row, v => new F64(v)), source.ParameterValues).X;

    /// <summary>Log-probabilities: log p with p = softmax.</summary>
    private void FindSoftmax(int first, string letter, string of)
    {
        var logarithms = new Symbol[Classes];
        source.Record(g =>
        {
            Symbol[] row = [.. Enumerable.Range(first, Classes).Select(g.Input)];
            Rows.LogSoftmax<Symbol>(row, logarithms);
            return row[0];
        });
        var reached = Reached();
        if (!Array.Exists(logarithms, l => reached.Contains(l.Index)))
        {
            return;
        }

        var letters = Numbered(letter);
        for (var k = 0; k < Classes; k++)
        {
            var name = letters[k];
            given[logarithms[k].Index] = () => LogarithmOf(Letter(name));
        }

        Add(new RowLetter(new(0, 1)) { Shift = 0, IsContinuous = true, IsLogConcave = first == 0, IsOfTarget = first > 0 }, letters, isPositive: true, sumsToOne: true, (k, row) => Math.Exp(ValueAt(logarithms[k].Index, row)), (k, input) =>
        {
            // The slope of p_k by x_j is p_k ([k = j] - p_j).
            var j = input - first;
            return j is < 0 or >= Classes ? graph.Constant(0)
                : j == k ? Letter(letters[k]) * (1.0 - Letter(letters[k]))
                : -(Letter(letters[k]) * Letter(letters[j]));
        });
        definitions.Add(new(letters, [], markup => Equation(markup, markup.Word(letter), Called(markup, "softmax", of))));
    }

    /// <summary>p = max(0, x - tau) with the sum 1.</summary>
    private void FindSparsemax()
    {
        var probabilities = new Symbol[Classes];
        var (threshold, shift) = (default(Symbol), default(Symbol));
        source.Record(g =>
        {
            Symbol[] row = [.. Enumerable.Range(0, Classes).Select(g.Input)];
            threshold = Rows.SparsemaxThreshold<Symbol>(row, new Symbol[Classes], out shift);
            for (var k = 0; k < Classes; k++)
            {
                probabilities[k] = Relu(row[k] - shift - threshold);
            }

            return threshold;
        });
        if (!Reached().Contains(threshold.Index))
        {
            return;
        }

        // The formula has the threshold of a row that is shifted; what the shift is does not matter, for it cancels.
        var (p, u) = (Numbered("p"), Numbered("u"));
        for (var k = 0; k < Classes; k++)
        {
            var name = p[k];
            given[probabilities[k].Index] = () => Letter(name);
        }

        given[threshold.Index] = () => Letter("tau") - Letter("shift");
        given[shift.Index] = () => Letter("shift");
        Add(new RowLetter(new(0, 1)) { Shift = 0 }, u, isPositive: false, sumsToOne: false, (k, row) => Support(probabilities, row, k) / Enumerable.Range(0, Classes).Sum(i => Support(probabilities, row, i)), slope: null);
        Add(new RowLetter(Interval.All) { Shift = 1, IsContinuous = true }, ["tau"], isPositive: false, sumsToOne: false, (_, row) => ValueAt(threshold.Index, row) + ValueAt(shift.Index, row), (_, input) => input < Classes ? Letter(u[input]) : graph.Constant(0));
        Add(new RowLetter(Interval.All) { Shift = 1, IsContinuous = true }, ["shift"], isPositive: false, sumsToOne: false, (_, row) => ValueAt(shift.Index, row), slope: null);
        Add(new RowLetter(new(0, 1)) { Shift = 0, IsContinuous = true }, p, isPositive: false, sumsToOne: true, (k, row) => ValueAt(probabilities[k].Index, row), (k, input) =>
            Symbol.IfLess(graph.Constant(0), Letter(p[k]), input == k ? 1.0 - Letter(u[input]) : input < Classes ? -Letter(u[input]) : graph.Constant(0), graph.Constant(0)));
        definitions.Add(new(p, [], markup => Equation(markup, markup.Word("p"), Called(markup, nameof(Rows.Sparsemax).ToLowerInvariant(), "x"))));
        definitions.Add(new(["tau"], p, markup => Equation(markup, markup.Indexed("p", "k"), markup.Row(markup.Word("max"), markup.Application,
            markup.Parentheses(markup.Row(markup.Number("0"), markup.Sign(","), markup.Indexed("x", "k"), markup.Sign("-"), markup.Word("tau")))))));
        definitions.Add(new(u, p, markup => Equation(markup, markup.Indexed("u", "k"), markup.Fraction(
            Sign(markup, markup.Indexed("p", "k")),
            markup.Row(Sign(markup, markup.Indexed("p", 1)), markup.Sign("+"), Sign(markup, markup.Indexed("p", 2)), markup.Sign("+"), Sign(markup, markup.Indexed("p", 3)))))));
    }

    /// <summary>The sum of the predictions.</summary>
    private void FindTotal()
    {
        var total = source.Record(g => Enumerable.Range(0, Classes).Aggregate(g.Constant(0), (sum, k) => sum + g.Input(k)));
        if (!Reached().Contains(total.Index))
        {
            return;
        }

        given[total.Index] = () => Letter("S");
        Add(new RowLetter(source.Facts.Positive.Contains(source.Inputs[0]) ? Interval.NotNegative : Interval.All) { Shift = Classes, IsContinuous = true }, ["S"], isPositive: source.Facts.Positive.Contains(source.Inputs[0]), sumsToOne: false, (_, row) => ValueAt(total.Index, row), (_, input) => graph.Constant(input < Classes ? 1 : 0));
        definitions.Add(new(["S"], [], markup => Equation(markup, markup.Word("S"), markup.Row(markup.Indexed("x", 1), markup.Sign("+"), markup.Indexed("x", 2), markup.Sign("+"), markup.Indexed("x", 3)))));
    }

    /// <summary>One number for each class, all held between the same bounds: q, and c for where the bounds do not hold it.</summary>
    private void FindClamps()
    {
        int[] clamps = [.. Reached().Where(n => source[n].Function?.Value is Clamp).Order()];
        if (clamps.Length != Classes || clamps.Select(n => (Clamp)source[n].Function!.Value).Distinct().Count() != 1)
        {
            return;
        }

        var bounds = (Clamp)source[clamps[0]].Function!.Value;
        var arguments = Array.ConvertAll(clamps, n => new Symbol(source, source[n].A));
        var letter = names.Contains("q_1") ? "z" : "q";
        var (q, c) = (Numbered(letter), Numbered("c"));
        for (var k = 0; k < Classes; k++)
        {
            var name = q[k];
            given[clamps[k]] = () => Letter(name);
        }

        Add(new RowLetter(new(0, 1)), c, isPositive: false, sumsToOne: false, (k, row) => ValueAt(arguments[k].Index, row) is var v && v >= bounds.Low && v <= bounds.High ? 1 : 0, slope: null);
        Add(new RowLetter(new(bounds.Low, bounds.High)) { IsContinuous = true }, q, isPositive: bounds.Low > 0, sumsToOne: false, (k, row) => ValueAt(clamps[k], row), (k, input) =>
        {
            // Where the bounds do not hold it, the number is its letter.
            var argument = Translated(arguments[k]);
            var slope = Total(argument, input);
            var inputs = Enumerable.Range(0, names.Count).Select(i => new Folded(graph.Input(i))).ToArray();
            var held = graph.Record(_ => graph.Evaluate(slope.Index, inputs, new Dictionary<int, Folded> { [argument.Index] = new(Letter(q[k])) }).Symbol);
            return (new Folded(Letter(c[k])) * new Folded(held)).Symbol;
        });
        definitions.Add(new(c, ["S"], markup =>
        {
            var text = Generic(markup, arguments[0]);
            return Equation(markup, markup.Indexed("c", "k"), markup.Cases([(markup.Number("1"), markup.Row(Number(markup, bounds.Low), markup.Sign("<="), text, markup.Sign("<="), Number(markup, bounds.High))), (markup.Number("0"), null)]));
        }));
        definitions.Add(new(q, ["S"], markup =>
        {
            var inner = markup.Row(markup.Word("max"), markup.Application, markup.Parentheses(markup.Row(Generic(markup, arguments[0]), markup.Sign(","), Number(markup, bounds.Low))));
            return Equation(markup, markup.Indexed(letter, "k"), markup.Row(markup.Word("min"), markup.Application, markup.Parentheses(markup.Row(inner, markup.Sign(","), Number(markup, bounds.High)))));
        }));
    }

    /// <summary>The argument for the first class, written for any: x_k in place of x_1.</summary>
    private string Generic(Markup markup, Symbol argument)
    {
        var translated = Translated(argument);
        string[] all = [.. names.Select((n, i) => n.EndsWith("_1", StringComparison.Ordinal) && i < columns ? n[..^1] + "k" : n)];
        var any = new SymbolGraph(all, graph.Parameters) { Facts = graph.Facts };
        return MathWriter.Inline(any.Record(g => translated.Evaluate<Folded>([.. all.Select((_, i) => new Folded(g.Input(i)))]).Symbol), markup);
    }

    private static string Number(Markup markup, double value) => MathWriter.Inline(new SymbolGraph([], []).Constant(value), markup);

    private double Support(Symbol[] probabilities, double[] row, int k) => ValueAt(probabilities[k].Index, row) > 0 ? 1 : 0;

    private static T Relu<T>(T x)
        where T : IReal<T> => T.Relu(x);

    private static Symbol LogarithmOf(Symbol x) => Symbol.Apply(default(Log), x);

    private static string Equation(Markup markup, string left, string right) => markup.Row(left, markup.Sign("="), right);

    private static string Called(Markup markup, string function, string of) => markup.Row(markup.Word(function), markup.Application, markup.Parentheses(markup.Name(of)));

    private static string Sign(Markup markup, string x) => markup.Row(markup.Word("sgn"), markup.Application, markup.Parentheses(x));

    /// <summary>Letters of one block.</summary>
    /// <param name="Kind">What proofs know of them.</param>
    /// <param name="Names">One for each class, or one.</param>
    /// <param name="First">The input of the first.</param>
    /// <param name="IsPositive">They are above 0.</param>
    /// <param name="SumsToOne">They are a distribution.</param>
    /// <param name="ValueOf">The number of a letter at a row.</param>
    /// <param name="Slope">The slope of a letter by a column; null where it has none.</param>
    private sealed record Group(RowLetter Kind, IReadOnlyList<string> Names, int First, bool IsPositive, bool SumsToOne, Func<int, double[], double> ValueOf, Func<int, int, Symbol>? Slope);
}
