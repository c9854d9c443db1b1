using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>A smooth hinge over all pairs of labels in the wrong order: the logarithm of one plus the sum of their exponentials.</summary>
/// <remarks>
/// <para>Formula: log(1 + sum_j sum_k t_j (1 - t_k) e^(x_k - x_j)), with x the prediction and t the target.</para>
/// <para>Domain: scores real; targets in [0, 1], a target between counts on both sides in proportion. Link: the order of the scores. Range: [0, inf);
/// a row in which all labels hold, or none, is 0.</para>
/// <para>Shapes: rows of K scores and of K targets. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Numerics: softplus of the sum of two log-sum-exps: 2 K exponentials instead of K^2.</para>
/// <para>Source: Li, Song and Luo 2017, CVPR, arXiv:1704.03135.</para>
/// </remarks>
[Loss("lsep", "LSEP", "对数和指数成对损失",
    Family = LossFamily.MultiLabel, Link = PredictionLink.Largest, FloatUlps = 8,
    Latex = @"\log\left(1 + \sum_{j} \sum_{k} t_{j} \left(1 - t_{k}\right) e^{x_{k} - x_{j}}\right)",
    Aliases = ["log_sum_exp_pairwise", "LsepLoss"])]
[English("Charges the pairs of labels in the wrong order, the worst first.",
    Use = "the order of the labels matters and no threshold is needed.",
    Avoid = "labels have to be chosen by a threshold: zlpr has it at 0.")]
[Chinese("对次序颠倒的标签对计损失，优先纠正最差的。",
    Use = "只看重标签次序，不需要阈值时。",
    Avoid = "需要用阈值选出标签时：zlpr 的阈值就是 0。")]
public readonly record struct LogSumExpPairwise : IRowLoss
{
    static RowTargets IRowLoss.Targets => RowTargets.Rows;

    static bool IRowLoss.TakesClassWeights => false;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T> => T.Softplus(LabelSums.LogOfPairs(row));
}
