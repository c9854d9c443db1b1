using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>DIoU plus a penalty on the difference of the aspect ratios, whose weight counts as a constant.</summary>
/// <remarks>
/// <para>Formula: DIoU + a v, with v = 4/pi^2 (atan(wt/ht) - atan(w/h))^2 and a = v / (1 - IoU + v + 1e-7) without gradient. Range: [0, inf).</para>
/// <para>Domain: real corners with x1 &lt;= x2, y1 &lt;= y2 (a box the wrong way round is refused; one without area is not).</para>
/// <para>Shapes: boxes [N, 4] as x1, y1, x2, y2, one term a box. Only the prediction is differentiated. Reduction: mean over boxes; no box: 0.</para>
/// <para>Convention: the weight a has no gradient (the paper, torchvision); if a box is a point the ratios are equal by definition: v = 0.</para>
/// <para>Numerics: both arcs are one, atan2(wt h - w ht, ht h + wt w): exact where the ratios are near, and for boxes without height.</para>
/// <para>Limits: diou if the ratios agree.</para>
/// <para>Kinks: disjoint boxes overlap by 0 with derivative 0; coinciding edges take half of each derivative (docs/numerics.md).</para>
/// <para>Numerics: 1e-7 is added to the union as in torchvision: a fixed area, so scale boxes to pixels or to the image, not to 1e-6.</para>
/// <para>Source: Zheng et al. 2020, AAAI, arXiv:1911.08287.</para>
/// </remarks>
[Loss("ciou", "CIoU", "CIoU 损失",
    Family = LossFamily.Detection, FloatUlps = 4, StopsGradient = true, Kinks = "where edges of the two boxes coincide the slope is split in halves; boxes apart share 0 with slope 0", ChineseKinks = "两框的边重合处斜率各取一半；两框不相交时交集为 0，斜率为 0",
    Formula = "DIoU + a v;  v = 4/pi^2 (atan(wt/ht) - atan(w/h))^2;  a = v / (1 - IoU + v + 1e-7), a constant",
    ChineseFormula = "DIoU + a v;  v = 4/pi^2 (atan(wt/ht) - atan(w/h))^2;  a = v / (1 - IoU + v + 1e-7)；a 视为常数",
    Latex = @"1 - \mathrm{IoU} + \frac{d_{x}^{2} + d_{y}^{2}}{c_{w}^{2} + c_{h}^{2} + 10^{-7}} + a v, \quad v = \frac{4}{\pi^{2}} \left(\arctan \frac{w_{t}}{h_{t}} - \arctan \frac{w}{h}\right)^{2}, \quad a = \frac{v}{1 - \mathrm{IoU} + v + 10^{-7}}, \quad \mathrm{IoU} = \frac{I}{U + 10^{-7}}",
    Aliases = ["CIoULoss", "complete_box_iou_loss"])]
[English("DIoU plus a term for the difference of the aspect ratios, which counts more the better the boxes overlap.",
    Use = "you train a detector and overlap, centres and shapes all count: the usual choice.",
    Avoid = "boxes often have no width or height: their aspect ratio means little; use diou or giou.",
    Letters = "DIoU: the diou loss")]
[Chinese("DIoU 再加宽高比差异项，两框重叠越好该项权重越大。",
    Use = "训练检测器，重叠、中心与形状都重要时：常用选择。",
    Avoid = "边界框常常没有宽或高时：宽高比意义不大，选 diou 或 giou。",
    Limits = "宽高比一致时为 diou。",
    Letters = "DIoU：损失 diou")]
public readonly record struct CompleteIntersectionOverUnion : IBoxLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(Box<T> prediction, Box<T> target)
        where T : IReal<T>
    {
        var overlap = prediction.IntersectionOverUnion(target);
        var dx = prediction.CentreX(target);
        var dy = prediction.CentreY(target);
        var cw = prediction.EnclosingWidth(target);
        var ch = prediction.EnclosingHeight(target);
        var (w, h) = (prediction.Width, prediction.Height);
        var (trueW, trueH) = (target.Width, target.Height);
        var angle = T.Apply(default(Atan2), trueW * h - w * trueH, trueH * h + trueW * w);
        var v = 4.0 / (Math.PI * Math.PI) * (angle * angle);
        var weight = T.StopGradient(v / (1.0 - overlap + v + Box<T>.Epsilon));
        return 1.0 - overlap + (dx * dx + dy * dy) / (cw * cw + ch * ch + Box<T>.Epsilon) + weight * v;
    }
}
