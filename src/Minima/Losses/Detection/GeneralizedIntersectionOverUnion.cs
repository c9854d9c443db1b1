using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>One minus generalised intersection over union: disjoint boxes have a gradient too.</summary>
/// <remarks>
/// <para>Formula: 1 - I / (U + 1e-7) + (C - U) / (C + 1e-7), with I the shared area, U the area of the union and C that of the smallest box around both. Range: [0, 2].</para>
/// <para>Domain: real corners with x1 &lt;= x2, y1 &lt;= y2 (a box the wrong way round is refused; one without area is not).</para>
/// <para>Shapes: boxes [N, 4] as x1, y1, x2, y2, one term a box. Prediction and target are differentiated, as in torchvision. Reduction: mean over boxes; no box: 0.</para>
/// <para>Limits: iou if one box holds the other.</para>
/// <para>Kinks: disjoint boxes overlap by 0 with derivative 0; coinciding edges take half of each derivative (docs/numerics.md).</para>
/// <para>Numerics: 1e-7 is added to the union as in torchvision: a fixed area, so scale boxes to pixels or to the image, not to 1e-6.</para>
/// <para>Source: Rezatofighi et al. 2019, CVPR, arXiv:1902.09630.</para>
/// </remarks>
[Loss("giou", "GIoU", "GIoU 损失",
    Family = LossFamily.Detection, FloatUlps = 2, Kinks = "where edges of the two boxes coincide the slope is split in halves; boxes apart share 0 with slope 0", ChineseKinks = "两框的边重合处斜率各取一半；两框不相交时交集为 0，斜率为 0",
    Formula = "1 - IoU + (C - U) / (C + 1e-7);  C = area of the smallest box around both",
    ChineseFormula = "1 - IoU + (C - U) / (C + 1e-7)；C 为最小外接框的面积",
    Latex = @"1 - \mathrm{IoU} + \frac{C - U}{C + 10^{-7}}, \quad C = c_{w} c_{h}, \quad \mathrm{IoU} = \frac{I}{U + 10^{-7}}",
    Aliases = ["GIoULoss", "generalized_box_iou_loss", "BoxGIoULoss"],
    SearchWords = ["bounding box", "边界框", "object detection", "目标检测"])]
[English("IoU loss plus the share of the enclosing box that neither box covers: boxes apart are pulled together.",
    Use = "boxes are regressed from scratch and may lie apart.",
    Avoid = "you want fast convergence of centres and shapes: ciou and diou pull on those directly.")]
[Chinese("在 IoU 损失上加上最小外接框中两框都未覆盖的比例：不相交的框也会相互靠拢。",
    Use = "从头回归边界框，两框可能不相交时。",
    Avoid = "希望中心与形状更快收敛时：ciou、diou 直接对它们施加约束。",
    Limits = "一个框包含另一个框时为 iou。")]
public readonly record struct GeneralizedIntersectionOverUnion : IBoxLoss
{
    static InputSet IBoxLoss.Differentiated => InputSet.First | InputSet.Second;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(Box<T> prediction, Box<T> target)
        where T : IReal<T>
    {
        var shared = prediction.Intersection(target);
        var union = prediction.Area + target.Area - shared;
        var enclosing = prediction.EnclosingWidth(target) * prediction.EnclosingHeight(target);
        return 1.0 - shared / (union + Box<T>.Epsilon) + (enclosing - union) / (enclosing + Box<T>.Epsilon);
    }
}
