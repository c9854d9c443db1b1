using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Minus the log-probability of the label when the score is a normal quantile.</summary>
/// <remarks>
/// <para>Formula: -log Phi(m), with m = target prediction and Phi the standard normal distribution function.</para>
/// <para>Domain: prediction real; target -1 or +1. Link: sign. The minimiser is the normal quantile of p, so p = Phi(s); the library has no link for it. Range: (0, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: labels -1 and +1; statsmodels' Probit with labels 0 and 1 is the same likelihood.</para>
/// <para>Numerics: log Phi is computed as such and never as the logarithm of a rounded Phi; the gradient is the inverse Mills ratio.</para>
/// <para>Limits: m^2 / 2 for m to minus infinity, to leading order.</para>
/// <para>Source: Bliss 1934, Science 79(2037), 38-39.</para>
/// </remarks>
[Loss("probit", "Probit", "Probit 损失",
    Family = LossFamily.Margin, Task = LossTask.Binary,
    FloatUlps = 1,
    Formula = "-log Phi(m), m = y s",
    Aliases = ["ProbitLoss"])]
[English("Minus the log-probability of the label, with the score read as a normal quantile.",
    Use = "the class comes from a Gaussian variable crossing a threshold, as in bioassay and econometrics.",
    Avoid = "there are outliers: the loss grows with the square of a wrong score, where logistic grows linearly.")]
[Chinese("标签的负对数概率，得分视为标准正态分位数。",
    Use = "类别由高斯变量是否越过阈值决定时，如生物测定与计量经济学。",
    Avoid = "有离群点时：错误得分的代价按平方增长，而 logistic 只线性增长。",
    Limits = "m 趋于负无穷时主项为 m^2 / 2。")]
public readonly record struct Probit : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, [MarginLabel] T target)
        where T : IReal<T> => -T.LogNdtr(target * prediction);
}
