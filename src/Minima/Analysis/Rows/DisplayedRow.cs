using Minima.Reals;
using Minima.Writers;

namespace Minima.Analysis;

/// <summary>
/// A row loss in the form for readers, over a row of three classes: parameters by name, letters for softmax and similar blocks, and without
/// operations that only serve the arithmetic.
/// </summary>
/// <remarks>
/// A number that is subtracted and added again, and a branch equal to its alternative, are left out if value and derivatives stay the same
/// at every point tried, including ties.
/// </remarks>
internal sealed class DisplayedRow
{
    private const int Classes = RowExpression.Classes;
    private const int MostBranches = 24;
    private const int LongestFormula = 400;
    private const double Digits = 1e-9;
    private const double AlmostNone = 1e-10;

    /// <summary>Of two equal branches: the first, the second, or the shorter one.</summary>
    private static readonly Func<Symbol, Symbol[], Symbol>[] Ways = [(own, ways) => ways.Append(own).First(), (own, ways) => ways.Reverse().Append(own).First(), (own, ways) => ways.Prepend(own).MinBy(LengthOf)];

    private readonly Symbol[] _forms;
    private readonly Lazy<(double[] Row, double Value, double[] Slopes)[]> _truth;

    private DisplayedRow(ParametricFormula named, string formula)
    {
        var raw = named.Value;
        (Fixed, Near, Columns) = (named.Fixed, named.Near, raw.Graph.Inputs);
        Letters = RowLetters.OfDisplayed(raw, formula);
        var own = Letters is null ? raw.Fold() : Letters.Value;
        _truth = new(() => [.. WithTies(raw.Graph.Facts.Points).Select(row => (row, At(own, row), Enumerable.Range(0, Classes).Select(k => At(Slope(own, k), row)).ToArray()))]);
        _forms = [own];
        if (own.Graph.NodesOf(own).Count <= LongestFormula)
        {
            var bare = WithoutHeld(own);
            _forms = [bare, .. Ways.Select(way => WithoutBranches(bare, way))];
        }

        Value = Shortest(_forms);
    }

    /// <summary>The value over columns and letters.</summary>
    public Symbol Value { get; }

    /// <summary>The columns: predictions and, if targets are rows, targets.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The letters; null if the formula has no such blocks.</summary>
    public RowLetters? Letters { get; }

    /// <summary>The parameters that the formula contains only as numbers.</summary>
    public IReadOnlyList<string> Fixed { get; }

    /// <summary>The parameters that the formula contains by name but clamps to bounds far from their values.</summary>
    public IReadOnlyList<string> Near { get; }

    /// <summary>The definitions of the letters.</summary>
    public IReadOnlyList<LetterDefinition> Definitions => Letters?.Definitions ?? [];

    /// <summary>The formula of a loss.</summary>
    public static DisplayedRow Of(Loss loss) => new(ParametricFormula.AsRecorded(loss, l => RowRecorder.OfClasses(l, namesClasses: true)), loss.Entry.Formula);

    /// <summary>The derivative with respect to a column: the shortest among the equivalent forms of the value.</summary>
    public Symbol Derivative(int input)
    {
        Symbol[] all = [.. _forms.Distinct().Select(form => Letters?.Derivative(form, input) ?? form.Derivative(input, guarded: false).Simplify())];
        var right = all.Length == 1 ? all : [.. all.Where(slope => _truth.Value.All(t => Agree(At(slope, t.Row), t.Slopes[input])))];
        return Shortest(right.Length > 0 ? right : all);
    }

    /// <summary>The numbers of columns and letters at a row and at values of the parameters.</summary>
    public double[] PointOf(double[] row, double[] parameters) => Letters?.PointOf(row, parameters) ?? row;

    /// <summary>Every third point with two equal scores, every ninth with all equal; if all elements are non-negative, every fourth with one that is nearly 0.</summary>
    private static IEnumerable<double[]> WithTies(IReadOnlyList<double[]> points) => points.Select((point, n) =>
    {
        var tied = (double[])point.Clone();
        if (n % 4 == 0 && points.All(p => p.AsSpan(0, Classes).ToArray().All(x => x >= 0)))
        {
            tied[n / 4 % Classes] = AlmostNone;
        }

        if (n % 3 == 0)
        {
            tied[n / 3 % Classes] = tied[(n / 3 + 1) % Classes];
        }

        if (n % 9 == 0)
        {
            tied.AsSpan(0, Classes).Fill(tied[0]);
        }

        return tied;
    });

    private Symbol Slope(Symbol formula, int input) => Letters?.SlopeOf(formula, input) ?? formula.Derivative(input, guarded: false);

    private double At(Symbol formula, double[] row)
    {
        var point = Letters?.PointOf(row) ?? row;
        return formula.Evaluate<F64>(Array.ConvertAll(point, v => new F64(v))).X;
    }

    private bool IsTrue(Symbol formula)
    {
        var slopes = Enumerable.Range(0, Classes).Select(k => Slope(formula, k)).ToArray();
        return _truth.Value.All(t => Agree(At(formula, t.Row), t.Value) && Enumerable.Range(0, Classes).All(k => Agree(At(slopes[k], t.Row), t.Slopes[k])));
    }

    /// <summary>A formula that is not a number with its guards is not compared.</summary>
    private static bool Agree(double a, double b) => !double.IsFinite(b) || Math.Abs(a - b) <= Digits * (1 + Math.Abs(b));

    /// <summary>The formula with 0 for everything that derivatives treat as a constant: the largest score, subtracted before log-sum-exp.</summary>
    private Symbol WithoutHeld(Symbol formula)
    {
        if (FormulaReading.WithHeldInputs(formula, Classes) is not { } wider)
        {
            return formula;
        }

        var graph = formula.Graph;
        var count = graph.Inputs.Count;
        var bare = graph.Record(g => wider.Formula.Evaluate<Folded>([.. Enumerable.Range(0, count + wider.Held).Select(i => new Folded(i < count ? g.Input(i) : g.Constant(0)))]).Symbol);
        return IsTrue(bare) ? bare : formula;
    }

    private Symbol WithoutBranches(Symbol formula, Func<Symbol, Symbol[], Symbol> choose)
    {
        var graph = formula.Graph;
        foreach (var branch in Branches(formula).Take(MostBranches).ToArray())
        {
            if (!graph.NodesOf(formula).Contains(branch))
            {
                continue;
            }

            var node = graph[branch];
            var current = formula;
            formula = choose(current, [.. new[] { node.C, node.D }.Select(way => FormulaReading.Rewritten(current, n => n == node ? way : null)).Where(IsTrue)]);
        }

        return formula;
    }

    private static Symbol Shortest(Symbol[] forms) => forms.Length == 1 ? forms[0] : forms.MinBy(LengthOf);

    private static int LengthOf(Symbol formula) => MathWriter.Write(formula, PlainMarkup.Instance, []).Length;

    private static IEnumerable<int> Branches(Symbol formula) => formula.Graph.NodesOf(formula).Where(i => formula.Graph[i].Kind == SymbolKind.IfLess).OrderDescending();
}
