using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The logistic loss of the margin: minus the log-probability of the label when the score is a logit.</summary>
/// <remarks>
/// <para>Formula: log(1 + e^-m), with m = target prediction.</para>
/// <para>Domain: prediction real; target -1 or +1. Link: logit, its minimiser is the log-odds log(p / (1 - p)). Range: (0, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: natural logarithm, 1.44 times smaller than the log2(1 + e^-m) of some boosting texts. It is bce_with_logits at t = (y + 1) / 2.</para>
/// <para>Numerics: a softplus: full relative accuracy down to e^-745 for large margins, exactly -m for large negative ones.</para>
/// <para>Limits: e^-m for m to infinity, as exponential; -m for m to minus infinity, as perceptron.</para>
/// <para>Source: Cox 1958, J. R. Stat. Soc. B 20(2), 215-242; Friedman, Hastie and Tibshirani 2000, doi:10.1214/aos/1016218223.</para>
/// </remarks>
[Loss("logistic", "Logistic (margin)", "逻辑损失（间隔）",
    Family = LossFamily.Margin, Task = LossTask.Binary,
    FloatUlps = 4,
    Formula = "log(1 + e^-m), m = y s",
    Aliases = ["SoftMarginLoss", "soft_margin", "LogitMarginLoss", "logistic_loss"],
    SearchWords = ["log_loss", "对数损失", "logistic regression", "逻辑回归"])]
[English("Minus the log-probability of a label -1 or +1, with the score read as a logit.",
    Use = "labels are -1 and +1 and you want probabilities, not only decisions.",
    Avoid = "labels are wrong now and then: a confident mistake costs its whole margin, so prefer a bounded loss such as savage.")]
[Chinese("标签为 -1 或 +1 时的负对数概率，得分视为 logit（对数几率）。",
    Use = "标签为 -1 和 +1，除分类结果外还需要概率时。",
    Avoid = "标签偶有错误时：高置信度的错误要付出整个间隔的代价，宜选 savage 等有界损失。",
    Limits = "m 趋于无穷时为 e^-m，同 exponential；m 趋于负无穷时为 -m，同 perceptron。")]
public readonly record struct LogisticMargin : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, [MarginLabel] T target)
        where T : IReal<T> => T.Softplus(-(target * prediction));
}
