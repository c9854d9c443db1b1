using Minima.Reals;

namespace Minima.Analysis;

/// <summary>The formula of a row loss at one label, for proofs: over predictions and targets, and over the letters of building blocks (<see cref="RowLetters"/>).</summary>
internal sealed class RowProofFormula
{
    /// <summary>The largest number of nodes, and of boxes, that a proof may examine.</summary>
    private const int Nodes = 200_000;
    private const int Boxes = 3000;

    private readonly RowFunction _function;
    private readonly Symbol _raw;
    private readonly RowLetters? _letters;
    private readonly RowLetter[] _inputs;
    private readonly Lazy<Symbol[]> _slopes;
    private readonly Lazy<bool> _slopesAreOfValue;
    private readonly Lazy<Symbol?> _free;

    public RowProofFormula(RowFunction function, int label)
    {
        _function = function;
        _raw = function.Record(label);
        OfColumns = FormulaReading.OfValue(_raw);
        _letters = function.Classes == RowExpression.Classes ? RowLetters.Of(_raw) : null;
        _inputs = _letters is null ? [.. _raw.Graph.Inputs.Select(_ => RowLetter.Column)] : [.. _letters.Inputs];
        Value = _letters is null ? OfColumns : FormulaReading.OfValue(_letters.Value);
        _slopes = new(() => [.. Enumerable.Range(0, function.Classes).Select(k => FormulaReading.OfValue(_letters is null ? _raw.Fold().Derivative(k, guarded: false) : _letters.Shortest(Unbranched(_letters.SlopeOf(_letters.Value, k).Simplify()).Simplify()).Simplify()))]);
        _free = new(WithFreeConstants);
        _slopesAreOfValue = new(() => !FormulaReading.HasOwnSlopes(_raw) || SlopeAgreement.Holds(OfColumns, _raw, function.Classes, DomainOf));
    }

    /// <summary>The value over predictions and targets.</summary>
    public Symbol OfColumns { get; }

    /// <summary>The value over predictions, targets and letters.</summary>
    public Symbol Value { get; }

    /// <summary>True if the gradient is that of the value, even if the formula gives it in another form.</summary>
    public bool SlopesAreOfValue => _slopesAreOfValue.Value;

    public bool IsContinuous => IsContinuousIn(Value);

    public bool HasContinuousSlopes => SlopesAreOfValue && (IsAnalytic || HasSlopesWithoutJump);

    private bool HasSlopesWithoutJump => IsContinuous && Array.TrueForAll(_slopes.Value, slope => IsContinuousIn(slope) && Holds(slope, (range, box) =>
    {
        range.Over(box, out _, out var broken);
        return !broken;
    }));

    /// <summary>True if convex by composition, with letters or with the constants of derivatives held; or if the second derivatives are a graph Laplacian.</summary>
    public bool IsConvex =>
        ConvexityRules.IsConvex(OfColumns, _function.Classes, DomainOf)
        || (_letters is not null && ConvexityRules.IsConvex(Value, _function.Classes, DomainOf, i => i < Columns ? null : _inputs[i]))
        || IsConvexWithHeld
        || IsLaplacian;

    public bool IsShiftInvariant =>
        GrowthRules.IsInvariant(OfColumns, i => i < _function.Classes ? 1 : 0)
        || (_letters is not null && GrowthRules.IsInvariant(Value, i => i < _function.Classes ? 1 : i < Columns || _inputs[i].IsOfTarget ? 0 : _inputs[i].Shift));

    private int Columns => _raw.Graph.Inputs.Count;

    /// <summary>True if the formula stays the same when two classes and their targets are exchanged.</summary>
    public bool IsUnchanged(int a, int b)
    {
        int Other(int k) => k == a ? b : k == b ? a : k;
        return ExchangeRules.IsUnchanged(OfColumns, i => i < _function.Classes ? Other(i) : _function.Classes + Other(i - _function.Classes))
            || (_letters is not null && ExchangeRules.IsUnchanged(Value, i =>
                i < _function.Classes ? Other(i)
                : i < Columns ? _function.Classes + Other(i - _function.Classes)
                : _inputs[i] is { Class: >= 0 } letter ? letter.First + Other(letter.Class) : i));
    }

    public bool Everywhere(Func<Interval, bool> statement) => Holds(Value, (range, box) => statement(range.Over(box, out _)));

    /// <summary>True if the statement holds for the derivative with respect to the score of a class, wherever it exists, and there is no jump between kinks.</summary>
    public bool EverySlope(int k, Func<Interval, bool> statement) =>
        SlopesAreOfValue && IsContinuous && Holds(_slopes.Value[k], (range, box) => statement(range.Over(box, out _)));

    /// <summary>
    /// The number that derivatives treat as a constant, the largest score before log-sum-exp, is free: the value does not depend on it. Then the formula
    /// is convex if it is for every such constant.
    /// </summary>
    private bool IsConvexWithHeld => _free.Value is { } free && ConvexityRules.IsConvex(free, _function.Classes, i => i < Columns ? DomainOf(i) : Domain.Real);

    /// <summary>True if the formula has derivatives of every order: with letters that have them, or with the constants of derivatives held.</summary>
    private bool IsAnalytic => IsAnalyticIn(Value) || (_free.Value is { } free && IsAnalyticIn(free));

    /// <summary>Every node has derivatives of every order everywhere; logarithms and quotients apply only to expressions above 0.</summary>
    private bool IsAnalyticIn(Symbol formula)
    {
        var graph = formula.Graph;
        var positive = new bool[formula.Index + 1];
        foreach (var i in graph.NodesOf(formula))
        {
            var node = graph[i];
            var isSmooth = node.Kind switch
            {
                SymbolKind.Input => node.A < Columns || graph.Inputs.Count != _inputs.Length || _inputs[node.A] is { IsLogConcave: true } or { IsOfTarget: true },
                SymbolKind.Divide => positive[node.B],
                SymbolKind.IfLess or SymbolKind.StraightThrough => false,
                SymbolKind.Power => graph[node.B].Kind == SymbolKind.Constant && (positive[node.A] || (graph[node.B].Value is > 0 and var n && n == Math.Floor(n))),
                SymbolKind.Function => node.Function!.Name is "exp" or "softplus" or "sigmoid" or "tanh" or "expm1" or "softplus_mix" or "sigmoid_mix" or "log_add_exp" or "atan" or "sin" or "cos" || node.Function.Name == LogCosh.Name
                    || (node.Function.Name is "log" or "sqrt" && positive[node.A]) || (node.Function.Name == "xlogy" && positive[node.B]) || node.Function.Name == "zero_times",
                _ => true,
            };
            if (!isSmooth && DependsOnPredictions(graph, i))
            {
                return false;
            }

            positive[i] = node.Kind switch
            {
                SymbolKind.Constant => node.Value > 0,
                SymbolKind.Parameter => graph.Parameters[node.A].Value > 0,
                SymbolKind.Input => node.A >= Columns && graph.Inputs.Count == _inputs.Length && _inputs[node.A].IsLogConcave,
                SymbolKind.Add => (positive[node.A] && (positive[node.B] || IsZero(graph[node.B]))) || (positive[node.B] && IsZero(graph[node.A])),
                SymbolKind.Multiply or SymbolKind.Divide => positive[node.A] && positive[node.B],
                SymbolKind.Function => node.Function!.Name is "exp" or "sigmoid" or "softplus" || (node.Function.Name == "sqrt" && positive[node.A]),
                _ => false,
            };
        }

        return true;
    }

    private static bool IsZero(SymbolNode node) => node is { Kind: SymbolKind.Constant, Value: 0 };

    /// <summary>An expression of targets alone counts as a constant.</summary>
    private bool DependsOnPredictions(SymbolGraph graph, int index) => graph.NodesOf(new Symbol(graph, index)).Any(i =>
        graph[i] is { Kind: SymbolKind.Input } node && (node.A < _function.Classes || (node.A >= Columns && !(graph.Inputs.Count == _inputs.Length && _inputs[node.A].IsOfTarget))));

    /// <summary>The value with an input in place of everything that derivatives treat as a constant, if the value does not depend on it; otherwise null.</summary>
    private Symbol? WithFreeConstants()
    {
        if (FormulaReading.WithHeldInputs(_raw, _function.Classes) is not { } wider)
        {
            return null;
        }

        return Enumerable.Range(0, wider.Held).All(h => GrowthRules.IsInvariant(wider.Formula, i => i == Columns + h ? 1 : 0)) ? wider.Formula : null;
    }

    /// <summary>
    /// The value does not change with a number added to all scores, so the rows of the second derivatives sum to 0. No element off the
    /// diagonal is above 0. Such a matrix is the Laplacian of a weighted graph, and positive semidefinite.
    /// </summary>
    private bool IsLaplacian
    {
        get
        {
            if (_letters is null || !IsShiftInvariant || !HasContinuousSlopes)
            {
                return false;
            }

            return Enumerable.Range(0, _function.Classes).All(i => Enumerable.Range(0, _function.Classes).All(j =>
                i == j || Holds(FormulaReading.OfValue(_letters.SlopeOf(_slopes.Value[i], j)), (range, box) => range.Over(box, out _).High <= 0)));
        }
    }

    /// <summary>Removes branches at a letter that is never below 0, with one branch at 0 and the other elsewhere, if both agree at 0.</summary>
    private Symbol Unbranched(Symbol formula) => FormulaReading.Rewritten(formula, node =>
    {
        var graph = formula.Graph;
        if (node.Kind != SymbolKind.IfLess || !IsZero(graph[node.A]) || graph[node.B] is not { Kind: SymbolKind.Input } letter || letter.A < Columns || _inputs[letter.A].Range.Low < 0)
        {
            return null;
        }

        using var chain = Folded.Guarding(false);
        var inputs = graph.Inputs.Select((_, i) => new Folded(graph.Input(i))).ToArray();
        var otherwise = graph.Evaluate(node.D, inputs, new Dictionary<int, Folded>());
        inputs[letter.A] = new(graph.Constant(0));
        return graph.Evaluate(node.C, inputs, new Dictionary<int, Folded>()).Symbol == otherwise.Symbol ? node.C : null;
    });

    private Domain DomainOf(int input) => input < _function.Classes ? _function.PredictionDomain : _function.Loss.DomainOf(1);

    /// <summary>True if nothing in the formula jumps: no branch, no sign, no letter that jumps.</summary>
    private bool IsContinuousIn(Symbol formula) => formula.Graph.NodesOf(formula).Select(i => formula.Graph[i]).All(n =>
        n.Kind is not (SymbolKind.IfLess or SymbolKind.StraightThrough)
        && n is not { Kind: SymbolKind.Function, Function.Name: "sign" }
        && !(n.Kind == SymbolKind.Input && n.A >= Columns && !_inputs[n.A].IsContinuous));

    private bool Holds(Symbol formula, Func<FormulaRange, Interval[], bool> statement)
    {
        var range = new FormulaRange(formula);
        var used = formula.Graph.NodesOf(formula).Select(i => formula.Graph[i]).Where(n => n.Kind == SymbolKind.Input).Select(n => n.A).ToHashSet();
        var simplex = Enumerable.Range(Columns, _inputs.Length - Columns).Where(i => _inputs[i].SumsToOne && _inputs[i].Class == 0)
            .Where(i => Enumerable.Range(i, _function.Classes).Any(used.Contains)).Select(i => (i, _function.Classes)).ToArray();
        bool Counts(int i) => used.Contains(i) || simplex.Any(s => i >= s.i && i < s.i + s.Classes);
        Interval[] box = [.. Enumerable.Range(0, _inputs.Length).Select(i => !Counts(i) ? Interval.Point(0) : i < Columns ? Range(DomainOf(i)) : Finite(_inputs[i].Range))];
        return BoxSearch.Holds(box, part => statement(range, part), null, Math.Min(Boxes, Nodes / range.Size), simplex);
    }

    private static Interval Range(Domain d) => new(
        double.IsInfinity(d.Low) ? -double.MaxValue : d.LowOpen ? Math.BitIncrement(d.Low) : d.Low,
        double.IsInfinity(d.High) ? double.MaxValue : d.HighOpen ? Math.BitDecrement(d.High) : d.High);

    private static Interval Finite(Interval x) => new(Math.Max(x.Low, -double.MaxValue), Math.Min(x.High, double.MaxValue));
}
