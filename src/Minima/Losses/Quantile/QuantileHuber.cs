using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Pinball with its corner rounded off within <paramref name="Kappa"/> of zero.</summary>
/// <remarks>
/// <para>Formula: |q - 1(e &lt; 0)| huber(e, kappa) / kappa, with e = target - prediction.</para>
/// <para>Domain: prediction, target real; quantile q in [0, 1]; kappa &gt; 0 in the units of the target. Link: identity. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: divided by kappa (IQN), so that the derivatives far away are those of pinball; some QR-DQN code leaves the division out.</para>
/// <para>Numerics: no square is taken outside |e| &lt; kappa, so nothing overflows.</para>
/// <para>Limits: kappa to 0 gives pinball.</para>
/// <para>Source: Dabney et al. 2018, arXiv:1710.10044.</para>
/// </remarks>
/// <param name="Quantile">Proportion of targets that should lie below the prediction: 0.5 the median, 0.9 for a level that one in ten exceeds.</param>
/// <param name="Kappa">Residual at which the parabola meets the line.</param>
[Loss("quantile_huber", "Quantile Huber", "分位数 Huber",
    Family = LossFamily.Quantile, Task = LossTask.Regression,
    Suits = LossPurpose.Quantile | LossPurpose.UnevenCost,
    FloatUlps = 2,
    Formula = "|q - 1(e < 0)| huber(e, kappa) / kappa, e = target - prediction, q = quantile",
    Aliases = ["QuantileHuberLoss"])]
[English("A smooth pinball: predicts nearly a quantile, and its gradient fades near zero.",
    Use = "you learn quantiles by gradient descent, as in distributional reinforcement learning, and the kink of pinball makes the last steps jitter.",
    Avoid = "the quantile has to be exact: within kappa the loss is an expectile; make kappa small against the noise.")]
[Chinese("光滑的 pinball：近似预测分位数，梯度在零点附近逐渐减小。",
    Use = "用梯度下降学习分位数（如分布强化学习），而 pinball 的折点使最后几步抖动时。",
    Avoid = "分位数必须精确时：kappa 以内它其实是期望分位数损失；kappa 应远小于噪声。",
    Limits = "kappa 趋于 0 时为 pinball。")]
public readonly record struct QuantileHuber(
    [Unit, Chinese("应低于预测值的目标值所占比例：0.5 为中位数；若允许十次中超出一次，取 0.9。")] double Quantile,
    [Positive, TargetUnits, Chinese("抛物线与直线相接处的残差。")] double Kappa) : IPointLoss
{
    public QuantileHuber()
        : this(0.5, 1)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T>
    {
        var excess = target - prediction;
        var size = T.Abs(excess);
        var quantile = T.Of(Quantile);
        var kappa = T.Of(Kappa);
        var huber = T.IfLess(size, kappa, 0.5 * size * (size / kappa), size - 0.5 * kappa);
        return T.IfLess(excess, T.Of(0), 1.0 - quantile, quantile) * huber;
    }
}
