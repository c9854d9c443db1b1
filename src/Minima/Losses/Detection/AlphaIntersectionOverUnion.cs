using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>One minus a power of intersection over union.</summary>
/// <remarks>
/// <para>Formula: 1 - (I / (U + 1e-7))^alpha. Range: [0, 1].</para>
/// <para>Domain: real corners with x1 &lt;= x2, y1 &lt;= y2 (a box the wrong way round is refused; one without area is not).</para>
/// <para>Shapes: boxes [N, 4] as x1, y1, x2, y2, one term a box. Only the prediction is differentiated. Reduction: mean over boxes; no box: 0.</para>
/// <para>Limits: iou with alpha 1.</para>
/// <para>Kinks: disjoint boxes overlap by 0 with derivative 0; coinciding edges take half of each derivative (docs/numerics.md).</para>
/// <para>Numerics: 1e-7 is added to the union as in torchvision: a fixed area, so scale boxes to pixels or to the image, not to 1e-6.</para>
/// <para>Source: He et al. 2021, NeurIPS, arXiv:2110.13675.</para>
/// </remarks>
/// <param name="Alpha">Exponent of the overlap; above 1 boxes that fit well gain weight. 3 is usual.</param>
[Loss("alpha_iou", "Alpha-IoU", "Alpha-IoU 损失",
    Family = LossFamily.Detection, FloatUlps = 2, Kinks = "where edges of the two boxes coincide the slope is split in halves; boxes apart share 0 with slope 0", ChineseKinks = "两框的边重合处斜率各取一半；两框不相交时交集为 0，斜率为 0",
    Formula = "1 - IoU^alpha",
    Latex = @"1 - \mathrm{IoU}^{\alpha}, \quad \mathrm{IoU} = \frac{I}{U + 10^{-7}}",
    Aliases = ["AlphaIoULoss", "power_iou"])]
[English("One minus a power of IoU: an exponent above 1 looks harder at boxes that overlap well.",
    Use = "high IoU thresholds are judged, or some boxes are noisy.",
    Avoid = "predictions may lie apart: no gradient then; begin with giou or ciou.")]
[Chinese("1 减去 IoU 的幂：指数大于 1 时更看重重叠良好的框。",
    Use = "评价采用较高的 IoU 阈值，或部分框有噪声时。",
    Avoid = "预测框可能不相交时：此时没有梯度，先用 giou 或 ciou。",
    Limits = "alpha = 1 时为 iou。")]
public readonly record struct AlphaIntersectionOverUnion(
    [Positive, Chinese("重叠度的指数；大于 1 时，重合较好的框权重更大。常用 3。")] double Alpha) : IBoxLoss
{
    public AlphaIntersectionOverUnion()
        : this(3)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(Box<T> prediction, Box<T> target)
        where T : IReal<T>
    {
        var share = prediction.IntersectionOverUnion(target);
        return 1.0 - (Alpha == 3 ? share * share * share : Power(share));
    }

    /// <summary>Out of the kernel: the exponent of the paper is 3.</summary>
    [MethodImpl(NoInlining)]
    private T Power<T>(T share)
        where T : IReal<T> => T.Pow(share, Alpha);
}
