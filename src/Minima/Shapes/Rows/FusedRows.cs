namespace Minima;

/// <summary>
/// A fast path for losses of one kind, entered with the concrete loss: a formula evaluated over a <see cref="Row{T}"/> that holds a fast path
/// passes itself to that path instead of reading the row.
/// </summary>
internal abstract class FusedRows
{
    /// <summary>The value that the fast path returns to a formula. A formula that does not return it unchanged is not fused.</summary>
    public const double Mark = 0.7071067811865476;

    /// <summary>The path for formulas on log-probabilities of logits with a constant added for each class.</summary>
    public abstract void OfLogProbabilities<TLoss>(in TLoss loss, PerClass shifts)
        where TLoss : struct, ILogProbabilityLoss;

    /// <summary>The path for sums over classes.</summary>
    public abstract void SumOfClasses<TLoss>(in TLoss loss)
        where TLoss : struct, IClassSumLoss;
}
