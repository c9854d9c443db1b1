namespace Minima.Tensors.Losses;

/// <summary>The two rows of a pair together, all rows spread evenly over the sphere.</summary>
/// <remarks>
/// <para>Formula: mean_i |x_i - y_i|^a + l (u(x) + u(y)) / 2, u(x) = log mean_{i &lt; j} e^{-t |x_i - x_j|^2}, with x the anchors, y the positives, a = alpha,
/// t the sharpness, l the uniformity.</para>
/// <para>Domain: real; alpha, sharpness &gt; 0. Rows are normalised; a row of zeros stays as it is. Range: [-4 l t, inf) for l of at least 0.</para>
/// <para>Shapes: anchor [N, D], positive [N, D]; one number. Both are differentiated. Without two rows the second part is 0, without one the first too.</para>
/// <para>Kinks: x_i = y_i for alpha of at most 1, derivative 0 there.</para>
/// <para>Source: Wang and Isola 2020, arXiv:2005.10242.</para>
/// </remarks>
/// <param name="Alpha">Power of the distances between the samples of a pair; 2 is usual.</param>
/// <param name="Sharpness">Sharpness of the repulsion: the larger, the faster it fades with the distance of two samples. 2 is usual.</param>
/// <param name="Uniformity">Weight of the uniformity; 1 is usual.</param>
[Loss("align_uniform", "Alignment and uniformity", "对齐与均匀性",
    Family = LossFamily.Metric, LowerBound = double.NegativeInfinity,
    Formula = "mean_i |x_i - y_i|^a + l (u(x) + u(y)) / 2, u(x) = log mean_{i < j} e^{-t |x_i - x_j|^2};  a = alpha, t = sharpness, l = uniformity",
    Latex = @"\frac{1}{N} \sum_{i=1}^{N} \left\lVert x_{i} - y_{i} \right\rVert^{\alpha} + \mathrm{uniformity} \, \frac{u(x) + u(y)}{2}, \quad u(x) = \log\left(\frac{1}{N (N - 1)} \sum_{i \ne j} e^{-\mathrm{sharpness} \, \left\lVert x_{i} - x_{j} \right\rVert^{2}}\right), \quad x_{i} = \frac{\mathrm{anchor}_{i}}{\left\lVert \mathrm{anchor}_{i} \right\rVert}, \quad y_{i} = \frac{\mathrm{positive}_{i}}{\left\lVert \mathrm{positive}_{i} \right\rVert}",
    Kinks = "x_i = y_i where a <= 1: slope 0",
    ChineseKinks = "a <= 1 时 x_i = y_i 处斜率取 0")]
[English("The two aims of contrastive learning as two terms: pairs together, everything spread out.",
    Use = "you want to weigh agreement and spread against each other, or to measure both.",
    Avoid = "one temperature is enough to set (nt_xent).",
    Letters = "x, y: the normalised rows of `anchor` and `positive`; i, j: samples of the batch; u: the uniformity of one view")]
[Chinese("把对比学习的两个目标写成两项：成对样本靠拢，全体样本铺开。",
    Use = "想在一致与铺开之间权衡，或分别度量二者时。",
    Avoid = "只设一个温度就够时（用 nt_xent）。",
    Letters = "x、y：归一化后的 `anchor` 与 `positive` 各行；i、j：批次中的样本；u：一个视图的均匀性")]
public readonly record struct AlignUniform(
    [Positive, Chinese("样本对距离的幂次，常用 2。")] double Alpha,
    [Positive, Chinese("斥力的锐度：越大，样本间斥力随距离衰减越快。常用 2。")] double Sharpness,
    [Chinese("均匀性项的权重，常用 1。")] double Uniformity) : ITensorLoss
{
    public AlignUniform()
        : this(2, 2, 1)
    {
    }

    /// <summary>One number for the batch.</summary>
    public LossTerms Of([Axes("N D")] Tensor anchor, [Axes("N D")] Tensor positive)
    {
        var (x, y) = (anchor.Normalize(^1), positive.Normalize(^1));
        var align = (x - y).Norm(^1).PowOrZero(Alpha).Sum() / Math.Max(anchor.Shape[0], 1);
        return LossTerms.Scalar(anchor.Shape[0] < 2 ? align : align + (Uniformity / 2 * (Uneven(x) + Uneven(y))));
    }

    private Tensor Uneven(Tensor x)
    {
        var n = x.Shape[0];
        var logits = -Sharpness * x.PairwiseSquaredDistances(x);
        var different = 1 - Tensor.Eye(n, x.Type);
        var all = logits.Reshape([n * n]).LogSumExp(^1, different.Reshape([n * n]));
        return all - Math.Log((double)n * (n - 1));
    }
}
