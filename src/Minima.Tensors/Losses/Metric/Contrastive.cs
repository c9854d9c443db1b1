namespace Minima.Tensors.Losses;

/// <summary>Pairs that belong together are drawn together, others pushed a margin apart.</summary>
/// <remarks>
/// <para>Formula: y d^2 / 2 + (1 - y) max(0, m - d)^2 / 2, d = |x - o|.</para>
/// <para>Domain: real; target 0 or 1; margin &gt; 0. Range: [0, inf).</para>
/// <para>Shapes: prediction and other [N, D], target [N]; one term for each pair. Prediction and other are differentiated.</para>
/// <para>Kinks: derivative 0 at d = 0. At d = m the derivative is continuous and the curvature jumps.</para>
/// <para>Convention: the paper, with its factor 1/2; over all pairs of a labelled batch: pair_contrastive.</para>
/// <para>Source: Hadsell, Chopra and LeCun 2006, CVPR, doi:10.1109/CVPR.2006.100.</para>
/// </remarks>
/// <param name="Margin">Distance from which a pair of different classes costs nothing; near the typical distance of the embeddings.</param>
[Loss("contrastive", "Contrastive (Hadsell)", "对比损失",
    Family = LossFamily.Metric,
    Formula = "y d^2 / 2 + (1 - y) max(0, m - d)^2 / 2;  d = |x - o|;  m = margin",
    Latex = @"\frac{y d^{2}}{2} + \frac{(1 - y) \max\left(0, \mathrm{margin} - d\right)^{2}}{2}, \quad d = \lVert x - o \rVert, \quad o = \mathrm{other}, \quad y = \mathrm{target}",
    Kinks = "d = 0: slope 0; at d = m the slope is continuous and the curvature jumps", ChineseKinks = "d = 0 处斜率取 0；d = m 处斜率连续、曲率跳变",
    Aliases = ["siamese_loss", "SiameseLoss", "HadsellContrastive"],
    SearchWords = ["siamese", "孪生网络", "对比", "度量学习", "metric learning"])]
[English("Same or different, pair by pair, by distance.",
    Use = "given pairs carry the labels: signatures, faces, duplicates.",
    Avoid = "classes are known (pair_contrastive, supcon), or only the order of distances matters (triplet_margin).",
    Letters = "d: the distance of a pair")]
[Chinese("逐对按距离判断相同还是不同。",
    Use = "标签直接标注在样本对上时：签名、人脸、重复项。",
    Avoid = "已知类别时（用 pair_contrastive、supcon），或只关心距离次序时（用 triplet_margin）。",
    Letters = "d：样本对的距离")]
public readonly record struct Contrastive(
    [Positive, Chinese("异类样本对相距达到此值即不计损失；取嵌入的典型距离左右。")] double Margin) : ITensorLoss
{
    public Contrastive()
        : this(1)
    {
    }

    /// <summary>One term for each pair.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("N D")] Tensor other, [Axes("N"), Unit, Constant] Tensor target)
    {
        var difference = prediction - other;
        var together = difference.Square().Sum(^1);
        var apart = (Margin - difference.Norm(^1)).Relu().Square();
        return 0.5 * ((target * together) + ((1 - target) * apart));
    }
}
