using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Cross-entropy of the label as a fraction of the sum of the cross-entropies of all classes: bounded, and robust to wrong labels.</summary>
/// <remarks>
/// <para>Formula: w_y l_y / sum_k l_k, with l = log softmax(x), x the prediction, y the label and w the class weights (1 where there are none).</para>
/// <para>Domain: logits real, -inf for an impossible class; label 0 to K - 1. Link: softmax. Range: [0, 1]; 1 for a single class. Label out of range: refused.</para>
/// <para>Shapes: rows of K logits, one label a row. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Convention: the active part of the active-passive loss; alpha times this plus beta times mae_prob is the whole.</para>
/// <para>Numerics: with q the smaller over the larger of l_y and the sum of the others as q / (1 + q) or 1 / (1 + q), so that no derivative cancels.</para>
/// <para>Source: Ma et al. 2020, ICML, arXiv:2006.13554.</para>
/// </remarks>
[Loss("normalized_ce", "Normalised cross-entropy", "归一化交叉熵",
    Family = LossFamily.MultiClass, Link = PredictionLink.Softmax, FloatUlps = 16,
    Suits = LossPurpose.LabelNoise,
    Formula = "l_y / sum_k l_k;  l = log softmax(x)",
    Latex = @"\frac{\log p_{y}}{\sum_{k} \log p_{k}}, \quad p = \operatorname{softmax}(x)",
    Aliases = ["NormalizedCrossEntropy", "nce_and_apl", "normalised_cross_entropy"])]
[English("The label's share of the cross-entropies of all classes, so that a wrong label costs at most 1.",
    Use = "labels are noisy; join it with mae_prob where it underfits.",
    Avoid = "labels are clean, or probabilities must be calibrated: it is no proper score.")]
[Chinese("标签的交叉熵占所有类别交叉熵之和的比例，因此错误标签的损失至多为 1。",
    Use = "标签有噪声时；若欠拟合，可与 mae_prob 相加使用。",
    Avoid = "标签干净，或需要校准的概率时：它不是严格适当评分规则。")]
public readonly record struct NormalizedCrossEntropy : IRowLoss
{
    static int IRowLoss.ScratchRows => 1;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        if (row.Count == 1)
        {
            return row.Weighted(1.0 + T.ZeroTimes(T.Of(0), T.StopGradient(row.Prediction[0]))); // 0 / 0 of the only class.
        }

        var logProbabilities = row.Scratch(0);
        Rows.LogSoftmax(row.Prediction, logProbabilities);
        var own = row.Pick(logProbabilities);
        var others = T.Of(0);
        for (var k = 0; k < row.Count; k++)
        {
            others += row.IfLabel(k, T.Of(0), logProbabilities[k]);
        }

        // The smaller over the larger, so that the derivative of neither cancels.
        var quotient = T.IfLess(others, own, own, others) / T.IfLess(others, own, others, own);
        return row.Weighted(T.IfLess(others, own, quotient, T.Of(1)) / (1.0 + quotient));
    }
}
