using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>IoU loss, multiplied where the centres lie apart; the enclosing box has no gradient.</summary>
/// <remarks>
/// <para>Formula: exp((dx^2 + dy^2) / (cw^2 + ch^2)) (1 - IoU), with cw and ch without gradient. Range: [0, e).</para>
/// <para>Domain: real corners with x1 &lt;= x2, y1 &lt;= y2 (a box the wrong way round is refused; one without area is not).</para>
/// <para>Shapes: boxes [N, 4] as x1, y1, x2, y2, one term a box. Only the prediction is differentiated. Reduction: mean over boxes; no box: 0.</para>
/// <para>Convention: version 1 of the paper; two boxes that are the same point have the factor 1.</para>
/// <para>Limits: iou if the centres agree.</para>
/// <para>Kinks: disjoint boxes overlap by 0 with derivative 0; coinciding edges take half of each derivative (docs/numerics.md).</para>
/// <para>Numerics: 1e-7 is added to the union as in torchvision: a fixed area, so scale boxes to pixels or to the image, not to 1e-6.</para>
/// <para>Source: Tong et al. 2023, arXiv:2301.10051.</para>
/// </remarks>
[Loss("wise_iou", "Wise-IoU", "Wise-IoU 损失",
    Family = LossFamily.Detection, FloatUlps = 2, StopsGradient = true, Kinks = "where edges of the two boxes coincide the slope is split in halves; boxes apart share 0 with slope 0", ChineseKinks = "两框的边重合处斜率各取一半；两框不相交时交集为 0，斜率为 0",
    Formula = "exp((dx^2 + dy^2) / (cw^2 + ch^2)) (1 - IoU), the enclosing box a constant",
    ChineseFormula = "exp((dx^2 + dy^2) / (cw^2 + ch^2)) (1 - IoU)；外接框视为常数",
    Latex = @"\exp\left(\frac{d_{x}^{2} + d_{y}^{2}}{\operatorname{sg}\left(c_{w}^{2} + c_{h}^{2}\right)}\right) (1 - \mathrm{IoU}), \quad \mathrm{IoU} = \frac{I}{U + 10^{-7}}",
    Aliases = ["WIoULoss", "wiou_v1"])]
[English("IoU loss times a factor that grows with the distance of the centres (version 1).",
    Use = "boxes of low quality should not be pushed harder than ordinary ones by their shape.",
    Avoid = "overlap is 0 for most boxes at the start: giou or ciou pull in every direction.")]
[Chinese("IoU 损失乘以随中心距离增大的因子（第 1 版）。",
    Use = "不希望因形状差异而过分惩罚低质量的框时。",
    Avoid = "训练初期多数框不相交时：giou 或 ciou 在各方向都有拉力。",
    Limits = "中心重合时为 iou。")]
public readonly record struct WiseIntersectionOverUnion : IBoxLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(Box<T> prediction, Box<T> target)
        where T : IReal<T>
    {
        var dx = prediction.CentreX(target);
        var dy = prediction.CentreY(target);
        var cw = T.StopGradient(prediction.EnclosingWidth(target));
        var ch = T.StopGradient(prediction.EnclosingHeight(target));
        var diagonal = cw * cw + ch * ch;

        // A diagonal of 0 joins equal centres: any divisor gives their factor, 1.
        var distance = (dx * dx + dy * dy) / T.IfLess(T.Of(0), diagonal, diagonal, 1.0 + diagonal);
        return T.Exp(distance) * (1.0 - prediction.IntersectionOverUnion(target));
    }
}
