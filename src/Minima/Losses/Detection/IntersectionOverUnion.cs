using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>One minus intersection over union.</summary>
/// <remarks>
/// <para>Formula: 1 - I / (U + 1e-7), with I the shared area and U the area of the union; with the logarithm: -log(max(IoU, 1e-6)).</para>
/// <para>Domain: real corners with x1 &lt;= x2, y1 &lt;= y2 (a box the wrong way round is refused; one without area is not).</para>
/// <para>Shapes: boxes [N, 4] as x1, y1, x2, y2, one term a box. Only the prediction is differentiated. Reduction: mean over boxes; no box: 0.</para>
/// <para>Convention: the logarithm is UnitBox's; its clamp keeps disjoint boxes finite (mmdetection), with gradient 0 there.</para>
/// <para>Limits: giou if one box holds the other; alpha_iou with alpha 1.</para>
/// <para>Kinks: disjoint boxes overlap by 0 with derivative 0; coinciding edges take half of each derivative (docs/numerics.md).</para>
/// <para>Numerics: 1e-7 is added to the union as in torchvision: a fixed area, so scale boxes to pixels or to the image, not to 1e-6.</para>
/// <para>Source: Yu et al. 2016 (UnitBox), ACM Multimedia, arXiv:1608.01471.</para>
/// </remarks>
/// <param name="LogTransform">Takes -log IoU in place of 1 - IoU, which punishes small overlaps more.</param>
[Loss("iou", "IoU loss", "IoU 损失",
    Family = LossFamily.Detection, FloatUlps = 2, Kinks = "where edges of the two boxes coincide the slope is split in halves; boxes apart share 0 with slope 0", ChineseKinks = "两框的边重合处斜率各取一半；两框不相交时交集为 0，斜率为 0",
    Formula = "1 - IoU;  IoU = I / (U + 1e-7);  log: -log(max(IoU, 1e-6));  log = log_transform",
    Latex = @"\begin{cases} -\log \max\left(\mathrm{IoU}, 10^{-6}\right) & \text{if } \mathrm{log\_transform} \\ 1 - \mathrm{IoU} & \text{otherwise} \end{cases}, \quad \mathrm{IoU} = \frac{I}{U + 10^{-7}}",
    Aliases = ["IoULoss", "box_iou_loss", "unitbox"],
    SearchWords = ["交并比", "bounding box", "边界框", "object detection", "目标检测"])]
[English("One minus the share of the union that two boxes have in common.",
    Use = "boxes overlap already and IoU itself is what is judged.",
    Avoid = "predictions may lie apart from their target: there is no gradient then; use giou, diou or ciou.")]
[Chinese("1 减去两框的交并比（IoU）。",
    Use = "两框已有重叠，且评价指标就是 IoU 时。",
    Avoid = "预测框可能与目标框不相交时：此时没有梯度，应选 giou、diou 或 ciou。",
    Limits = "一个框包含另一个框时与 giou 相同；即 alpha 取 1 的 alpha_iou。")]
public readonly record struct IntersectionOverUnion(
    [Chinese("用 -log IoU 代替 1 - IoU，对重叠小的框惩罚更重。")] bool LogTransform) : IBoxLoss
{
    public IntersectionOverUnion()
        : this(false)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(Box<T> prediction, Box<T> target)
        where T : IReal<T>
    {
        var share = prediction.IntersectionOverUnion(target);
        return LogTransform ? -T.Log(T.Clamp(share, 1e-6, double.PositiveInfinity)) : 1.0 - share;
    }
}
