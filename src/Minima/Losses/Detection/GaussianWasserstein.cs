using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>One minus the exponential of minus the Wasserstein distance of two boxes taken as Gaussians.</summary>
/// <remarks>
/// <para>Formula: 1 - exp(-W / C) with W^2 = dx^2 + dy^2 + ((w - wt)^2 + (h - ht)^2) / 4, C in pixels. Range: [0, 1).</para>
/// <para>Domain: real corners with x1 &lt;= x2, y1 &lt;= y2 (a box the wrong way round is refused; one without area is not).</para>
/// <para>Shapes: boxes [N, 4] as x1, y1, x2, y2, one term a box. Only the prediction is differentiated. Reduction: mean over boxes; no box: 0.</para>
/// <para>Convention: equal boxes have gradient 0 (the norm of a zero vector).</para>
/// <para>Numerics: -expm1(-W / C): exact near 0.</para>
/// <para>Kinks: disjoint boxes overlap by 0 with derivative 0; coinciding edges take half of each derivative (docs/numerics.md).</para>
/// <para>Numerics: 1e-7 is added to the union as in torchvision: a fixed area, so scale boxes to pixels or to the image, not to 1e-6.</para>
/// <para>Source: Wang et al. 2021, arXiv:2110.13389; Yang et al. 2021, ICML, arXiv:2101.11952.</para>
/// </remarks>
/// <param name="Constant">Distance in pixels that divides the Wasserstein distance; set it near the mean size of the objects.</param>
[Loss("gaussian_wasserstein", "Normalised Gaussian Wasserstein", "归一化高斯 Wasserstein 框距离",
    Family = LossFamily.Detection, FloatUlps = 2, Kinks = "where edges of the two boxes coincide the slope is split in halves; boxes apart share 0 with slope 0", ChineseKinks = "两框的边重合处斜率各取一半；两框不相交时交集为 0，斜率为 0",
    Formula = "1 - exp(-W / C);  W^2 = dx^2 + dy^2 + ((w - wt)^2 + (h - ht)^2) / 4;  C = constant",
    Latex = @"1 - \exp\left(-\frac{W}{\mathrm{constant}}\right), \quad W = \sqrt{d_{x}^{2} + d_{y}^{2} + \frac{\left(w - w_{t}\right)^{2} + \left(h - h_{t}\right)^{2}}{4}}",
    Aliases = ["NWDLoss", "normalized_wasserstein_distance", "nwd"])]
[English("The Wasserstein distance of two boxes taken as Gaussians, bent into 0 to 1.",
    Use = "objects are tiny, a few pixels: IoU jumps there, this does not.",
    Avoid = "objects differ much in size: the constant is one length for all.",
    Letters = "W: the Wasserstein distance of the boxes as normal distributions")]
[Chinese("把两框视为高斯分布，取其 Wasserstein 距离并压缩到 0 至 1。",
    Use = "目标极小，仅几个像素时：此时 IoU 会跳变，而本损失平滑变化。",
    Avoid = "目标尺寸相差很大时：所有目标共用同一个长度常数。",
    Letters = "W：两框视为正态分布时的 Wasserstein 距离")]
public readonly record struct GaussianWasserstein(
    [Positive, Chinese("Wasserstein 距离的除数，以像素计；取目标的平均尺寸左右。")] double Constant) : IBoxLoss
{
    public GaussianWasserstein()
        : this(12.8)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(Box<T> prediction, Box<T> target)
        where T : IReal<T>
    {
        var dx = prediction.CentreX(target);
        var dy = prediction.CentreY(target);
        var dw = prediction.Width - target.Width;
        var dh = prediction.Height - target.Height;
        var distance = T.Sqrt(dx * dx + dy * dy + 0.25 * (dw * dw + dh * dh));
        return -T.Expm1(-(distance / T.Of(Constant)));
    }
}
