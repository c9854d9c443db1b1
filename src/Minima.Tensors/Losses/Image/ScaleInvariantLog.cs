namespace Minima.Tensors.Losses;

/// <summary>Squared error of logarithms, of which the part that one common factor explains is forgiven.</summary>
/// <remarks>
/// <para>Formula: mean of g^2 - lambda (mean of g)^2, with g = log p - log t.</para>
/// <para>Domain: prediction and target &gt; 0. Range: [0, inf) for lambda in [0, 1].</para>
/// <para>Shapes: prediction and target of one shape: up to two axes are one image, and the loss is one number; of more the first numbers the images, and there is one term for each. Only the prediction is differentiated.</para>
/// <para>Convention: BTS takes 10 times the square root, with lambda = 0.85; lambda = 1 is the variance of g.</para>
/// <para>Source: Eigen, Puhrsch and Fergus 2014, arXiv:1406.2283; Lee et al. 2019 (BTS), arXiv:1907.10326.</para>
/// </remarks>
/// <param name="Lambda">Proportion of a common factor between prediction and target that is forgiven: 0 none, 1 all; 0.5 in the original, 0.85 in BTS.</param>
[Loss("silog", "Scale-invariant log (SILog)", "尺度不变对数",
    Family = LossFamily.Image,
    Formula = "mean(g^2) - lambda mean(g)^2;  g = log p - log t",
    Latex = @"\frac{1}{N} \sum_{i=1}^{N} g_{i}^{2} - \lambda \left(\frac{1}{N} \sum_{i=1}^{N} g_{i}\right)^{2}, \quad g_{i} = \log p_{i} - \log t_{i}",
    Aliases = ["SILogLoss", "SILog"])]
[English("Compares depths by their ratios, and forgives a common factor.",
    Use = "depth comes from one camera, so that the scale is not known.",
    Avoid = "metres count: mae, or lambda = 0.",
    Letters = "g: the error of the logarithm; N: the number of elements")]
[Chinese("按比值比较深度，容许整体相差一个系数。",
    Use = "由单个相机估计深度，因而尺度未知时。",
    Avoid = "需要以米计的准确值时：用 mae，或取 lambda = 0。",
    Letters = "g：对数之差；N：元素个数")]
public readonly record struct ScaleInvariantLog(
    [Unit, Chinese("对预测值与目标值之间公共比例因子的容许程度：0 为不容许，1 为完全容许；原文取 0.5，BTS 取 0.85。")] double Lambda) : ITensorLoss
{
    public ScaleInvariantLog()
        : this(0.5)
    {
    }

    /// <summary>The number of each image.</summary>
    public LossTerms Of([Axes("..."), Positive] Tensor prediction, [Axes("..."), Positive, Constant] Tensor target)
    {
        var g = ImageAxes.Rows(prediction.Log() - target.Log());
        var mean = g.MeanOrZero(^1);
        return ImageAxes.PerImage(prediction, (g * g).MeanOrZero(^1) - (Lambda * (mean * mean)));
    }
}
