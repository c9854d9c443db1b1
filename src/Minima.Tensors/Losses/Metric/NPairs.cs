namespace Minima.Tensors.Losses;

/// <summary>Each anchor must find its own positive among the positives of all classes, by inner products.</summary>
/// <remarks>
/// <para>Formula: l_i = -log softmax_j(a_i . p_j)_i, with a the anchors and p the positives, one of each for every class.</para>
/// <para>Domain: real. Range: [0, inf).</para>
/// <para>Shapes: anchor [N, D], positive [N, D]; one term for each anchor. Both are differentiated. Reduction: mean over anchors.</para>
/// <para>Convention: rows keep their lengths; Sohn adds a penalty on them (l2). On normalised rows with a temperature this is info_nce.</para>
/// <para>Source: Sohn 2016, NIPS, "Improved deep metric learning with multi-class N-pair loss objective".</para>
/// </remarks>
[Loss("n_pairs", "N-pairs", "N 对损失",
    Family = LossFamily.Metric,
    Formula = "-log softmax_j(a_i . p_j)_i",
    Latex = @"-\log \frac{e^{a_{i} \cdot p_{i}}}{\sum_{j} e^{a_{i} \cdot p_{j}}}",
    Aliases = ["n_pair_mc"])]
[English("Each anchor must find its own positive among those of all other classes of the batch.",
    Use = "a batch is made of one pair for each of many classes, and lengths may carry confidence.",
    Avoid = "only directions count (info_nce), or classes have more than two rows in a batch (supcon).",
    Letters = "a: anchor; p: positive")]
[Chinese("每个锚点须在批内所有类别的正样本中找到自己的正样本。",
    Use = "批次由许多类别各取一对样本组成，且向量长度可以表达置信度时。",
    Avoid = "只看方向时（用 info_nce），或批内每类多于两个样本时（用 supcon）。",
    Letters = "a：anchor；p：positive")]
public readonly record struct NPairs : ITensorLoss
{
    /// <summary>One term for each anchor.</summary>
    public LossTerms Of([Axes("N D")] Tensor anchor, [Axes("N D")] Tensor positive) =>
        SoftmaxCrossEntropy.PerRow(anchor.MatMul(positive.Transpose()), Tensor.Arange(anchor.Shape[0]));
}
