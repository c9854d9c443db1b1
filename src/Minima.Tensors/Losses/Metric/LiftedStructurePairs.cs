namespace Minima.Tensors.Losses;

/// <summary>Each positive pair against a smooth nearest negative of both its rows.</summary>
/// <remarks>
/// <para>Formula: l_ij = 1/2 max(0, log(sum_k e^{m - d_ik} + sum_k e^{m - d_jk}) + d_ij)^2 for every ordered pair (i, j) of one label, over the rows k of
/// another, d the Euclidean distance and m the margin.</para>
/// <para>Domain: real. Rows are normalised unless normalize is false; a row of zeros stays as it is. Range: [0, inf).</para>
/// <para>Shapes: prediction [N, D], int target [N]; one term for each pair, anchor by anchor. The prediction is differentiated. Reduction: mean over pairs.</para>
/// <para>Kinks: a distance of 0, derivative 0 there.</para>
/// <para>Convention: the form of the paper; that of anchors is lifted_structure.</para>
/// <para>Source: Oh Song et al. 2016, arXiv:1511.06452.</para>
/// </remarks>
/// <param name="Margin">Margin by which negatives must be farther than positives; 1 is usual.</param>
/// <param name="Normalize">Normalises the samples to length 1.</param>
[Loss("lifted_structure_pairs", "Lifted structure of pairs", "提升结构损失（成对原式）",
    Family = LossFamily.Metric,
    Formula = "1/2 max(0, log(sum_k e^{m - d_ik} + sum_k e^{m - d_jk}) + d_ij)^2;  m = margin;  and normalize",
    ChineseFormula = "1/2 max(0, log(sum_k e^{m - d_ik} + sum_k e^{m - d_jk}) + d_ij)^2;  m = margin；另有参数 normalize",
    Latex = @"\begin{aligned} & \frac{1}{2} \max\left(0, \log \sum_{y_{k} \ne y_{i}} \left(e^{\mathrm{margin} - d_{ik}} + e^{\mathrm{margin} - d_{jk}}\right) + d_{ij}\right)^{2}, \quad y_{i} = y_{j}, \quad i \ne j \\ & d_{ij} = \left\lVert z_{i} - z_{j} \right\rVert, \quad z_{i} = \begin{cases} \frac{x_{i}}{\left\lVert x_{i} \right\rVert} & \text{if } \mathrm{normalize} \\ x_{i} & \text{otherwise} \end{cases} \end{aligned}",
    Kinks = "a distance of 0: slope 0",
    ChineseKinks = "距离为 0 处斜率取 0",
    Aliases = ["LiftedStructureLoss"])]
[English("Each positive pair of a batch against all negatives of its two rows.",
    Use = "you reproduce the original lifted structure loss.",
    Avoid = "you are free to choose: the form of anchors is simpler (lifted_structure).",
    Letters = "d: the distance of two samples; i, j: two samples of one class; k: a sample of another class; y: target")]
[Chinese("批内每个正样本对与其两个样本的全部负样本比较。",
    Use = "复现原始的提升结构损失时。",
    Avoid = "可以自由选择时：按锚点的形式更简单（用 lifted_structure）。",
    Letters = "d：两个样本的距离；i、j：同类的两个样本；k：异类样本；y：target")]
public readonly record struct LiftedStructurePairs(
    [Chinese("负样本须比正样本远出的距离，常用 1。")] double Margin,
    [Chinese("把样本归一化到长度 1。")] bool Normalize) : ITensorLoss
{
    public LiftedStructurePairs()
        : this(1, true)
    {
    }

    /// <summary>One term for each positive pair.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("N"), Labels] Tensor target)
    {
        var labels = LabelPairs.Within(target, prediction.Type);
        var pairs = PairList.Of(labels.Positive);
        var rows = Normalize ? prediction.Normalize(^1) : prediction;
        var distances = rows.PairwiseDistances(rows);
        var nearest = (Margin - distances).LogSumExp(^1, labels.Negative);
        var hinge = (OfBoth(pairs, nearest).LogSumExp(^1, OfBoth(pairs, labels.Negative.Any(^1))) + pairs.At(distances)).Relu();
        return hinge * hinge / 2;
    }

    private static Tensor OfBoth(PairList pairs, Tensor rows) =>
        Tensor.Concatenate(1, pairs.OfAnchors(rows).Reshape([pairs.Count, 1]), pairs.OfPartners(rows).Reshape([pairs.Count, 1]));
}
