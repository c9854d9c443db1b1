using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima;

/// <summary>
/// One row as a formula sees it, in any reading: in lanes it is sixteen rows at once, each with a label of its own, so that a label is
/// asked for by <see cref="IfLabel"/> and <see cref="Pick"/> and never by a <see cref="bool"/>.
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

    /// <summary>A row of one class that a formula with a faster way need not read: it gives itself to that way.</summary>
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
    /// <param name="labelWeight">Its weight: 1 where there are no class weights.</param>
    /// <param name="classWeights">One for each class, or empty.</param>
    /// <param name="scratch">As many rows as the formula asks for.</param>
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

    /// <summary>The target is a label (in every lane), not a row.</summary>
    public bool HasLabel { get; }

    /// <summary>The label as a number, for classes that have an order; -1 where the target is a row.</summary>
    public T Label => label;

    /// <summary>Weights of classes were given.</summary>
    public bool HasClassWeights => !classWeights.IsEmpty;

    /// <summary>The target of class <paramref name="k"/>; of a label, 1 for its class and 0 for the others.</summary>
    [MethodImpl(AggressiveInlining)]
    public T Target(int k) => HasLabel ? IfLabel(k, T.Of(1), T.Of(0)) : target[k];

    /// <summary>The weight of class <paramref name="k"/>: 1 where there are no class weights.</summary>
    [MethodImpl(AggressiveInlining)]
    public T ClassWeight(int k) => T.Of(classWeights.IsEmpty ? 1 : classWeights[k], "");

    /// <summary><paramref name="yes"/> where class <paramref name="k"/> is the label, else <paramref name="no"/>.</summary>
    [MethodImpl(AggressiveInlining)]
    public T IfLabel(int k, T yes, T no)
    {
        // A constant first, of what is a constant: a tape then records one choice, not two.
        var isLabel = T.IfLess(T.Of(k - 0.5, ""), label, T.IfLess(label, T.Of(k + 0.5, ""), T.Of(1), T.Of(0)), T.Of(0));
        return T.IfLess(T.Of(0), isLabel, yes, no);
    }

    /// <summary><paramref name="yes"/> where the label is above <paramref name="k"/>, else <paramref name="no"/>: for classes that have an order.</summary>
    [MethodImpl(AggressiveInlining)]
    public T IfLabelAbove(int k, T yes, T no) => T.IfLess(T.Of(k + 0.5, ""), label, yes, no);

    /// <summary>This row with other scores: what is left of a loss when logits are shifted or scaled is the loss itself.</summary>
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

    /// <summary>A loss of this row times the weight of its label; 0 where the weight is 0, however infinite the loss.</summary>
    [MethodImpl(AggressiveInlining)]
    public T Weighted(T loss) => HasClassWeights ? T.ZeroTimes(labelWeight, loss) : loss;

    /// <summary>
    /// Log-probability of the label, the prediction taken as logits: -softplus(log-sum-exp of the other logits - its own), which has full
    /// relative accuracy, value and slopes, where it is almost 0. -infinity where the label's logit is -infinity.
    /// </summary>
    [MethodImpl(AggressiveInlining)]
    public T LogProbabilityOfLabel()
    {
        var own = Pick(Prediction);
        var shift = Rows.Shift(LargestOfOthers());
        var others = SumExpOfOthers(shift);
        var excess = shift - own + T.Log(others);

        // An impossible label, whatever the others are. (infinity - infinity would be NaN; the sum keeps a NaN among the others.)
        var impossible = T.StraightThrough(T.Of(double.PositiveInfinity) + others, excess);
        var constant = T.StopGradient(own);
        return -T.Softplus(T.IfLess(T.Of(double.NegativeInfinity), constant, excess, T.IfLess(constant, T.Of(0), impossible, excess)));
    }

    /// <summary>The same of logits to which each class has a constant added. One row of scratch.</summary>
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

    /// <summary>Logits with a constant added for each class, less the largest logit: the constants are not lost beside logits far from 0.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private void Shift(PerClass shifts, Span<T> logits)
    {
        var largest = Level();
        for (var k = 0; k < Count; k++)
        {
            logits[k] = Prediction[k] - largest + T.Of(shifts[k], "");
        }
    }

    /// <summary>The largest score as a constant, 0 where it is infinite: what formulas subtract that scores far from 0 may keep their digits.</summary>
    [MethodImpl(AggressiveInlining)]
    public T Level() => Rows.Shift(Rows.LargestConstant(Prediction));

    /// <summary>The largest logit besides the label's, as a constant; -infinity where there is no other.</summary>
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

    /// <summary>A loss on log-probabilities, read over this row: one row of scratch.</summary>
    [MethodImpl(AggressiveInlining)]
    public T OfLogProbabilities<TLoss>(in TLoss loss)
        where TLoss : struct, ILogProbabilityLoss => OfLogProbabilities(loss, 0);

    /// <summary>A loss on log-probabilities, read over this row with a constant added to the logit of each class: one row of scratch.</summary>
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

    /// <summary>A call, so that a tape's code for one class exists once.</summary>
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
            // Selected before it is multiplied: a class without a share in the target may have probability 0.
            var share = loss.Smoothing == 0 ? Target(k) : Target(k) * (1.0 - smoothing) + even;
            sum += T.ZeroTimes(share * (ClassWeight(k) * T.Of(factors[k], "")), loss.OfLogProbability(logProbabilities[k]));
        }

        return sum;
    }

    /// <summary>Row <paramref name="index"/> of scratch, as long as the prediction, with whatever is in it.</summary>
    [MethodImpl(AggressiveInlining)]
    public Span<T> Scratch(int index) => scratch.Slice(index * Count, Count);
}
