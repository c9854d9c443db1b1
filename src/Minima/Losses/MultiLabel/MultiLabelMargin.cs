using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Every label that holds must lead every label that does not by 1; each pair that does not costs its shortfall.</summary>
/// <remarks>
/// <para>Formula: 1 / K sum_j sum_k t_j (1 - t_k) max(0, 1 - (x_j - x_k)), with x the prediction, t the target and K labels: over the pairs of a
/// label j that holds and a label k that does not.</para>
/// <para>Domain: scores real; targets in [0, 1], a target between counts on both sides in proportion. Link: the order of the scores. Range: [0, inf).</para>
/// <para>Shapes: rows of K scores and of K targets. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Kinks: derivative 0 where a pair is exactly 1 apart.</para>
/// <para>Convention: the target is one number for each label; PyTorch's is a list of indices that ends with -1.</para>
/// <para>Numerics: scores are subtracted before 1 is added, so that scores of size 1e9 keep it. K^2 pairs.</para>
/// <para>Source: PyTorch, MultiLabelMarginLoss; Elisseeff and Weston 2001, NIPS, 681-687.</para>
/// </remarks>
[Loss("multilabel_margin", "Multi-label margin", "多标签间隔",
    Family = LossFamily.MultiLabel, Link = PredictionLink.Largest, FloatUlps = 16,
    Latex = @"\frac{1}{K} \sum_{j} \sum_{k} t_{j} \left(1 - t_{k}\right) \max\left(0, 1 - x_{j} + x_{k}\right)",
    Kinks = "x_j = x_k + 1: slope 0",
    ChineseKinks = "x_j = x_k + 1 处斜率为 0",
    Aliases = ["MultiLabelMarginLoss", "multilabel_margin_loss"])]
[English("A hinge over every pair of a label that holds and one that does not.",
    Use = "the labels of a row are to be ranked, those that hold on top, and no probability is needed.",
    Avoid = "each label needs a probability or a threshold of its own (multilabel_soft_margin), or there are thousands of labels: the pairs grow with their square (zlpr).")]
[Chinese("对每一对成立与不成立的标签计合页损失。",
    Use = "需要把样本的成立标签排在前面，而不需要概率时。",
    Avoid = "每个标签需要各自的概率或阈值时（用 multilabel_soft_margin），或标签成千上万时：标签对的数目随平方增长（用 zlpr）。")]
public readonly record struct MultiLabelMargin : IRowLoss
{
    static RowTargets IRowLoss.Targets => RowTargets.Rows;

    static bool IRowLoss.TakesClassWeights => false;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        var sum = T.Of(0);
        for (var j = 0; j < row.Count; j++)
        {
            WorkBudget.Check();
            var own = row.Prediction[j];
            for (var k = 0; k < row.Count; k++)
            {
                // A label against itself lacks the whole lead of 1: its weight is 0 for targets 0 and 1, and a NaN stays one.
                var missing = j == k ? T.ZeroTimes(T.Of(0), T.StopGradient(own)) + 1.0 : T.Relu(row.Prediction[k] - own + 1.0);
                sum += T.ZeroTimes(row.Target(j) * (1.0 - row.Target(k)), missing);
            }
        }

        return sum / T.Of(row.Count, "");
    }
}
