using Minima.Reals.Primitives;

namespace Minima.Tensors.Losses;

/// <summary>Squared errors of a mask, weighted by how far each pixel lies from both outlines: a smooth surrogate for the Hausdorff distance.</summary>
/// <remarks>
/// <para>Formula: mean_i (p_i - t_i)^2 (D_p^a + D_t^a)_i, D_m the distance of a pixel to the nearest one on the other side of the mask m &gt; 1/2; with log_transform: log(1 + that).</para>
/// <para>Domain: prediction and target in [0, 1]; alpha &gt; 0. Range: [0, inf).</para>
/// <para>Shapes: prediction and target of one shape, one image [H, W] or one volume [D, H, W]; one number. Only the prediction is differentiated; distances are constant.</para>
/// <para>Kinks: distances jump where a pixel crosses 1/2; this contributes no derivative.</para>
/// <para>Convention: MONAI's HausdorffDTLoss on one image; a mask that is empty or full has the field 0.</para>
/// <para>Numerics: exact distance transform, O(n) for each row of pixels.</para>
/// <para>Source: Karimi and Salcudean 2019, IEEE TMI 39(2), 499-513, arXiv:1904.10030.</para>
/// </remarks>
/// <param name="Alpha">Power of the distances; 2 is usual.</param>
/// <param name="LogTransform">Returns log(1 + mean) in place of the mean.</param>
[Loss("hausdorff_dt", "Hausdorff (distance transform)", "Hausdorff 距离变换损失",
    Family = LossFamily.Segmentation, StopsGradient = true,
    Formula = "mean_i (p_i - t_i)^2 (D_p^a + D_t^a)_i;  D distances to the outlines;  a = alpha;  and log_transform",
    ChineseFormula = "mean_i (p_i - t_i)^2 (D_p^a + D_t^a)_i;  a = alpha；D 为到轮廓的距离；另有参数 log_transform",
    Latex = @"\begin{cases} \log(1 + m) & \text{if } \mathrm{log\_transform} \\ m & \text{otherwise} \end{cases}, \quad m = \frac{1}{N} \sum_{i=1}^{N} \left(p_{i} - t_{i}\right)^{2} \left(D(p)_{i}^{\alpha} + D(t)_{i}^{\alpha}\right), \quad D(x)_{i} = \min_{j : [x_{j} > 1/2] \ne [x_{i} > 1/2]} \left\lVert i - j \right\rVert",
    Kinks = "p = 1/2: distances jump, slope as given", ChineseKinks = "p = 1/2：距离发生跳变，斜率按所给距离计算",
    Aliases = ["HausdorffDTLoss", "LogHausdorffDTLoss"])]
[English("Charges a wrong pixel by its distance from the outlines, so that far-off islands cost most.",
    Use = "the worst distance between outlines is what counts, as in medical images: beside dice, once that is good.",
    Avoid = "training starts: the distances of a random mask say nothing (dice), or one image differs from the next in scale.",
    Letters = "D: the distance to the outline; N: the number of pixels; i, j: pixels")]
[Chinese("按错误像素到轮廓的距离计损失，离得最远的孤岛代价最大。",
    Use = "看重轮廓之间的最大距离时（如医学影像）：在 dice 已经较好之后与它同用。",
    Avoid = "训练初期：随机掩码的距离没有意义（用 dice）；或各图像尺度不一时。",
    Letters = "D：到轮廓的距离；N：像素数；i、j：像素")]
public readonly record struct HausdorffDistanceTransform(
    [Positive, Chinese("距离的幂次，常用 2。")] double Alpha,
    [Chinese("返回 log(1 + 均值)，而非均值。")] bool LogTransform) : ITensorLoss
{
    public HausdorffDistanceTransform()
        : this(2, false)
    {
    }

    /// <summary>One number.</summary>
    public LossTerms Of([Axes("..."), Unit] Tensor prediction, [Axes("..."), Unit, Constant] Tensor target)
    {
        if (prediction.Rank is not (2 or 3)) throw new LossException(LossError.Shape, $"hausdorff_dt: the prediction has the shape {prediction.Shape}; it must be one image [H, W] or one volume [D, H, W].");
        if (prediction.Count == 0) return LossTerms.Scalar(prediction.Sum());
        var distances = Field(prediction).Zip(Field(target), (p, t) => p + t).ToArray();
        var mean = ((prediction - target).Square() * Tensor.Of(distances, prediction.Shape).To(prediction.Type)).MeanOrZero();
        return LossTerms.Scalar(LogTransform ? mean.Apply<Log1p>() : mean);
    }

    private IEnumerable<double> Field(Tensor x)
    {
        var mask = Array.ConvertAll(x.Detach().To(ElementType.Double).ToArray(), p => p > 0.5);
        int[] lengths = x.Rank == 2 ? [x.Shape[0], x.Shape[1]] : [x.Shape[0], x.Shape[1], x.Shape[2]];
        var half = Alpha / 2;
        return DistanceMap.SquaredField(mask, lengths).Select(square => half == 1 ? square : Math.Pow(square, half));
    }
}
