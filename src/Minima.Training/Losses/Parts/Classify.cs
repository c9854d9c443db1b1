using System.Numerics;
using Minima.Losses;

namespace Minima.Training.Losses;

/// <summary>Similarities as logits: the part that contrastive losses share.</summary>
internal static class Classify
{
    private const int RowsAtOnce = 256;

    /// <summary>Cross-entropy with labels, as a term of an objective takes it.</summary>
    public static Loss Loss { get; } = Loss.Create(Catalogue.OfType(typeof(CrossEntropy))!, new Dictionary<string, object?>(StringComparer.Ordinal));

    /// <summary>The cross-entropy of each row at its label, by the core's fused kernel: exact to the last digits where the label dominates.</summary>
    public static Tensor Rows(Tensor logits, Tensor labels) => new CrossEntropy().Apply(logits, labels, new LossArguments { Reduction = Minima.Reduction.None });

    /// <summary>
    /// The cross-entropy of the products of each row with all others, at its label, without all products in memory: [N, D], [M, D] and [N] to [N].
    /// </summary>
    /// <param name="rows">[N, D].</param>
    /// <param name="others">[M, D].</param>
    /// <param name="labels">int [N], below M.</param>
    /// <param name="cap">Products stay between -cap and cap; 0 for no cap.</param>
    public static Tensor AmongAll(Tensor rows, Tensor others, Tensor labels, double cap = 0) => RecomputedRows.Apply(
        rows,
        others,
        (part, first, all) =>
        {
            var logits = Similarity.Products(part, all);
            return Rows(cap == 0 ? logits : (logits / cap).Tanh() * cap, labels.Slice(0, first, part.Shape[0]));
        },
        RowsAtOnce);

    /// <summary>
    /// The sum of log(1 + e^z) over the products z of each row with all others, the products with its own partner taken as -z; without all of them in
    /// memory.
    /// </summary>
    /// <param name="rows">[N, D].</param>
    /// <param name="others">[N, D]; row i is the partner of row i.</param>
    public static Tensor VerdictsOnAll(Tensor rows, Tensor others) => RecomputedRows.Apply(
        rows,
        others,
        (part, first, all) =>
        {
            var logits = Similarity.Products(part, all);
            var own = OneHot(Diagonal(part.Shape[0], first), all.Shape[0], part.Type);
            return ((1 - (2 * own)) * logits).Softplus().Sum(^1);
        },
        RowsAtOnce);

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

    /// <summary>The labels from first on: row i belongs to column first + i.</summary>
    public static Tensor Diagonal(int n, int first = 0)
    {
        var labels = new int[n];
        for (var i = 0; i < n; i++) labels[i] = first + i;
        return Tensor.Of(labels, [n]);
    }

    /// <summary>1 at the label, 0 elsewhere: [..] to [.., n].</summary>
    public static Tensor OneHot(Tensor labels, int n, ElementType type)
    {
        var flags = Tensor.Zeros(labels.Shape.Insert(labels.Rank, n), type);
        if (type == ElementType.Single) Set(flags.Write<float>(), labels, n);
        else Set(flags.Write<double>(), labels, n);
        return flags;
    }

    private static void Set<TElement>(Span<TElement> flags, Tensor labels, int n)
        where TElement : unmanaged, INumber<TElement>
    {
        var places = labels.Contiguous().Read<int>();
        for (var i = 0; i < places.Length; i++) flags[(i * n) + places[i]] = TElement.One;
    }
}
