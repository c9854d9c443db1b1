using Minima.Losses;

namespace Minima.Training.Losses;

/// <summary>Similarities as logits: the part that contrastive losses share.</summary>
internal static class Classify
{
    /// <summary>The cross-entropy of each row at its label, by the core's fused kernel: exact to the last digits where the label dominates.</summary>
    public static Tensor Rows(Tensor logits, Tensor labels) => new CrossEntropy().Apply(logits, labels, new LossArguments { Reduction = Minima.Reduction.None });

    /// <summary>
    /// The cross-entropy at every place of each row, among the logits that a mask chooses; of the others nothing is to be read. Exact also at the place
    /// that dominates its row, where the logarithm of the softmax is tiny.
    /// </summary>
    public static Tensor Everywhere(Tensor logits, Tensor mask)
    {
        var n = logits.Shape[^1];
        if (n == 0) return logits;
        var (isFirst, lead) = Leader(logits, mask);
        return Tensor.Where(isFirst, Spread.Across((-lead).Softplus(), n), Spread.Across(Among.LogSumExp(logits, mask), n) - logits);
    }

    /// <summary>-log(1 - p) at every place of each row, p the softmax: what it costs that the place is chosen. Exact where p is near 1, and where it is near 0.</summary>
    public static Tensor Rest(Tensor logits)
    {
        var n = logits.Shape[^1];
        if (n == 0) return logits;
        var all = Tensor.Ones(logits.Shape, logits.Type);
        var (isFirst, lead) = Leader(logits, all);

        // No other place has more than half, so that the logarithm of its probability tells its rest; what stands at the leader's is not read.
        var logs = Tensor.Where(isFirst, -all, logits - Spread.Across(Among.LogSumExp(logits, all), n));
        return Tensor.Where(isFirst, Spread.Across(lead.Softplus(), n), -logs.Apply(default(Log1mExpFunction)));
    }

    /// <summary>1 at the first largest of the chosen logits of each row, and by how much it leads the log-sum-exp of the others.</summary>
    private static (Tensor IsFirst, Tensor Lead) Leader(Tensor logits, Tensor mask)
    {
        var first = Among.PlaceOfLargest(logits.Detach(), mask);
        var isFirst = OneHot(first, logits.Shape[^1], logits.Type);
        return (isFirst, logits.Pick(first) - Among.LogSumExp(logits, mask * (1 - isFirst)));
    }

    /// <summary>The cross-entropy of each row against probabilities; a probability of 0 counts as nothing, whatever the logit.</summary>
    public static Tensor Against(Tensor logits, Tensor probabilities)
    {
        var each = Everywhere(logits, Tensor.Ones(logits.Shape, logits.Type));
        return (probabilities * each.If(probabilities)).Sum(^1);
    }

    /// <summary>The logits with another one at the label: what margins on angles do.</summary>
    public static Tensor WithOwn(Tensor logits, Tensor labels, Tensor own) =>
        Tensor.Where(OneHot(labels, logits.Shape[^1], logits.Type), Spread.Across(own, logits.Shape[^1]), logits);

    /// <summary>The labels 0 to n - 1: row i belongs to column i.</summary>
    public static Tensor Diagonal(int n)
    {
        var labels = new int[n];
        for (var i = 0; i < n; i++) labels[i] = i;
        return Tensor.Of(labels, [n]);
    }

    /// <summary>1 at the label, 0 elsewhere: [..] to [.., n].</summary>
    public static Tensor OneHot(Tensor labels, int n, ElementType type)
    {
        var places = labels.Contiguous().Read<int>();
        var flags = new double[places.Length * n];
        for (var i = 0; i < places.Length; i++) flags[(i * n) + places[i]] = 1;
        return Tensor.Of(flags, labels.Shape.Insert(labels.Rank, n)).To(type);
    }
}
