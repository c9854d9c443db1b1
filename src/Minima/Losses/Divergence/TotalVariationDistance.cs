using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Half of the sum of absolute differences of two distributions: the largest difference of the probability of any event.</summary>
/// <remarks>
/// <para>Formula: 1/2 sum_k |p_k - q_k|, with q the prediction and p the target.</para>
/// <para>Domain: prediction and target in [0, 1]; sums are not checked. Link: identity. Range: [0, 1] for distributions.</para>
/// <para>Shapes: rows of K probabilities and of K targets. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Kinks: derivative 0 where p_k = q_k.</para>
/// <para>Convention: not total_variation, which is the roughness of an image.</para>
/// <para>Source: folklore; Levin, Peres and Wilmer 2009, Markov Chains and Mixing Times, chapter 4.</para>
/// </remarks>
[Loss("total_variation_distance", "Total variation distance", "全变差距离",
    Family = LossFamily.Divergence, FloatUlps = 1,
    Formula = "1/2 sum_k |p_k - q_k|;  p = t, q = x",
    Latex = @"\frac{1}{2} \sum_{k} \left|t_{k} - x_{k}\right|",
    Kinks = "p_k = q_k: slope 0",
    ChineseKinks = "p_k = q_k 处斜率为 0",
    Aliases = ["tv_distance", "statistical_distance"])]
[English("Half of the absolute error between two distributions: what share of the mass is in the wrong place.",
    Use = "the share of misplaced probability is itself the cost.",
    Avoid = "you train from far away: its gradient says only in which direction each class is wrong (kl_div).")]
[Chinese("两个分布绝对误差之和的一半，即放错位置的概率质量所占比例。",
    Use = "放错的概率比例本身就是代价时。",
    Avoid = "初始预测离目标很远时：其梯度只说明每个类别偏大还是偏小（用 kl_div）。")]
public readonly record struct TotalVariationDistance : IClassSumLoss
{
    static RowTargets IRowLoss.Targets => RowTargets.Rows;

    static Domain IRowLoss.PredictionDomain => Domain.Unit;

    static bool IRowLoss.TakesClassWeights => false;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T> => row.SumOfClasses(this);

    [MethodImpl(AggressiveInlining)]
    public T OfClass<T>(T prediction, T target)
        where T : IReal<T> => 0.5 * T.Abs(prediction - target);
}
