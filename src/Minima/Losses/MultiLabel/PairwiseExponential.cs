using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The mean of e^(lead of the wrong label) over all pairs of a label that holds and one that does not.</summary>
/// <remarks>
/// <para>Formula: 1 / (P N) sum_j sum_k t_j (1 - t_k) e^(x_k - x_j), with x the prediction, t the target, P = sum_j t_j and N = sum_k (1 - t_k).</para>
/// <para>Domain: scores real; targets in [0, 1], a target between counts on both sides in proportion. Link: the order of the scores. Range: [0, inf);
/// a row in which all labels hold, or none, is 0.</para>
/// <para>Shapes: rows of K scores and of K targets. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Numerics: the product of two sums, each shifted by its largest exponent: 2 K exponentials instead of K^2.</para>
/// <para>Source: Zhang and Zhou 2006, IEEE Trans. Knowl. Data Eng. 18(10), 1338-1351.</para>
/// </remarks>
[Loss("bp_mll", "BP-MLL pairwise exponential", "BP-MLL 成对指数",
    Family = LossFamily.MultiLabel, Link = PredictionLink.Largest, FloatUlps = 8,
    Formula = "1 / (P N) sum_j sum_k t_j (1 - t_k) e^(x_k - x_j);  P = sum_j t_j, N = sum_k (1 - t_k)",
    Latex = @"\frac{1}{P N} \sum_{j} \sum_{k} t_{j} \left(1 - t_{k}\right) e^{x_{k} - x_{j}}, \quad P = \sum_{j} t_{j}, \quad N = \sum_{k} \left(1 - t_{k}\right)",
    Aliases = ["backpropagation_for_multi_label_learning", "bpmll"])]
[English("Charges every pair of labels in the wrong order, exponentially.",
    Use = "you reproduce BP-MLL or want the order of labels alone.",
    Avoid = "scores can lie far apart: one pair then outweighs the batch (lsep has the logarithm of it).")]
[Chinese("每一对次序颠倒的标签都按指数计损失。",
    Use = "复现 BP-MLL，或只关心标签次序时。",
    Avoid = "得分可能相差很大时：一对标签就会压倒整批（lsep 取其对数）。")]
public readonly record struct PairwiseExponential : IRowLoss
{
    static RowTargets IRowLoss.Targets => RowTargets.Rows;

    static bool IRowLoss.TakesClassWeights => false;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        var positives = T.Of(0);
        for (var k = 0; k < row.Count; k++)
        {
            positives += row.Target(k);
        }

        var pairs = positives * (T.Of(row.Count, "") - positives);
        return T.Exp(LabelSums.LogOfPairs(row)) / T.IfLess(T.Of(0), pairs, pairs, T.Of(1));
    }
}
