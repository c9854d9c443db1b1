using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Bounded by 2: a residual far out no longer pulls.</summary>
/// <remarks>
/// <para>Formula: 2 x^2 / (x^2 + 4), x = r / scale, with r = prediction - target.</para>
/// <para>Domain: prediction, target real; scale &gt; 0 in the units of the target. Link: identity. Range: [0, 2].</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: the scaling of Barron and kornia, curvature 1/scale^2 at 0; the classic form is r^2 / (r^2 + scale^2).</para>
/// <para>Numerics: for |x| &gt; 2 as 2 - 8 / (x^2 + 4), whose gradient does not cancel; beyond |x| = 1e15 the value is 2 and the gradient 0.</para>
/// <para>Limits: barron_general with alpha = -2.</para>
/// <para>Source: Geman and McClure 1985; Barron 2019, arXiv:1701.03077.</para>
/// </remarks>
/// <param name="Scale">Size of an ordinary residual: beyond it a residual counts less and less. Start at the robust standard deviation of the residual.</param>
[Loss("geman_mcclure", "Geman-McClure", "Geman-McClure 损失",
    Family = LossFamily.Robust, Task = LossTask.Regression,
    FloatUlps = 4,
    Formula = "2 (r / scale)^2 / ((r / scale)^2 + 4)",
    Aliases = ["geman_mcclure_loss"])]
[English("A robust loss with a ceiling: the gradient of an outlier vanishes as 1/r^3.",
    Use = "many data are outright wrong (false matches in vision) and the start is close.",
    Avoid = "you start far away or have no robust start: the loss is flat there, and nothing moves.")]
[Chinese("有上限的稳健损失：离群点的梯度按 1/r^3 衰减。",
    Use = "相当一部分数据根本是错的（如视觉中的误匹配），且初值较近时。",
    Avoid = "初值很远或没有稳健的初值时：那里损失平坦，参数几乎不动。",
    Limits = "即 alpha 取 -2 的 barron_general。")]
public readonly record struct GemanMcClure(
    [Positive, TargetUnits, Chinese("正常残差的大小：残差超过此值后，作用逐渐减弱。可从残差的稳健标准差开始。")] double Scale) : IPointLoss
{
    public GemanMcClure()
        : this(1)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T>
    {
        var ratio = T.Clamp((prediction - target) / T.Of(Scale), -1e15, 1e15);
        var square = ratio * ratio;
        var reciprocal = 1.0 / (square + 4.0);
        return T.IfLess(square, T.Of(4), 2.0 * square * reciprocal, 2.0 - 8.0 * reciprocal);
    }
}
