namespace Minima.Tensors.Losses;

/// <summary>For each anchor a smooth farthest positive against a smooth nearest negative.</summary>
/// <remarks>
/// <para>Formula: l_i = max(0, log sum_p e^{d(x_i, x_p)} + log sum_n e^{m - d(x_i, x_n)}) over the p with the label of i and the n with another, d the
/// Euclidean distance and m the margin.</para>
/// <para>Domain: real. Range: [0, inf).</para>
/// <para>Shapes: prediction [N, D], int target [N]; one term for each anchor. The prediction is differentiated. Reduction: mean over the anchors that have a
/// positive and a negative; the others are 0.</para>
/// <para>Kinks: the edge of the hinge, derivative 0 there; a distance of 0, derivative 0.</para>
/// <para>Convention: the generalised form, anchor by anchor; that of pairs is lifted_structure_pairs.</para>
/// <para>Source: Oh Song et al. 2016, arXiv:1511.06452; Hermans et al. 2017, arXiv:1703.07737.</para>
/// </remarks>
/// <param name="Margin">Margin by which negatives must be farther than positives; 1 is usual.</param>
[Loss("lifted_structure", "Lifted structure", "提升结构损失",
    Family = LossFamily.Metric,
    Formula = "max(0, log sum_p e^{d(x_i, x_p)} + log sum_n e^{m - d(x_i, x_n)});  m = margin",
    Latex = @"\begin{aligned} & \max\left(0, \log \sum_{p \in P_{i}} e^{d_{ip}} + \log \sum_{n \in N_{i}} e^{m - d_{in}}\right), \quad d_{ij} = \left\lVert x_{i} - x_{j} \right\rVert \\ & P_{i} = \lbrace j \ne i : y_{j} = y_{i} \rbrace, \quad N_{i} = \lbrace j : y_{j} \ne y_{i} \rbrace, \quad m = \mathrm{margin} \end{aligned}",
    Kinks = "the edge of the hinge: slope 0; a distance of 0: slope 0",
    ChineseKinks = "合页转折处斜率取 0；距离为 0 处斜率取 0",
    Aliases = ["GeneralizedLiftedStructureLoss"])]
[English("All positives and all negatives of an anchor at once, the hardest of them the most.",
    Use = "you want the information of the whole batch, yet weighted towards hard rows.",
    Avoid = "only the very hardest should count (batch_hard_triplet), or only directions (multi_similarity).",
    Letters = "d: the distance of two samples; p, n: samples of the same class and of another class; i, j: samples")]
[Chinese("同时考虑锚点的全部正样本与负样本，越难的权重越大。",
    Use = "想利用整批信息，又要侧重困难样本时。",
    Avoid = "只计最难样本时（用 batch_hard_triplet），或只看方向时（用 multi_similarity）。",
    Letters = "d：两个样本的距离；p、n：同类样本与异类样本；i、j：样本")]
public readonly record struct LiftedStructure(
    [Chinese("负样本须比正样本远出的距离，常用 1。")] double Margin) : ITensorLoss
{
    public LiftedStructure()
        : this(1)
    {
    }

    /// <summary>One term for each anchor.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("N"), Labels] Tensor target)
    {
        var pairs = LabelPairs.Within(target, prediction.Type);
        var distances = prediction.PairwiseDistances(prediction);
        var sum = distances.LogSumExp(^1, pairs.Positive) + (Margin - distances).LogSumExp(^1, pairs.Negative);
        return MetricReduction.PerAnchor(sum.Relu(), pairs.HasBoth);
    }
}
