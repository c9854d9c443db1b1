using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>IoU loss plus the normalised distance of the centres.</summary>
/// <remarks>
/// <para>Formula: 1 - IoU + (dx^2 + dy^2) / (cw^2 + ch^2 + 1e-7), with (dx, dy) between the centres and (cw, ch) the size of the smallest box around both. Range: [0, 2].</para>
/// <para>Domain: real corners with x1 &lt;= x2, y1 &lt;= y2 (a box the wrong way round is refused; one without area is not).</para>
/// <para>Shapes: boxes [N, 4] as x1, y1, x2, y2, one term a box. Only the prediction is differentiated. Reduction: mean over boxes; no box: 0.</para>
/// <para>Limits: iou if the centres agree.</para>
/// <para>Kinks: disjoint boxes overlap by 0 with derivative 0; coinciding edges take half of each derivative (docs/numerics.md).</para>
/// <para>Numerics: 1e-7 is added to the union as in torchvision: a fixed area, so scale boxes to pixels or to the image, not to 1e-6.</para>
/// <para>Source: Zheng et al. 2020, AAAI, arXiv:1911.08287.</para>
/// </remarks>
[Loss("diou", "DIoU", "DIoU 损失",
    Family = LossFamily.Detection, FloatUlps = 4, Kinks = "where edges of the two boxes coincide the slope is split in halves; boxes apart share 0 with slope 0", ChineseKinks = "两框的边重合处斜率各取一半；两框不相交时交集为 0，斜率为 0",
    Latex = @"1 - \mathrm{IoU} + \frac{d_{x}^{2} + d_{y}^{2}}{c_{w}^{2} + c_{h}^{2} + 10^{-7}}, \quad \mathrm{IoU} = \frac{I}{U + 10^{-7}}",
    Aliases = ["DIoULoss", "distance_box_iou_loss"])]
[English("IoU loss plus the squared distance of the centres over the squared diagonal of the enclosing box.",
    Use = "boxes may lie apart and centres should meet fast.",
    Avoid = "aspect ratios matter too: ciou or eiou.")]
[Chinese("IoU 损失加上两框中心距离平方与外接框对角线平方之比。",
    Use = "两框可能不相交，且希望中心尽快重合时。",
    Avoid = "宽高比也重要时：选 ciou 或 eiou。",
    Limits = "中心重合时为 iou。")]
public readonly record struct DistanceIntersectionOverUnion : IBoxLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(Box<T> prediction, Box<T> target)
        where T : IReal<T>
    {
        var dx = prediction.CentreX(target);
        var dy = prediction.CentreY(target);
        var cw = prediction.EnclosingWidth(target);
        var ch = prediction.EnclosingHeight(target);
        return 1.0 - prediction.IntersectionOverUnion(target) + (dx * dx + dy * dy) / (cw * cw + ch * ch + Box<T>.Epsilon);
    }
}
