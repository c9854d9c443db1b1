using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>One minus a Gaussian bell: beyond a few scales an outlier counts 1 and pulls no more.</summary>
/// <remarks>
/// <para>Formula: 1 - exp(-0.5 (r / scale)^2), with r = prediction - target.</para>
/// <para>Domain: prediction, target real; scale &gt; 0 in the units of the target. Link: identity. Range: [0, 1].</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: bounded by 1 (Barron, kornia); texts on M-estimation multiply by scale^2.</para>
/// <para>Numerics: -expm1 does not cancel near 0; beyond |r| / scale = 40 the value is 1 and the gradient 0, after rounding.</para>
/// <para>Limits: barron_general with alpha to -infinity.</para>
/// <para>Source: Dennis and Welsch 1978, Commun. Stat. Simul. Comput. 7(4), 345-359; Leclerc 1989, Int. J. Comput. Vis. 3, 73-102.</para>
/// </remarks>
/// <param name="Scale">Size of an ordinary residual: beyond it a residual counts less and less. Start at the robust standard deviation of the residual.</param>
[Loss("welsch", "Welsch / Leclerc", "Welsch 损失",
    Family = LossFamily.Robust, Task = LossTask.Regression,
    FloatUlps = 2,
    Aliases = ["welsch_loss", "leclerc", "correntropy"])]
[English("A robust loss with a ceiling of 1: the gradient of an outlier vanishes exponentially (maximum correntropy).",
    Use = "outliers are clearly separated from the rest and should be ignored altogether; the start is close.",
    Avoid = "you start far away: the gradient there is practically 0.")]
[Chinese("上限为 1 的稳健损失：离群点的梯度按指数衰减（最大相关熵准则）。",
    Use = "离群点与其余数据明显分开，应完全忽略，且初值较近时。",
    Avoid = "初值很远时：那里的梯度几乎为 0。",
    Limits = "barron_general 在 alpha 趋于负无穷时的极限。")]
public readonly record struct Welsch(
    [Positive, TargetUnits, Chinese("正常残差的大小：残差超过此值后，作用逐渐减弱。可从残差的稳健标准差开始。")] double Scale) : IPointLoss
{
    public Welsch()
        : this(1)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T>
    {
        var ratio = T.Clamp((prediction - target) / T.Of(Scale), -40, 40);
        return -T.Expm1(-0.5 * ratio * ratio);
    }
}
