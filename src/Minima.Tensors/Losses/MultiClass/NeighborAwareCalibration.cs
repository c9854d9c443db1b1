namespace Minima.Tensors.Losses;

/// <summary>Cross-entropy whose logits are also pulled towards the labels of the neighbouring pixels.</summary>
/// <remarks>
/// <para>Formula: mean_i(-log softmax(x_i)_(y_i)) + alpha mean_(i,k)(|u_ik - x_ik|^p), with x the prediction, y the label and u the neighbour: the one-hot labels of the
/// image, smoothed (the mean or a Gaussian of 3 x 3 pixels).</para>
/// <para>Domain: logits real and finite; label 0 to K - 1; neighbour real, a constant; alpha &gt;= 0. Range: [0, inf). Label out of range: refused.</para>
/// <para>Shapes: prediction and neighbour [..., K] with the class axis last, labels without it. Only the prediction is differentiated. One number: both parts are
/// means.</para>
/// <para>Kinks: derivative 0 where a logit is its neighbour.</para>
/// <para>Convention: the distance is between logits and smoothed labels, as in the paper and in MONAI.</para>
/// <para>Limits: alpha 0 is cross_entropy.</para>
/// <para>Source: Murugesan et al. 2023, MICCAI, arXiv:2303.06268.</para>
/// </remarks>
/// <param name="Alpha">Weight of the distance to the neighbours' labels; 0.1 is usual.</param>
/// <param name="P">Exponent of that distance: 1 or 2.</param>
[Loss("nacl", "Neighbour-aware calibration (NACL)", "邻域感知校准",
    Family = LossFamily.MultiClass,
    Formula = "mean_i(-log softmax(x_i)_y) + alpha mean_ik(|u_ik - x_ik|^p)",
    Latex = @"-\frac{1}{N} \sum_{i=1}^{N} \log \, \operatorname{softmax}(x_{i})_{y_{i}} + \frac{\alpha}{N K} \sum_{i=1}^{N} \sum_{k=1}^{K} \left|u_{ik} - x_{ik}\right|^{p}",
    Kinks = "x_ik = u_ik: slope 0",
    ChineseKinks = "x_ik = u_ik 处斜率为 0",
    Aliases = ["NACLLoss", "neighbor_aware_calibration"])]
[English("Cross-entropy for segmentation that ties each pixel's logits to the smoothed labels around it, so that confidence stays calibrated.",
    Use = "you segment images and want probabilities that can be trusted near borders.",
    Avoid = "rows have no neighbours (mbls), or only the class matters (cross_entropy).",
    Letters = "i: a sample; u: neighbour; N: the number of samples")]
[Chinese("用于分割的交叉熵，并把每个像素的 logit 拉向其周围平滑后的标签，使置信度保持校准。",
    Use = "做图像分割，且希望边界附近的概率可信时。",
    Avoid = "样本之间没有邻域关系时（用 mbls），或只关心类别时（用 cross_entropy）。",
    Limits = "alpha = 0 时为 cross_entropy。",
    Letters = "i：样本；u：neighbour；N：样本数")]
public readonly record struct NeighborAwareCalibration(
    [NonNegative, Chinese("与邻域标签距离的权重，常用 0.1。")] double Alpha,
    [AtLeast(1), Chinese("该距离的指数：1 或 2。")] int P) : ITensorLoss
{
    public NeighborAwareCalibration()
        : this(0.1, 1)
    {
    }

    /// <summary>One number.</summary>
    public LossTerms Of([Axes("... K")] Tensor prediction, [Axes("..."), Labels("K")] Tensor target, [Axes("... K"), Constant] Tensor neighbour)
    {
        if (prediction.Count == 0) return LossTerms.Scalar(prediction.Sum());
        var distance = P % 2 == 0 ? neighbour - prediction : (neighbour - prediction).Abs(); // An even power has no kink at 0.
        return LossTerms.Scalar(SoftmaxCrossEntropy.PerRow(prediction, target).Mean() + (P == 1 ? distance : distance.Pow(P)).Mean() * Alpha);
    }
}
