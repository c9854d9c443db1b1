using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The non-negative risk of learning from positive and unlabelled examples.</summary>
/// <remarks>
/// <para>Formula: pi mean_P l(x) + max(0, mean_U l(-x) - pi mean_P l(-x)), with l(z) = sigmoid(-z). Range: [0, 1 + pi).</para>
/// <para>Domain: prediction real; target 1 for a positive, 0 for an unlabelled example; 0 &lt;= prior &lt;= 1.</para>
/// <para>Shapes: any. Only the prediction is differentiated. A scalar: no reduction, no weights.</para>
/// <para>Convention: the mean of an empty set is 0; beta 0, and if the inner part is negative its gradient is 0 (the paper may ascend there).</para>
/// <para>Kinks: 0 where the inner part is 0.</para>
/// <para>Numerics: sums in double.</para>
/// <para>Limits: uPU without the maximum.</para>
/// <para>Source: Kiryo et al. 2017, NeurIPS, arXiv:1703.00593.</para>
/// </remarks>
/// <param name="Prior">Proportion of positives in the population, pi. Estimate it beforehand; the loss is biased if it is wrong.</param>
[Loss("nn_pu", "Non-negative PU risk", "非负 PU 风险",
    Family = LossFamily.Binary, Kinks = "0 where the inner part is 0", ChineseKinks = "内层为 0 处斜率取 0",
    Formula = "pi mean_P l(x) + max(0, mean_U l(-x) - pi mean_P l(-x));  l(z) = sigmoid(-z);  pi = prior",
    ChineseFormula = "pi mean_P l(x) + max(0, mean_U l(-x) - pi mean_P l(-x));  l(z) = sigmoid(-z);  pi = prior；P 为正例，U 为未标注样本",
    Latex = @"\begin{aligned} & \frac{\pi}{\left|P\right|} \sum_{i \in P} \sigma(-x_{i}) + \max\left(0, \frac{1}{\left|U\right|} \sum_{i \in U} \sigma(x_{i}) - \frac{\pi}{\left|P\right|} \sum_{i \in P} \sigma(x_{i})\right) \\ & P = \lbrace i : t_{i} = 1 \rbrace, \quad U = \lbrace i : t_{i} = 0 \rbrace, \quad \pi = \mathrm{prior} \end{aligned}",
    Aliases = ["nnPU", "positive_unlabelled"])]
[English("The risk of a classifier from positive and unlabelled examples, the estimated negative part held at 0.",
    Use = "only some positives are labelled and their share is known.",
    Avoid = "you have labelled negatives: use them with bce_with_logits.",
    Letters = "P, U: the positive and the unlabelled samples")]
[Chinese("仅由正例与未标注样本估计的分类风险，负类部分不低于 0。",
    Use = "只有部分正例有标注且正例比例已知时。",
    Avoid = "有已标注的负例时：直接用 bce_with_logits。",
    Limits = "去掉取最大值一步即 uPU。",
    Letters = "P、U：正例与未标注样本")]
public readonly record struct NonNegativeRisk(
    [Unit, Chinese("总体中正例的比例 pi，须事先估计；估计有误则损失有偏。")] double Prior) : ISumLoss
{
    public NonNegativeRisk()
        : this(0.3)
    {
    }

    static int ISumLoss.Count => 4;

    static bool ISumLoss.IsScalar => true;

    static Domain ISumLoss.PredictionDomain => Domain.Real;

    SumGroups ISumLoss.Groups => SumGroups.Batch;

    [MethodImpl(AggressiveInlining)]
    public SumTerms<T> TermsOf<T>(T prediction, T target)
        where T : IReal<T>
    {
        var positive = T.Sigmoid(prediction);
        var wrong = T.Sigmoid(-prediction);
        return new(target, target * wrong, target * positive, (1.0 - target) * positive);
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Sums<T> sums)
        where T : IReal<T>
    {
        var prior = T.Of(Prior);
        var unlabelled = T.Of(sums.Count, "") - sums[0];
        var positiveRisk = prior * MeanOf(sums[1], sums[0]);
        return positiveRisk + T.Relu(MeanOf(sums[3], unlabelled) - prior * MeanOf(sums[2], sums[0]));
    }

    /// <summary>A mean that is 0 if there is nothing to average.</summary>
    [MethodImpl(AggressiveInlining)]
    private static T MeanOf<T>(T sum, T count)
        where T : IReal<T> => T.IfLess(T.Of(0), count, sum / T.IfLess(T.Of(0), count, count, T.Of(1)), T.StopGradient(count));
}
