using Minima.Losses;
using Minima.Reals.Primitives;

namespace Minima.Tensors.Losses;

/// <summary>The cross-entropy of rows of logits, at their labels, at every class, and against probabilities.</summary>
internal static class SoftmaxCrossEntropy
{
    /// <summary>The rows whose products with all others are in memory at a time.</summary>
    public const int RowsAtOnce = 256;

    /// <summary>The cross-entropy of each row at its label, by the core's fused kernel: exact to the last digits where the label dominates.</summary>
    public static Tensor PerRow(Tensor logits, Tensor labels) => new CrossEntropy().Apply(logits, labels, new LossArguments { Reduction = Minima.Reduction.None });

    /// <summary>
    /// The cross-entropy of the products of each row with all others, at its label, without all products in memory: [N, D], [M, D] and [N] to [N].
    /// </summary>
    /// <param name="rows">[N, D].</param>
    /// <param name="others">[M, D].</param>
    /// <param name="labels">int [N], below M.</param>
    /// <param name="cap">Products stay between -cap and cap; 0 for no cap.</param>
    public static Tensor OfProducts(Tensor rows, Tensor others, Tensor labels, double cap = 0) => RecomputedRows.Apply(
        rows,
        others,
        (part, first, all) =>
        {
            var logits = part.MatMul(all.Transpose());
            return PerRow(cap == 0 ? logits : (logits / cap).Tanh() * cap, labels.Slice(0, first, part.Shape[0]));
        },
        RowsAtOnce);

    /// <summary>The cross-entropy at every class of each row. Exact also at the class that dominates its row.</summary>
    public static Tensor AtEveryClass(Tensor logits) => AtEveryClass(logits, Tensor.Ones(logits.Shape, logits.Type));

    /// <summary>
    /// The cross-entropy at every place of each row, among the logits that a mask chooses; the others are not read. Exact also at the place
    /// that dominates its row, where the logarithm of the softmax is tiny.
    /// </summary>
    public static Tensor AtEveryClass(Tensor logits, Tensor mask)
    {
        var n = logits.Shape[^1];
        if (n == 0) return logits;
        var (isFirst, lead) = Leader(logits, mask);
        return Tensor.Where(isFirst, (-lead).Softplus().Expand(^1, n), logits.LogSumExp(^1, mask).Expand(^1, n) - logits);
    }

    /// <summary>-log(1 - p) at every place of each row, p the softmax. Exact where p is near 1, and where it is near 0.</summary>
    public static Tensor OfComplement(Tensor logits)
    {
        var n = logits.Shape[^1];
        if (n == 0) return logits;
        var all = Tensor.Ones(logits.Shape, logits.Type);
        var (isFirst, lead) = Leader(logits, all);

        // No other place has more than half, so its rest follows from the logarithm of its probability; the value at the leader's place is not read.
        var logs = Tensor.Where(isFirst, -all, logits - logits.LogSumExp(^1, all).Expand(^1, n));
        return Tensor.Where(isFirst, lead.Softplus().Expand(^1, n), -logs.Apply<Log1mExp>());
    }

    /// <summary>1 at the first largest of the chosen logits of each row, and by how much it leads the log-sum-exp of the others.</summary>
    private static (Tensor IsFirst, Tensor Lead) Leader(Tensor logits, Tensor mask)
    {
        var first = logits.Detach().ArgMax(^1, mask);
        var isFirst = first.OneHot(logits.Shape[^1], logits.Type);
        return (isFirst, logits.Pick(first) - logits.LogSumExp(^1, mask * (1 - isFirst)));
    }

    /// <summary>The cross-entropy of each row against probabilities; a probability of 0 counts 0 for every logit.</summary>
    public static Tensor WithSoftLabels(Tensor logits, Tensor probabilities)
    {
        var each = AtEveryClass(logits);
        return (probabilities * each.If(probabilities)).Sum(^1);
    }
}
