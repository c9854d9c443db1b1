using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>DIoU plus penalties on width and height.</summary>
/// <remarks>
/// <para>Formula: 1 - IoU + (dx^2 + dy^2) / (cw^2 + ch^2 + 1e-7) + (w - wt)^2 / (cw^2 + 1e-7) + (h - ht)^2 / (ch^2 + 1e-7). Range: [0, 4].</para>
/// <para>Domain: real corners with x1 &lt;= x2, y1 &lt;= y2 (a box the wrong way round is refused; one without area is not).</para>
/// <para>Shapes: boxes [N, 4] as x1, y1, x2, y2, one term a box. Only the prediction is differentiated. Reduction: mean over boxes; no box: 0.</para>
/// <para>Limits: diou if width and height agree.</para>
/// <para>Kinks: disjoint boxes overlap by 0 with derivative 0; coinciding edges take half of each derivative (docs/numerics.md).</para>
/// <para>Numerics: 1e-7 is added to the union as in torchvision: a fixed area, so scale boxes to pixels or to the image, not to 1e-6.</para>
/// <para>Source: Zhang et al. 2022, Neurocomputing 506, 146-157, arXiv:2101.08158.</para>
/// </remarks>
[Loss("eiou", "EIoU", "EIoU 损失",
    Family = LossFamily.Detection, FloatUlps = 4, Kinks = "where edges of the two boxes coincide the slope is split in halves; boxes apart share 0 with slope 0", ChineseKinks = "两框的边重合处斜率各取一半；两框不相交时交集为 0，斜率为 0",
    Formula = "DIoU + (w - wt)^2 / (cw^2 + 1e-7) + (h - ht)^2 / (ch^2 + 1e-7)",
    Latex = @"1 - \mathrm{IoU} + \frac{d_{x}^{2} + d_{y}^{2}}{c_{w}^{2} + c_{h}^{2} + 10^{-7}} + \frac{\left(w - w_{t}\right)^{2}}{c_{w}^{2} + 10^{-7}} + \frac{\left(h - h_{t}\right)^{2}}{c_{h}^{2} + 10^{-7}}, \quad \mathrm{IoU} = \frac{I}{U + 10^{-7}}",
    Aliases = ["EIoULoss", "efficient_iou"])]
[English("DIoU plus the squared differences of width and height over those of the enclosing box.",
    Use = "width and height should be right each by itself.",
    Avoid = "you want fewer and simpler terms: diou.",
    Letters = "DIoU: the diou loss")]
[Chinese("DIoU 再加宽、高之差的平方分别与外接框宽、高的平方之比。",
    Use = "宽与高需要各自准确时。",
    Avoid = "希望损失项更少、更简单时：选 diou。",
    Limits = "宽与高一致时为 diou。",
    Letters = "DIoU：损失 diou")]
public readonly record struct EfficientIntersectionOverUnion : IBoxLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(Box<T> prediction, Box<T> target)
        where T : IReal<T>
    {
        var dx = prediction.CentreX(target);
        var dy = prediction.CentreY(target);
        var dw = prediction.Width - target.Width;
        var dh = prediction.Height - target.Height;
        var cw = prediction.EnclosingWidth(target);
        var ch = prediction.EnclosingHeight(target);
        var width = cw * cw;
        var height = ch * ch;
        var distance = (dx * dx + dy * dy) / (width + height + Box<T>.Epsilon);
        return 1.0 - prediction.IntersectionOverUnion(target) + distance + dw * dw / (width + Box<T>.Epsilon) + dh * dh / (height + Box<T>.Epsilon);
    }
}
