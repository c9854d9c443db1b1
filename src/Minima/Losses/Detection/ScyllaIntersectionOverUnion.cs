using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>IoU loss plus an angle-aware distance and a shape term.</summary>
/// <remarks>
/// <para>Formula: 1 - IoU + (D + S)/2, with D = sum over x, y of 1 - exp(-g (d/c)^2), g = 2 - sin(2 asin(s)), s = min(|dx|, |dy|) / sqrt(dx^2 + dy^2), and S = sum over w, h of (1 - exp(-|w - wt| / max(w, wt)))^theta. Range: [0, 3].</para>
/// <para>Domain: real corners with x1 &lt;= x2, y1 &lt;= y2 (a box the wrong way round is refused; one without area is not).</para>
/// <para>Shapes: boxes [N, 4] as x1, y1, x2, y2, one term a box. Only the prediction is differentiated. Reduction: mean over boxes; no box: 0.</para>
/// <para>Convention: equal centres have the angle 0; a size of 0 beside a size of 0 is no difference.</para>
/// <para>Numerics: sin(2 asin(s)) is 2 |dx dy| / (dx^2 + dy^2); 1 - exp(-x) is -expm1(-x), exact near 0.</para>
/// <para>Kinks: disjoint boxes overlap by 0 with derivative 0; coinciding edges take half of each derivative (docs/numerics.md).</para>
/// <para>Numerics: 1e-7 is added to the union as in torchvision: a fixed area, so scale boxes to pixels or to the image, not to 1e-6.</para>
/// <para>Source: Gevorgyan 2022, arXiv:2205.12740.</para>
/// </remarks>
/// <param name="Theta">Exponent of the shape term, from 2 to 6; 4 is usual.</param>
[Loss("siou", "SIoU", "SIoU 损失",
    Family = LossFamily.Detection, FloatUlps = 2, Kinks = "where edges of the two boxes coincide the slope is split in halves; boxes apart share 0 with slope 0", ChineseKinks = "两框的边重合处斜率各取一半；两框不相交时交集为 0，斜率为 0",
    Formula = "1 - IoU + (D + S)/2;  D = sum_xy (1 - exp(-g (d/c)^2)), g = 2 - 2 |dx dy| / (dx^2 + dy^2);  S = sum_wh (1 - exp(-|w - wt| / max(w, wt)))^theta",
    Latex = @"\begin{aligned} & 1 - \mathrm{IoU} + \frac{D + S}{2}, \quad \mathrm{IoU} = \frac{I}{U + 10^{-7}} \\ & D = 2 - e^{-g \left(\frac{d_{x}}{c_{w}}\right)^{2}} - e^{-g \left(\frac{d_{y}}{c_{h}}\right)^{2}}, \quad g = 2 - \frac{2 \left|d_{x} d_{y}\right|}{d_{x}^{2} + d_{y}^{2}} \\ & S = \left(1 - e^{-\frac{\left|w - w_{t}\right|}{\max(w, w_{t})}}\right)^{\theta} + \left(1 - e^{-\frac{\left|h - h_{t}\right|}{\max(h, h_{t})}}\right)^{\theta} \end{aligned}",
    Aliases = ["SIoULoss", "scylla_iou"])]
[English("IoU loss plus a distance that first turns towards the nearer axis, plus a shape term.",
    Use = "you follow YOLOv6 or want centres to approach along an axis.",
    Avoid = "you want few terms with a plain meaning: ciou or giou.",
    Letters = "d, c: the distance of the centres and the side of the smallest box around both, along x or y; x, y: the axes")]
[Chinese("IoU 损失，加上先朝较近坐标轴靠拢的距离项和形状项。",
    Use = "沿用 YOLOv6，或希望中心沿坐标轴方向靠近时。",
    Avoid = "希望损失项少、含义直接时：选 ciou 或 giou。",
    Letters = "d、c：沿 x 或 y 轴的中心距离与最小外接框边长；x、y：两轴")]
public readonly record struct ScyllaIntersectionOverUnion(
    [Positive, Chinese("形状项的指数，取 2 至 6，常用 4。")] double Theta) : IBoxLoss
{
    public ScyllaIntersectionOverUnion()
        : this(4)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(Box<T> prediction, Box<T> target)
        where T : IReal<T>
    {
        var dx = prediction.CentreX(target);
        var dy = prediction.CentreY(target);
        var angle = 2.0 - 2.0 * Share(T.Abs(dx * dy), dx * dx + dy * dy);
        var right = Share(dx, prediction.EnclosingWidth(target));
        var down = Share(dy, prediction.EnclosingHeight(target));
        var distance = -T.Expm1(-(angle * (right * right))) - T.Expm1(-(angle * (down * down)));
        var shape = Shape(prediction.Width, target.Width) + Shape(prediction.Height, target.Height);
        return 1.0 - prediction.IntersectionOverUnion(target) + 0.5 * (distance + shape);
    }

    [MethodImpl(AggressiveInlining)]
    private T Shape<T>(T size, T trueSize)
        where T : IReal<T>
    {
        var difference = -T.Expm1(-Share(T.Abs(size - trueSize), T.Max(size, trueSize)));
        return Theta == 4 ? difference * difference * (difference * difference) : Power(difference);
    }

    /// <summary>Out of the kernel: the exponent of the paper is 4.</summary>
    [MethodImpl(NoInlining)]
    private T Power<T>(T difference)
        where T : IReal<T> => T.Pow(difference, Theta);

    /// <summary>part / whole, and 0 if the whole is 0 (and the part with it). A NaN stays.</summary>
    [MethodImpl(AggressiveInlining)]
    private static T Share<T>(T part, T whole)
        where T : IReal<T> => T.IfLess(T.Of(0), whole, part / T.IfLess(T.Of(0), whole, whole, T.Of(1)), T.StopGradient(whole));
}
