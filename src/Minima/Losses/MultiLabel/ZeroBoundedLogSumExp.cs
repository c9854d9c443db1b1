using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Softmax cross-entropy for any number of labels: those that hold must score above 0, the others below it.</summary>
/// <remarks>
/// <para>Formula: log(1 + sum_k (1 - t_k) e^(x_k)) + log(1 + sum_k t_k e^(-x_k)), with x the prediction and t the target.</para>
/// <para>Domain: logits real; targets in [0, 1], a target between counts on both sides in proportion. Link: sign, the threshold of every label is 0. Range: [0, inf).</para>
/// <para>Shapes: rows of K logits and of K targets. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Numerics: each sum is shifted by its largest exponent only where that is above 0, so that value and derivatives keep full relative accuracy in the
/// tails and logits of size 1e9 are exact.</para>
/// <para>Limits: with one label it is the logistic loss.</para>
/// <para>Source: Su et al. 2022, arXiv:2208.02955.</para>
/// </remarks>
[Loss("zlpr", "ZLPR", "零界对数排序损失",
    Family = LossFamily.MultiLabel, Link = PredictionLink.Sign, FloatUlps = 8,
    Latex = @"\log\left(1 + \sum_{k} \left(1 - t_{k}\right) e^{x_{k}}\right) + \log\left(1 + \sum_{k} t_{k} e^{-x_{k}}\right)",
    Aliases = ["ZlprLoss", "multilabel_categorical_crossentropy"])]
[English("Ranks the labels that hold above 0 and the others below, the worst of each side first.",
    Use = "few of many labels hold and their number varies: nothing has to be weighted or tuned, the threshold is 0.",
    Avoid = "you need a probability for each label (multilabel_soft_margin).")]
[Chinese("让成立的标签得分高于 0，其余低于 0，两边都优先纠正最差的。",
    Use = "众多标签中只有少数成立且数目不定时：无需加权或调参，阈值就是 0。",
    Avoid = "每个标签都需要概率时（用 multilabel_soft_margin）。",
    Limits = "只有一个标签时为 logistic 损失。")]
public readonly record struct ZeroBoundedLogSumExp : IRowLoss
{
    static RowTargets IRowLoss.Targets => RowTargets.Rows;

    static bool IRowLoss.TakesClassWeights => false;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T> => LabelSums.LogOfOneAnd(row, isPositive: false) + LabelSums.LogOfOneAnd(row, isPositive: true);
}
