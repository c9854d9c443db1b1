namespace Minima;

/// <summary>
/// A fast way for losses of one kind, entered with the concrete loss: a formula that is read over <see cref="Row{T}"/> with a fused way in
/// it gives itself to that way instead of reading the row.
/// </summary>
internal abstract class FusedRows
{
    /// <summary>What a formula that gives itself to the way gets back: one that does more with it than hand it on is not fused.</summary>
    public const double Mark = 0.7071067811865476;

    /// <summary>The way for formulas on log-probabilities of logits to which each class has a constant added.</summary>
    public abstract void OfLogProbabilities<TLoss>(in TLoss loss, PerClass shifts)
        where TLoss : struct, ILogProbabilityLoss;

    /// <summary>The way for sums over classes.</summary>
    public abstract void SumOfClasses<TLoss>(in TLoss loss)
        where TLoss : struct, IClassSumLoss;
}
