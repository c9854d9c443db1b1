using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima;

/// <summary>
/// One row as a formula sees it, over any number type. Over lanes it is sixteen rows at once, each with its own label, so that a label is
/// tested by <see cref="IfLabel"/> and <see cref="Pick"/> and never by a <see cref="bool"/>.
/// </summary>
public readonly ref struct Row<T>
    where T : IReal<T>
{
    private readonly ReadOnlySpan<T> target;
    private readonly ReadOnlySpan<double> classWeights;
    private readonly Span<T> scratch;
    private readonly T label;
    private readonly T labelWeight;
    private readonly FusedRows? fused;

    /// <summary>A row of one class for a formula with a fast path, which passes itself to that path instead of reading the row.</summary>
    internal Row(FusedRows fused, ReadOnlySpan<T> prediction, Span<T> scratch)
    {
        this.fused = fused;
        Prediction = prediction;
        target = prediction;
        HasLabel = true;
        label = T.Of(0);
        labelWeight = T.Of(1);
        this.scratch = scratch;
    }

    /// <summary>A row with a label.</summary>
    /// <param name="prediction">One score for each class; at least one.</param>
    /// <param name="label">The class, a whole number.</param>
    /// <param name="labelWeight">Its weight: 1 if there are no class weights.</param>
    /// <param name="classWeights">One for each class, or empty.</param>
    /// <param name="scratch">The rows of scratch that the formula needs.</param>
    public Row(ReadOnlySpan<T> prediction, T label, T labelWeight, ReadOnlySpan<double> classWeights, Span<T> scratch)
    {
        Prediction = prediction;
        HasLabel = true;
        this.label = label;
        this.labelWeight = labelWeight;
        this.classWeights = classWeights;
        this.scratch = scratch;
    }

    /// <summary>A row with a target for each class.</summary>
    public Row(ReadOnlySpan<T> prediction, ReadOnlySpan<T> target, ReadOnlySpan<double> classWeights, Span<T> scratch)
    {
        Prediction = prediction;
        this.target = target;
        label = T.Of(-1);
        labelWeight = T.Of(1);
        this.classWeights = classWeights;
        this.scratch = scratch;
    }

    private Row(scoped in Row<T> row, ReadOnlySpan<T> prediction)
    {
        this = row;
        Prediction = prediction;
    }

    /// <summary>The scores.</summary>
    public ReadOnlySpan<T> Prediction { get; }

    /// <summary>The number of classes.</summary>
    public int Count => Prediction.Length;

    /// <summary>True if the target is a label (in every lane), not a row.</summary>
    public bool HasLabel { get; }

    /// <summary>The label as a number, for classes that have an order; -1 if the target is a row.</summary>
    public T Label => label;

    /// <summary>True if class weights were given.</summary>
    public bool HasClassWeights => !classWeights.IsEmpty;

    /// <summary>The target of class <paramref name="k"/>; for a label, 1 for its class and 0 for the others.</summary>
    [MethodImpl(AggressiveInlining)]
    public T Target(int k) => HasLabel ? IfLabel(k, T.Of(1), T.Of(0)) : target[k];

    /// <summary>The weight of class <paramref name="k"/>: 1 if there are no class weights.</summary>
    [MethodImpl(AggressiveInlining)]
    public T ClassWeight(int k) => T.Of(classWeights.IsEmpty ? 1 : classWeights[k], "");

    /// <summary><paramref name="yes"/> if class <paramref name="k"/> is the label, else <paramref name="no"/>.</summary>
    [MethodImpl(AggressiveInlining)]
    public T IfLabel(int k, T yes, T no)
    {
        // If the label is a constant, this is a constant too: a tape then records one choice, not two.
        var isLabel = T.IfLess(T.Of(k - 0.5, ""), label, T.IfLess(label, T.Of(k + 0.5, ""), T.Of(1), T.Of(0)), T.Of(0));
        return T.IfLess(T.Of(0), isLabel, yes, no);
    }

    /// <summary><paramref name="yes"/> if the label is above <paramref name="k"/>, else <paramref name="no"/>: for classes that have an order.</summary>
    [MethodImpl(AggressiveInlining)]
    public T IfLabelAbove(int k, T yes, T no) => T.IfLess(T.Of(k + 0.5, ""), label, yes, no);

    /// <summary>This row with other scores, for a loss that is another loss with its logits shifted or scaled.</summary>
    [MethodImpl(AggressiveInlining)]
    public Row<T> With(ReadOnlySpan<T> prediction) => new(this, prediction);

    /// <summary>The element of a row at the label.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public T Pick(ReadOnlySpan<T> row)
    {
        var picked = row[0];
        for (var k = 1; k < row.Length; k++)
        {
            picked = IfLabel(k, row[k], picked);
        }

        return picked;
    }

    /// <summary>A loss of this row times the weight of its label; 0 if the weight is 0, even if the loss is infinite.</summary>
    [MethodImpl(AggressiveInlining)]
    public T Weighted(T loss) => HasClassWeights ? T.ZeroTimes(labelWeight, loss) : loss;

    /// <summary>
    /// Log-probability of the label, for a prediction of logits: -softplus(log-sum-exp of the other logits - its own), which has full
    /// relative accuracy, in value and derivatives, even close to 0. -infinity if the label's logit is -infinity.
    /// </summary>
    [MethodImpl(AggressiveInlining)]
    public T LogProbabilityOfLabel()
    {
        var own = Pick(Prediction);
        var shift = Rows.Shift(LargestOfOthers());
        var others = SumExpOfOthers(shift);
        var excess = shift - own + T.Log(others);

        // An impossible label, for every value of the others. (infinity - infinity would be NaN; the sum keeps a NaN among the others.)
        var impossible = T.StraightThrough(T.Of(double.PositiveInfinity) + others, excess);
        var constant = T.StopGradient(own);
        return -T.Softplus(T.IfLess(T.Of(double.NegativeInfinity), constant, excess, T.IfLess(constant, T.Of(0), impossible, excess)));
    }

    /// <summary>The log-probability of the label for logits with a constant added for each class. One row of scratch.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public T LogProbabilityOfLabel(PerClass shifts)
    {
        if (shifts == 0.0)
        {
            return LogProbabilityOfLabel();
        }

        var logits = Scratch(0);
        Shift(shifts, logits);
        return With(logits).LogProbabilityOfLabel();
    }

    /// <summary>Logits with a constant added for each class, minus the largest logit, so that the constants are not lost to rounding if logits are far from 0.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private void Shift(PerClass shifts, Span<T> logits)
    {
        var largest = Level();
        for (var k = 0; k < Count; k++)
        {
            logits[k] = Prediction[k] - largest + T.Of(shifts[k], "");
        }
    }

    /// <summary>The largest score as a constant, 0 if it is infinite. Formulas subtract it so that scores far from 0 keep their precision.</summary>
    [MethodImpl(AggressiveInlining)]
    public T Level() => Rows.Shift(Rows.LargestConstant(Prediction));

    /// <summary>The largest logit besides the label's, as a constant; -infinity if there is no other.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private T LargestOfOthers()
    {
        var none = T.Of(double.NegativeInfinity);
        var largest = none;
        for (var k = 0; k < Prediction.Length; k++)
        {
            largest = T.Max(largest, IfLabel(k, none, T.StopGradient(Prediction[k])));
        }

        return largest;
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private T SumExpOfOthers(T shift)
    {
        var none = T.Of(0);
        var sum = none;
        for (var k = 0; k < Prediction.Length; k++)
        {
            sum += IfLabel(k, none, T.Exp(Prediction[k] - shift));
        }

        return sum;
    }

    /// <summary>A loss on log-probabilities, evaluated over this row; it needs one row of scratch.</summary>
    [MethodImpl(AggressiveInlining)]
    public T OfLogProbabilities<TLoss>(in TLoss loss)
        where TLoss : struct, ILogProbabilityLoss => OfLogProbabilities(loss, 0);

    /// <summary>A loss on log-probabilities, evaluated over this row with a constant added to the logit of each class; it needs one row of scratch.</summary>
    [MethodImpl(AggressiveInlining)]
    public T OfLogProbabilities<TLoss>(in TLoss loss, PerClass shifts)
        where TLoss : struct, ILogProbabilityLoss
    {
        if (fused is not null)
        {
            fused.OfLogProbabilities(loss, shifts);
            return T.Of(FusedRows.Mark, "");
        }

        return HasLabel && loss.Smoothing == 0 ? OfLabel(loss, shifts) : OfClasses(loss, shifts);
    }

    /// <summary>The sum over classes of a loss of one prediction and one target.</summary>
    [MethodImpl(AggressiveInlining)]
    public T SumOfClasses<TLoss>(in TLoss loss)
        where TLoss : struct, IClassSumLoss
    {
        if (fused is not null)
        {
            fused.SumOfClasses(loss);
            return T.Of(FusedRows.Mark, "");
        }

        var sum = T.Of(0);
        for (var k = 0; k < Count; k++)
        {
            sum += OfClass(loss, Prediction[k], Target(k));
        }

        return sum;
    }

    /// <summary>A separate method, so that a tape's code for one class exists once.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static T OfClass<TLoss>(TLoss loss, T prediction, T target)
        where TLoss : struct, IClassSumLoss => loss.OfClass(prediction, target);

    [MethodImpl(AggressiveInlining)]
    private T OfLabel<TLoss>(in TLoss loss, PerClass shifts)
        where TLoss : struct, ILogProbabilityLoss
    {
        var factors = loss.Factors;
        var value = loss.OfLogProbability(LogProbabilityOfLabel(shifts));
        if (factors == 1.0)
        {
            return Weighted(value);
        }

        var factor = T.Of(factors[0], "");
        for (var k = 1; k < Count && !factors.Numbers.IsDefault; k++)
        {
            factor = IfLabel(k, T.Of(factors[k], ""), factor);
        }

        return Weighted(T.ZeroTimes(factor, value));
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private T OfClasses<TLoss>(in TLoss loss, PerClass shifts)
        where TLoss : struct, ILogProbabilityLoss
    {
        var factors = loss.Factors;
        var smoothing = T.Of(loss.Smoothing, nameof(loss.Smoothing));
        var even = smoothing / T.Of(Count, "");
        var logProbabilities = Scratch(0);
        if (shifts == 0.0)
        {
            Rows.LogSoftmax(Prediction, logProbabilities);
        }
        else
        {
            Shift(shifts, logProbabilities);
            Rows.LogSoftmax<T>(logProbabilities, logProbabilities);
        }

        var sum = T.Of(0);
        for (var k = 0; k < Count; k++)
        {
            // Selected before it is multiplied: a class with target 0 may have probability 0.
            var share = loss.Smoothing == 0 ? Target(k) : Target(k) * (1.0 - smoothing) + even;
            sum += T.ZeroTimes(share * (ClassWeight(k) * T.Of(factors[k], "")), loss.OfLogProbability(logProbabilities[k]));
        }

        return sum;
    }

    /// <summary>Row <paramref name="index"/> of scratch, as long as the prediction; its content is undefined.</summary>
    [MethodImpl(AggressiveInlining)]
    public Span<T> Scratch(int index) => scratch.Slice(index * Count, Count);
}
