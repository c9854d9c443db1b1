using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The exponential of the negative margin: the loss that AdaBoost minimises.</summary>
/// <remarks>
/// <para>Formula: e^-m, with m = target prediction.</para>
/// <para>Domain: prediction real; target -1 or +1. Link: half logit, its minimiser is log(p / (1 - p)) / 2. Range: (0, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: scikit-learn's t e^-s + (1 - t) e^s with t in {0, 1} is the same value.</para>
/// <para>Numerics: overflows for m &lt; -709 (double), -88 (float), as the value itself does.</para>
/// <para>Limits: logistic approaches it for m to infinity.</para>
/// <para>Source: Freund and Schapire 1997, J. Comput. Syst. Sci. 55(1), 119-139, doi:10.1006/jcss.1997.1504.</para>
/// </remarks>
[Loss("exponential", "Exponential", "指数损失",
    Family = LossFamily.Margin, Task = LossTask.Binary,
    FloatUlps = 1,
    Formula = "e^-m, m = y s",
    Aliases = ["ExponentialLoss", "ExpLoss"])]
[English("The exponential of the negative margin: the loss behind AdaBoost.",
    Use = "you boost on clean labels, or want AdaBoost itself.",
    Avoid = "labels are noisy or scores unbounded: one mistake can outweigh all other points, so take logistic.")]
[Chinese("间隔取负后的指数：AdaBoost 背后的损失。",
    Use = "在干净的标签上做 boosting，或要复现 AdaBoost 时。",
    Avoid = "标签有噪声或得分无界时：一个错误就可能压过其余所有样本，宜用 logistic。",
    Limits = "m 趋于无穷时 logistic 趋近于它。")]
public readonly record struct ExponentialMargin : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, [MarginLabel] T target)
        where T : IReal<T> => T.Exp(-(target * prediction));
}
