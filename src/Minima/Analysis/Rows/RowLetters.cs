using System.Globalization;
using Minima.Reals;
using Minima.Writers;

namespace Minima.Analysis;

/// <summary>
/// The formula of a row loss as a person writes it. Letters replace the results of building blocks (softmax, the projection onto the simplex, the sum
/// of a row) and clamped numbers; each letter has its own derivatives.
/// </summary>
/// <remarks>
/// A block is searched for in the formula: recorded into the same graph, it gives the same nodes. Letters are inputs of a second
/// graph; the derivative is the chain rule over them.
/// </remarks>
internal sealed class RowLetters
{
    private const int Classes = RowExpression.Classes;

    private readonly SymbolGraph source;
    private readonly Symbol root;
    private readonly LettersInUse inUse;
    private readonly int columns;
    private readonly List<string> names;
    private readonly List<Group> groups = [];
    private readonly Dictionary<int, Func<Symbol>> given = [];
    private readonly List<LetterDefinition> definitions = [];
    private SymbolGraph graph;

    private RowLetters(Symbol root, LettersInUse inUse)
    {
        this.inUse = inUse;
        source = root.Graph;
        graph = source;
        this.root = root;
        columns = source.Inputs.Count;
        names = [.. source.Inputs];
    }

    /// <summary>The value over columns and letters.</summary>
    public Symbol Value { get; private set; }

    /// <summary>The definitions of the letters.</summary>
    public IReadOnlyList<LetterDefinition> Definitions => definitions;

    /// <summary>The formula with letters, or null if it has none of the blocks.</summary>
    public static RowLetters? Of(Symbol root) => Of(root, new(root, LettersInUse.None), isDisplayed: false);

    /// <summary>The same for readers, next to a formula with letters of its own: also finds a softmax of scores that the loss computes from the predictions.</summary>
    /// <param name="root">The formula as recorded.</param>
    /// <param name="beside">The formula displayed on the same page: its letters keep their meaning.</param>
    public static RowLetters? OfDisplayed(Symbol root, string beside) => Of(root, new(root, new LettersInUse(beside)), isDisplayed: true);

    private static RowLetters? Of(Symbol root, RowLetters letters, bool isDisplayed)
    {
        letters.FindSoftmax(0, "x");
        if (letters.columns > Classes)
        {
            letters.FindSoftmax(Classes, "t");
        }

        if (isDisplayed)
        {
            letters.FindProbabilityOfLabel();
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

    /// <summary>The derivative of an expression with respect to a column, in the shortest form that letters with the sum 1 allow.</summary>
    public Symbol Derivative(Symbol symbol, int input)
    {
        // Simplify first, while the signs of letters can still decide: later they are written as sums.
        return Shortest(Total(symbol, input).Simplify());
    }

    /// <summary>The shortest form of an expression that letters with the sum 1 allow.</summary>
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

    /// <summary>The derivative of an expression over columns and letters with respect to a column, directly from the chain rule.</summary>
    public Symbol SlopeOf(Symbol symbol, int input) => Total(symbol, input);

    /// <summary>The known properties of each input: none for columns, those of their block for letters.</summary>
    public IReadOnlyList<RowLetter> Inputs => [.. Enumerable.Repeat(RowLetter.Column, columns), .. groups.SelectMany(g => Enumerable.Range(0, g.Names.Count).Select(k => g.Kind with { First = g.First, Class = g.Names.Count == Classes ? k : -1, SumsToOne = g.SumsToOne }))];

    /// <summary>The numbers of columns and letters at a row.</summary>
    public double[] PointOf(double[] row) => PointOf(row, source.ParameterValues.ToArray());

    /// <summary>The same with other parameters.</summary>
    public double[] PointOf(double[] row, double[] parameters)
    {
        var point = new double[names.Count];
        row.CopyTo(point, 0);
        foreach (var group in groups)
        {
            for (var k = 0; k < group.Names.Count; k++)
            {
                point[group.First + k] = group.ValueOf(k, new(row, parameters));
            }
        }

        return point;
    }

    private static int LengthOf(Symbol symbol) => MathWriter.Write(symbol, PlainMarkup.Instance, []).Length;

    /// <summary>One letter of a group written as 1 minus the others.</summary>
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

    /// <summary>The chain rule over letters: those found later depend on those found earlier.</summary>
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
    private Symbol Translated(Symbol symbol) => Translated(symbol, given);

    private Symbol Translated(Symbol symbol, IReadOnlyDictionary<int, Func<Symbol>> replaced) => graph.Record(_ =>
    {
        var inputs = new Folded[columns];
        for (var i = 0; i < columns; i++)
        {
            inputs[i] = new(graph.Input(i));
        }

        return source.Evaluate(symbol.Index, inputs, replaced.ToDictionary(g => g.Key, g => new Folded(g.Value())), graph.ParameterValues).Symbol;
    });

    /// <summary>The letter with this meaning in the formula on the same page, or the first unused one.</summary>
    private string FreeLetter(string function, string argument, params string[] candidates) => candidates.Where(IsFree).Where(c => inUse.Means(c, function, argument)).Concat(candidates.Where(IsFree).Where(c => !inUse.Contains(c))).Concat(candidates.Where(IsFree)).First();

    private bool IsFree(string letter) => !names.Contains(letter + "_1") && !names.Contains(letter) && source.Parameters.All(p => p.Name != letter);

    private Symbol Letter(string name) => graph.Input(names.IndexOf(name));

    private static IReadOnlyList<string> Numbered(string letter) => [.. Enumerable.Range(1, Classes).Select(k => string.Create(CultureInfo.InvariantCulture, $"{letter}_{k}"))];

    private Group Add(RowLetter kind, IReadOnlyList<string> letters, bool isPositive, bool sumsToOne, Func<int, Place, double> valueOf, Func<int, int, Symbol>? slope, bool isOfScores = false)
    {
        var group = new Group(kind, letters, names.Count, isPositive, sumsToOne, valueOf, slope, isOfScores);
        names.AddRange(letters);
        groups.Add(group);
        return group;
    }

    /// <summary>Nodes that the formula reaches without passing through a letter.</summary>
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

    private double ValueAt(int node, Place at) => source.Evaluate<F64>(node, Array.ConvertAll(at.Row, v => new F64(v)), at.Parameters).X;

    /// <summary>Log-probabilities: log p with p = softmax.</summary>
    private void FindSoftmax(int first, string of)
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

        var letter = FreeLetter("softmax", of, "p", "q", "P");
        var letters = Numbered(letter);
        for (var k = 0; k < Classes; k++)
        {
            var name = letters[k];
            given[logarithms[k].Index] = () => LogarithmOf(Letter(name));
        }

        Add(new RowLetter(new(0, 1)) { Shift = 0, IsContinuous = true, IsLogConcave = first == 0, IsOfTarget = first > 0 }, letters, isPositive: true, sumsToOne: true, (k, row) => Math.Exp(ValueAt(logarithms[k].Index, row)), (k, input) =>
        {
            // The slope of p_k with respect to x_j is p_k ([k = j] - p_j).
            var j = input - first;
            return j is < 0 or >= Classes ? graph.Constant(0)
                : j == k ? Letter(letters[k]) * (1.0 - Letter(letters[k]))
                : -(Letter(letters[k]) * Letter(letters[j]));
        }, isOfScores: first == 0);
        definitions.Add(new(letters, [], markup => Equation(markup, markup.Word(letter), Called(markup, "softmax", of))));
    }

    /// <summary>The log-probability of the label, for the predictions as scores or for scores computed from them: log p with p = softmax(z).</summary>
    private void FindProbabilityOfLabel()
    {
        foreach (var index in Reached().Where(i => source[i].Kind == SymbolKind.Negate && source[source[i].A].Function?.Name == "softplus").Order().ToArray())
        {
            if (ScoresUnder(index).FirstOrDefault(z => ProbabilityOf(z).Index == index) is { } scores)
            {
                NameProbability(index, scores);
                return;
            }
        }
    }

    /// <summary>Rows whose exponentials the formula takes after subtracting a common number.</summary>
    private IEnumerable<Symbol[]> ScoresUnder(int index) => source.NodesOf(new Symbol(source, index))
        .Where(i => source[i].Function?.Name == "exp" && source[source[i].A].Kind == SymbolKind.Subtract).Select(i => source[source[i].A])
        .GroupBy(n => n.B).Where(g => g.Count() == Classes).Select(g => g.Select(n => new Symbol(source, n.A)).ToArray());

    private Symbol ProbabilityOf(Symbol[] scores) => source.Record(g => new Row<Symbol>(scores, g.Constant(0), g.Constant(1), [], new Symbol[Classes]).LogProbabilityOfLabel());

    private void NameProbability(int index, Symbol[] scores)
    {
        var isRow = scores.Select((z, k) => z.Node is { Kind: SymbolKind.Input } node && node.A == k).All(x => x);
        if (isRow && groups.FirstOrDefault(g => g.IsOfScores) is { } known)
        {
            given[index] = () => LogarithmOf(Letter(known.Names[0]));
            return;
        }

        // A number subtracted from all scores to keep their digits cancels.
        var level = source.Record(g => Rows.Shift(Rows.LargestConstant<Symbol>([.. Enumerable.Range(0, Classes).Select(g.Input)])));
        var bare = Cancels(level, scores) ? new Dictionary<int, Func<Symbol>> { [level.Index] = () => graph.Constant(0) } : [];
        var letter = FreeLetter(isRow ? "softmax" : "", "x", "p", "P", "Q");
        var (p, own) = (Numbered(letter), new Symbol[Classes]);
        Symbol Score(int k) => own[k].Graph is null ? own[k] = Translated(scores[k], bare) : own[k];
        given[index] = () => LogarithmOf(Letter(p[0]));
        Add(new RowLetter(new(0, 1)) { IsContinuous = true }, p, isPositive: true, sumsToOne: true, (k, at) =>
        {
            var z = Array.ConvertAll(scores, s => ValueAt(s.Index, at));
            return Math.Exp(z[k] - z.Max()) / z.Sum(v => Math.Exp(v - z.Max()));
        }, (k, input) => graph.Record(_ =>
        {
            // The slope of p_k with respect to z_i is p_k ([k = i] - p_i).
            var (sum, of) = (new Folded(graph.Constant(0)), new Folded(Letter(p[k])));
            for (var i = 0; i < Classes; i++)
            {
                sum += of * new Folded(i == k ? 1.0 - Letter(p[i]) : -Letter(p[i])) * new Folded(Total(Score(i), input));
            }

            return sum.Symbol;
        }), isOfScores: isRow);
        if (isRow)
        {
            definitions.Add(new(p, [], markup => Equation(markup, markup.Word(letter), Called(markup, "softmax", "x"))));
            return;
        }

        var score = FreeLetter("", "", "z", "v", "u");
        var z = Numbered(score);
        definitions.AddRange(ScoreDefinitions(score, Score));
        definitions.Add(new(p, z, markup => Equation(markup, markup.Word(letter), Called(markup, "softmax", score))));
    }

    /// <summary>One line if the scores of all classes have the same form, otherwise one per class.</summary>
    private IEnumerable<LetterDefinition> ScoreDefinitions(string letter, Func<int, Symbol> score)
    {
        var all = Numbered(letter);
        string Any(int k, Markup markup) => Generic(markup, score(k), k);
        bool IsAlike() => Enumerable.Range(1, Classes - 1).All(k => Any(k, PlainMarkup.Instance) == Any(0, PlainMarkup.Instance));
        for (var k = 0; k < Classes; k++)
        {
            var at = k;
            yield return new([all[k]], [], markup => IsAlike()
                ? at == 0 ? Equation(markup, markup.Indexed(letter, "k"), Any(0, markup)) : ""
                : Equation(markup, markup.Indexed(letter, at + 1), MathWriter.Inline(score(at), markup)));
        }
    }

    /// <summary>True if leaving the number out adds the same to the score of every class.</summary>
    private bool Cancels(Symbol level, Symbol[] scores)
    {
        if (!Array.Exists(scores, z => source.NodesOf(z).Contains(level.Index)))
        {
            return false;
        }

        var without = new Dictionary<int, F64> { [level.Index] = new(0) };
        return source.Facts.Points.All(point =>
        {
            var inputs = Array.ConvertAll(point, v => new F64(v));
            var moves = Array.ConvertAll(scores, z => source.Evaluate(z.Index, inputs, without).X - z.Evaluate<F64>(inputs).X);
            return Array.TrueForAll(moves, m => Math.Abs(m - moves[0]) <= 1e-9 * (1 + Math.Abs(m)));
        });
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

        // The formula contains the threshold of a shifted row; the value of the shift does not matter, because it cancels.
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

    /// <summary>One number per class, all clamped to the same bounds: q, and the indicator c, which is 1 if the bounds are not active.</summary>
    private void FindClamps()
    {
        Held[] clamps = [.. Reached().Order().Select(HeldAt).OfType<Held>()];
        if (clamps.Length != Classes || clamps.Select(h => (h.Low.Index, h.High.Index)).Distinct().Count() != 1)
        {
            return;
        }

        var (low, high) = (clamps[0].Low, clamps[0].High);
        var arguments = Array.ConvertAll(clamps, h => h.Argument);
        var letter = FreeLetter("clip", "", "q", "z", "v");
        var (q, c) = (Numbered(letter), Numbered("c"));
        for (var k = 0; k < Classes; k++)
        {
            var name = q[k];
            given[clamps[k].Node] = () => Letter(name);
        }

        var bounds = new Interval(ValueAt(low.Index, new(new double[columns], source.ParameterValues.ToArray())), ValueAt(high.Index, new(new double[columns], source.ParameterValues.ToArray())));
        Add(new RowLetter(new(0, 1)), c, isPositive: false, sumsToOne: false, (k, row) => ValueAt(arguments[k].Index, row) is var v && v >= ValueAt(low.Index, row) && v <= ValueAt(high.Index, row) ? 1 : 0, slope: null);
        Add(new RowLetter(bounds) { IsContinuous = true }, q, isPositive: bounds.Low > 0, sumsToOne: false, (k, row) => ValueAt(clamps[k].Node, row), (k, input) =>
        {
            // If the bounds are not active, the number equals its letter.
            var argument = Translated(arguments[k]);
            var slope = Total(argument, input);
            var inputs = Enumerable.Range(0, names.Count).Select(i => new Folded(graph.Input(i))).ToArray();
            var held = graph.Record(_ => graph.Evaluate(slope.Index, inputs, new Dictionary<int, Folded> { [argument.Index] = new(Letter(q[k])) }).Symbol);
            return (new Folded(Letter(c[k])) * new Folded(held)).Symbol;
        });
        string Bound(Markup markup, Symbol bound) => MathWriter.Inline(Translated(bound), markup);
        definitions.Add(new(c, ["S"], markup =>
        {
            var text = Generic(markup, Translated(arguments[0]), 0);
            return Equation(markup, markup.Indexed("c", "k"), markup.Cases([(markup.Number("1"), markup.Row(Bound(markup, low), markup.Sign("<="), text, markup.Sign("<="), Bound(markup, high))), (markup.Number("0"), null)]));
        }));
        definitions.Add(new(q, ["S"], markup =>
        {
            var inner = markup.Row(markup.Word("max"), markup.Application, markup.Parentheses(markup.Row(Generic(markup, Translated(arguments[0]), 0), markup.Sign(","), Bound(markup, low))));
            return Equation(markup, markup.Indexed(letter, "k"), markup.Row(markup.Word("min"), markup.Application, markup.Parentheses(markup.Row(inner, markup.Sign(","), Bound(markup, high)))));
        }));
    }

    /// <summary>A number clamped at a node: between two numbers, or between expressions of parameters, as <c>max(low, -max(-high, -x))</c>.</summary>
    private Held? HeldAt(int node)
    {
        if (source[node].Function?.Value is Clamp clamp)
        {
            return source.Record(g => g.Constant(clamp.Low)) is var low && source.Record(g => g.Constant(clamp.High)) is var high ? new(node, low, high, new(source, source[node].A)) : null;
        }

        if (source[node].Function?.Name != "max" || source[source[node].B] is not { Kind: SymbolKind.Negate } below || source[below.A] is not { Function.Name: "max" } inner
            || source[inner.A] is not { Kind: SymbolKind.Negate } most || source[inner.B] is not { Kind: SymbolKind.Negate } argument || !IsFixed(source[node].A) || !IsFixed(most.A))
        {
            return null;
        }

        return new(node, new(source, source[node].A), new(source, most.A), new(source, argument.A));
    }

    private bool IsFixed(int node) => source.NodesOf(new Symbol(source, node)).All(i => source[i].Kind != SymbolKind.Input);

    /// <summary>An expression of one class, written for any class: x_k in place of x_1.</summary>
    private string Generic(Markup markup, Symbol expression, int k)
    {
        var index = string.Create(CultureInfo.InvariantCulture, $"_{k + 1}");
        string AnyOf(string name) => name.EndsWith(index, StringComparison.Ordinal) ? name[..^1] + "k" : name;
        string[] all = [.. names.Select((n, i) => i < columns ? AnyOf(n) : n)];
        var any = new SymbolGraph(all, [.. graph.Parameters.Select(p => p with { Name = AnyOf(p.Name) })]) { Facts = graph.Facts };
        return MathWriter.Inline(any.Record(g =>
        {
            var parameters = graph.NodesOf(expression).Where(i => graph[i].Kind == SymbolKind.Parameter).ToDictionary(i => i, i => new Folded(g.Parameter(graph[i].A)));
            return graph.Evaluate(expression.Index, [.. all.Select((_, i) => new Folded(g.Input(i)))], parameters).Symbol;
        }), markup);
    }

    private double Support(Symbol[] probabilities, Place row, int k) => ValueAt(probabilities[k].Index, row) > 0 ? 1 : 0;

    private static T Relu<T>(T x)
        where T : IReal<T> => T.Relu(x);

    private static Symbol LogarithmOf(Symbol x) => Symbol.Apply(default(Log), x);

    private static string Equation(Markup markup, string left, string right) => markup.Row(left, markup.Sign("="), right);

    private static string Called(Markup markup, string function, string of) => markup.Row(markup.Word(function), markup.Application, markup.Parentheses(markup.Name(of)));

    private static string Sign(Markup markup, string x) => markup.Row(markup.Word("sgn"), markup.Application, markup.Parentheses(x));

    /// <summary>Letters of one block.</summary>
    /// <param name="Kind">The properties known to proofs.</param>
    /// <param name="Names">One per class, or one.</param>
    /// <param name="First">The input of the first letter.</param>
    /// <param name="IsPositive">True if they are above 0.</param>
    /// <param name="SumsToOne">True if they are a distribution.</param>
    /// <param name="ValueOf">The number of a letter at a row.</param>
    /// <param name="Slope">The derivative of a letter with respect to a column; null if it has none.</param>
    /// <param name="IsOfScores">True if they are the softmax of the predictions.</param>
    private sealed record Group(RowLetter Kind, IReadOnlyList<string> Names, int First, bool IsPositive, bool SumsToOne, Func<int, Place, double> ValueOf, Func<int, int, Symbol>? Slope, bool IsOfScores);

    /// <summary>A clamped number.</summary>
    private sealed record Held(int Node, Symbol Low, Symbol High, Symbol Argument);

    /// <summary>A row, and values of the parameters.</summary>
    private sealed record Place(double[] Row, double[] Parameters);
}
