using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Cross-entropy of predictions that are probabilities already, normalised and clipped as Keras does.</summary>
/// <remarks>
/// <para>Formula: -sum_k w_k t_k log q_k, with q = clip(x / sum x, epsilon, 1 - epsilon), x the prediction, t the target and w the class weights
/// (1 where there are none).</para>
/// <para>Domain: predictions &gt;= 0, at least one of a row above 0 (a row of zeros is refused); targets in [0, 1]; epsilon from 0 to below 1/2.
/// Link: identity. Range: [0, inf).</para>
/// <para>Shapes: rows of K probabilities and of K targets. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Kinks: where the clip begins: derivative 1 on the closed interval, 0 outside.</para>
/// <para>Convention: Keras 3 with from_logits=False.</para>
/// <para>Limits: soft_cross_entropy of log p if nothing is clipped.</para>
/// <para>Source: Keras 3, CategoricalCrossentropy.</para>
/// </remarks>
/// <param name="Epsilon">Distance from 0 and 1: nearer probabilities are clipped to it, with gradient 0.</param>
[Loss("probs_cross_entropy", "Cross-entropy on probabilities", "概率输入的交叉熵",
    Family = LossFamily.MultiClass, FloatUlps = 16,
    Formula = "-sum_k w_k t_k log q_k;  q = clip(x / sum x, epsilon, 1 - epsilon)",
    Latex = @"-\sum_{k} w_{k} t_{k} \log \min\left(\max\left(\frac{x_{k}}{\sum_{j} x_{j}}, \varepsilon\right), 1 - \varepsilon\right)",
    Kinks = "q = epsilon or 1 - epsilon: slope 1 on the closed interval between, 0 outside",
    ChineseKinks = "q = epsilon 或 1 - epsilon 处：闭区间内斜率为 1，区间外为 0",
    Aliases = ["CategoricalCrossentropy", "categorical_crossentropy_probabilities", "probabilities_cross_entropy"])]
[English("Cross-entropy for models that give probabilities, normalised and clipped.",
    Use = "you must match Keras on probabilities, or the model ends in probabilities that you cannot change.",
    Avoid = "you have logits: the clip stops the gradient where the model is most wrong, soft_cross_entropy and cross_entropy do not.")]
[Chinese("用于输出概率的模型的交叉熵，先归一化再截断。",
    Use = "需要与 Keras 的概率输入模式一致，或模型输出概率且无法更改时。",
    Avoid = "有 logit 可用时：截断会在模型错得最厉害处切断梯度，soft_cross_entropy 与 cross_entropy 不会。",
    Limits = "没有截断时即 log p 的 soft_cross_entropy。")]
public readonly record struct ProbabilitiesCrossEntropy(
    [Unit, Chinese("与 0、1 的最小距离：更近的概率被截断到此处，梯度为 0。")] double Epsilon) : IRowLoss, IParameterRule
{
    public ProbabilitiesCrossEntropy()
        : this(1e-7)
    {
    }

    static RowTargets IRowLoss.Targets => RowTargets.Rows;

    static Domain IRowLoss.PredictionDomain => Domain.NonNegative;

    static RowRule IRowLoss.PredictionRule => RowRule.PositiveSum;

    public string? BrokenRule => Epsilon < 0.5 ? null : $"parameter 'epsilon' is {Throw.Number(Epsilon)}; it must be below 0.5, or nothing is left between the two clips.";

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        var total = T.Of(0);
        foreach (var p in row.Prediction)
        {
            total += p;
        }

        var sum = T.Of(0);
        for (var k = 0; k < row.Count; k++)
        {
            var probability = T.Clamp(row.Prediction[k] / total, Epsilon, 1 - Epsilon);
            sum -= T.XLogY(row.ClassWeight(k) * row.Target(k), probability);
        }

        return sum;
    }
}
