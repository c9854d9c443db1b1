using Minima.Reals;

namespace Minima.Analysis;

/// <summary>
/// Proofs about a row loss. Where the loss is a formula f on the log-probability of the label, they are for any number of classes: log p is
/// concave in the scores and grows with that of the label, and its slopes are 1[k = y] - p_k. Else they are for rows of three classes,
/// by interval arithmetic, composition and structure.
/// </summary>
internal sealed class RowProof
{
    private const int Budget = 300;
    private const double Digits = 1e-6;

    private readonly RowFunction _function;
    private readonly Symbol? _ofLogProbability;
    private readonly Lazy<Symbol[]> _formulas;

    public RowProof(RowFunction function)
    {
        _function = function;
        _formulas = new(() => [.. (function.TakesLabels ? Enumerable.Range(0, function.Classes) : [-1]).Select(label => function.Record(label).Fold())]);
        if (function.TakesLabels && function.Classes == RowExpression.Classes && RowExpression.CanWrite(function.Loss) && RowExpression.Of(function.Loss) is { IsOfLogProbability: true, Smoothing: 0 } expression && expression.Factors == 1.0)
        {
            _ofLogProbability = expression.Value.Fold();
        }
    }

    /// <summary>The loss is a formula on the log-probability of the label: what is proved is proved for any number of classes.</summary>
    public bool IsOfLogProbability => _ofLogProbability is not null;

    /// <summary>It is minus the log-probability, or a multiple: the expected loss is the cross-entropy of the shares, lowest at the shares alone (Gibbs's inequality).</summary>
    public bool IsLogarithmicScore => Slope is { } slope && slope.Over([LogProbability], out _) is { IsPoint: true, High: < 0 };

    public bool IsNeverNegative => OfLogProbability(f => Everywhere(f, x => x.Low >= 0)) ?? OfRow(f => f, x => x.Low >= 0);

    public bool IsConvex => _ofLogProbability is { } f
        ? ConvexityRules.IsConvex(f, 1, _ => Domain.AtMost(0)) && Falls
        : Array.TrueForAll(_formulas.Value, formula => ConvexityRules.IsConvex(formula, _function.Classes, DomainOf));

    public bool IsSmooth => (_ofLogProbability is { } f ? new FormulaRange(f).IsSmooth : Array.TrueForAll(_formulas.Value, x => new FormulaRange(x).IsSmooth)) && HasNoEdge;

    public bool IsShiftInvariant => IsOfLogProbability || Array.TrueForAll(_formulas.Value, f => StructureRules.IsShiftInvariant(f, _function.Classes));

    /// <summary>A higher score of the label never costs more.</summary>
    public bool Falls => OfLogProbability(formula => Slope is { } slope && Holds([LogProbability], box => slope.Over(box, out _).High <= 0))
        ?? (_function.TakesLabels && HasNoBranch && Enumerable.Range(0, _function.Classes).All(k => Everywhere(_formulas.Value[k].Derivative(k, guarded: false), x => x.High <= 0)));

    private static Interval LogProbability => new(-double.MaxValue, 0);

    private FormulaRange? Slope => _ofLogProbability is { } f ? new(f.Derivative(0, guarded: false)) : null;

    private bool HasNoBranch => _formulas.Value.All(f => f.Graph.NodesOf(f).Select(i => f.Graph[i]).All(n => n is not { Kind: SymbolKind.IfLess or SymbolKind.StraightThrough } and not { Kind: SymbolKind.Function, Function.Name: "sign" }));

    private bool HasNoEdge => OfLogProbability(f => Holds([LogProbability], box => Decided(f, box))) ?? Array.TrueForAll(_formulas.Value, f => Holds(Box(f), box => Decided(f, box)));

    public bool IsAtMost(double bound) => OfLogProbability(f => Everywhere(f, x => x.High <= bound * (1 + Digits))) ?? OfRow(f => f, x => x.High <= bound * (1 + Digits));

    public bool HasSlopesWithin(double bound)
    {
        bool Within(Interval x) => x.Size <= bound * (1 + Digits);
        if (_ofLogProbability is { } formula)
        {
            // The steepest way is by the score of the label, or of the one other class that has all the rest: |f'(log p)| (1 - p).
            var graph = formula.Graph;
            var slope = formula.Derivative(0, guarded: false);
            var steepest = graph.Record(g => slope * g.Apply(SymbolFunction.Of(default(Expm1)), g.Input(0)));
            return HasNoEdge && Everywhere(steepest, Within);
        }

        return HasNoBranch && Enumerable.Range(0, _function.Classes).All(k => OfRow(f => f.Derivative(k, guarded: false), Within));
    }

    private static bool Decided(Symbol formula, Interval[] box)
    {
        new FormulaRange(formula).Over(box, out var undecided);
        return !undecided;
    }

    private bool? OfLogProbability(Func<Symbol, bool> statement) => _ofLogProbability is { } formula ? statement(formula) : null;

    private bool OfRow(Func<Symbol, Symbol> of, Func<Interval, bool> statement) => Array.TrueForAll(_formulas.Value, f => Everywhere(of(f), statement));

    private bool Everywhere(Symbol formula, Func<Interval, bool> statement)
    {
        var range = new FormulaRange(formula);
        return Holds(Box(formula), box => statement(range.Over(box, out _)));
    }

    private static bool Holds(Interval[] box, Func<Interval[], bool> statement) => BoxSearch.Holds(box, statement, null, box.Length == 1 ? 20_000 : Budget);

    private Domain DomainOf(int input) => input < _function.Classes ? _function.PredictionDomain : _function.Loss.DomainOf(1);

    private Interval[] Box(Symbol formula) => IsOfLogProbability
        ? [LogProbability]
        : [.. formula.Graph.Inputs.Select((_, i) => DomainOf(i) is var d
            ? new Interval(double.IsInfinity(d.Low) ? -double.MaxValue : d.LowOpen ? Math.BitIncrement(d.Low) : d.Low, double.IsInfinity(d.High) ? double.MaxValue : d.HighOpen ? Math.BitDecrement(d.High) : d.High)
            : default)];
}
