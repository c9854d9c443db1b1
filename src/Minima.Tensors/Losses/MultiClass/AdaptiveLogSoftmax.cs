namespace Minima.Tensors.Losses;

/// <summary>Cross-entropy in two steps: first the frequent classes or the group of the rare ones, then the class within that group.</summary>
/// <remarks>
/// <para>Formula: -log softmax(h)_c - [y &gt;= S] log softmax(z)_(y - S), c = min(y, S), with h the head, z the tail, S the shortlist.</para>
/// <para>Domain: logits real; labels 0 to S + T - 1 for T columns of the tail; shortlist &gt;= 0. Range: [0, inf).</para>
/// <para>Shapes: head [N, S + 1] (its last column stands for the tail), tail [N, T], target [N] labels; one term for each row. Head and tail are differentiated. A tail that a row does not
/// need has no gradient there.</para>
/// <para>Convention: PyTorch's AdaptiveLogSoftmaxWithLoss with one cluster, after its projections.</para>
/// <para>Limits: cross_entropy if every label is in the shortlist and the last logit of the head is -inf.</para>
/// <para>Source: Grave et al. 2017, ICML, arXiv:1609.04309.</para>
/// </remarks>
/// <param name="Shortlist">Number of frequent classes that the head scores itself; classes must be sorted by frequency.</param>
[Loss("adaptive_log_softmax", "Adaptive log-softmax", "自适应 softmax",
    Family = LossFamily.MultiClass,
    Formula = "-log softmax(h)_c - [y >= S] log softmax(z)_(y - S);  c = min(y, S), h = head, z = tail;  S = shortlist",
    Latex = @"-\log \operatorname{softmax}(h)_{c} - [y \ge S] \log \operatorname{softmax}(z)_{y - S}, \quad c = \min(y, S), \quad h = \mathrm{head}, \quad z = \mathrm{tail}, \quad S = \mathrm{shortlist}",
    Aliases = ["AdaptiveLogSoftmaxWithLoss", "adaptive_softmax"])]
[English("An exact softmax over very many classes that computes the rare ones only where they are needed.",
    Use = "a vocabulary is large and a few words make most of the text.",
    Avoid = "classes are equally frequent, or few enough for one softmax (cross_entropy).")]
[Chinese("类别极多时的精确 softmax，稀有类别只在需要时计算。",
    Use = "词表很大，而少数词占文本的大部分时。",
    Avoid = "各类别频率相近，或类别少，一次 softmax 即可时（用 cross_entropy）。",
    Limits = "所有标签都属于高频类别，且头部最后一个 logit 为 -inf 时为 cross_entropy。")]
public readonly record struct AdaptiveLogSoftmax(
    [NonNegative, Chinese("头部直接打分的高频类别数；类别须按频率排序。")] int Shortlist) : ITensorLoss
{
    public AdaptiveLogSoftmax()
        : this(2)
    {
    }

    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N H")] Tensor head, [Axes("N T")] Tensor tail, [Axes("N"), Labels] Tensor target)
    {
        var shortlist = Shortlist;
        if (head.Shape[1] != shortlist + 1) throw new LossException(LossError.Shape, $"adaptive_log_softmax: the head {head.Shape} has {head.Shape[1]} columns; with a shortlist of {shortlist} it must have {shortlist + 1}, the last one for the tail.");
        var labels = target.Read<int>().ToArray();
        var classes = shortlist + tail.Shape[1];
        for (var i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classes) throw Throw.Label("adaptive_log_softmax", i, labels[i], classes, null);
        }

        var inHead = Tensor.Of(Array.ConvertAll(labels, y => Math.Min(y, shortlist)), target.Shape);
        var rare = Tensor.Of(Array.ConvertAll(labels, y => y < shortlist ? 0.0 : 1), target.Shape).To(head.Type);
        var first = SoftmaxCrossEntropy.PerRow(head, inHead);
        if (tail.Shape[1] == 0) return first;
        var inTail = Tensor.Of(Array.ConvertAll(labels, y => Math.Max(y - shortlist, 0)), target.Shape);
        return first + SoftmaxCrossEntropy.PerRow(tail, inTail).If(rare);
    }
}
