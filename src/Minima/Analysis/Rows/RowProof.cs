using Minima.Reals;

namespace Minima.Analysis;

/// <summary>
/// Proofs about a row loss. If the loss is a formula f on the log-probability of the label, they hold for any number of classes: log p is
/// concave in the scores and grows with the label's score. The derivatives of log p are 1[k = y] - p_k. Otherwise they hold for rows of three classes,
/// by interval arithmetic, composition and structure.
/// </summary>
internal sealed class RowProof
{
    private const int Budget = 20_000;
    private const double Digits = 1e-6;

    private readonly RowFunction _function;
    private readonly Symbol? _ofLogProbability;
    private readonly Lazy<RowProofFormula[]> _formulas;

    public RowProof(RowFunction function)
    {
        _function = function;
        _formulas = new(() => [.. (function.TakesLabels ? Enumerable.Range(0, function.Classes) : [-1]).Select(label => new RowProofFormula(function, label))]);
        if (function.TakesLabels && function.Classes == RowExpression.Classes && RowExpression.CanWrite(function.Loss) && RowExpression.Of(function.Loss) is { IsOfLogProbability: true, Smoothing: 0 } expression && expression.Factors == 1.0)
        {
            _ofLogProbability = expression.Value.Fold();
        }
    }

    /// <summary>True if the loss is a formula on the log-probability of the label: its proofs hold for any number of classes.</summary>
    public bool IsOfLogProbability => _ofLogProbability is not null;

    /// <summary>True if the loss is minus the log-probability, or a multiple: the expected loss is the cross-entropy of the proportions, lowest only at the proportions (Gibbs's inequality).</summary>
    public bool IsLogarithmicScore => Slope is { } slope && slope.Over([LogProbability], out _) is { IsPoint: true, High: < 0 };

    public bool IsNeverNegative => OfLogProbability(f => Everywhere(f, x => x.Low >= 0)) ?? OfRow(f => f.Everywhere(x => x.Low >= 0));

    public bool IsConvex => (_ofLogProbability is { } f && ConvexityRules.IsConvex(f, 1, _ => Domain.AtMost(0)) && Falls)
        || (_ofLogProbability is null && OfRow(formula => formula.IsConvex));

    public bool IsSmooth => _ofLogProbability is { } f ? new FormulaRange(f).IsSmooth && HasNoEdge(f) : OfRow(formula => formula.HasContinuousSlopes);

    public bool IsShiftInvariant => IsOfLogProbability || OfRow(f => f.IsShiftInvariant);

    /// <summary>True if the loss stays the same when two classes other than the label are exchanged.</summary>
    public bool IsSymmetric => IsOfLogProbability || Enumerable.Range(0, _formulas.Value.Length).All(label =>
    {
        int[] others = [.. Enumerable.Range(0, _function.Classes).Where(k => !_function.TakesLabels || k != label)];
        return others.Skip(1).All(k => _formulas.Value[label].IsUnchanged(others[0], k));
    });

    /// <summary>True if a higher score of the label never costs more.</summary>
    public bool Falls => OfLogProbability(formula => Slope is { } slope && Holds(box => slope.Over(box, out _).High <= 0))
        ?? (_function.TakesLabels && Enumerable.Range(0, _function.Classes).All(k => _formulas.Value[k].EverySlope(k, x => x.High <= 0)));

    private static Interval LogProbability => new(-double.MaxValue, 0);

    private FormulaRange? Slope => _ofLogProbability is { } f ? new(f.Derivative(0, guarded: false)) : null;

    public bool IsAtMost(double bound) => OfLogProbability(f => Everywhere(f, x => x.High <= bound * (1 + Digits))) ?? OfRow(f => f.Everywhere(x => x.High <= bound * (1 + Digits)));

    public bool HasSlopesWithin(double bound)
    {
        bool Within(Interval x) => x.Size <= bound * (1 + Digits);
        if (_ofLogProbability is { } formula)
        {
            // The steepest direction is the score of the label, or of the one other class that has all the remaining probability: |f'(log p)| (1 - p).
            var graph = formula.Graph;
            var slope = formula.Derivative(0, guarded: false);
            var steepest = graph.Record(g => slope * g.Apply(SymbolFunction.Of(default(Expm1)), g.Input(0)));
            return HasNoEdge(formula) && Everywhere(steepest, Within);
        }

        return OfRow(f => Enumerable.Range(0, _function.Classes).All(k => f.EverySlope(k, Within)));
    }

    private static bool HasNoEdge(Symbol formula)
    {
        var range = new FormulaRange(formula);
        return Holds(box =>
        {
            range.Over(box, out var undecided);
            return !undecided;
        });
    }

    private bool? OfLogProbability(Func<Symbol, bool> statement) => _ofLogProbability is { } formula ? statement(formula) : null;

    private bool OfRow(Predicate<RowProofFormula> statement) => Array.TrueForAll(_formulas.Value, statement);

    private static bool Everywhere(Symbol formula, Func<Interval, bool> statement)
    {
        var range = new FormulaRange(formula);
        return Holds(box => statement(range.Over(box, out _)));
    }

    private static bool Holds(Func<Interval[], bool> statement) => BoxSearch.Holds([LogProbability], statement, null, Budget);
}
