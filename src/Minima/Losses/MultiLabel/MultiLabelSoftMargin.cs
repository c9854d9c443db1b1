using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Binary cross-entropy of every label of a row, averaged over the labels.</summary>
/// <remarks>
/// <para>Formula: (1 / K) sum_k w_k ((1 - t_k) softplus(x_k) + t_k softplus(-x_k)), with x the prediction, t the target and w the class weights (1 where
/// there are none).</para>
/// <para>Domain: logits real; targets in [0, 1]. Link: logit, each label for itself. Range: [0, inf).</para>
/// <para>Shapes: rows of K logits and of K targets. Only the prediction is differentiated. Reduction: mean over rows, with class weights too.</para>
/// <para>Convention: one term for each row, divided by K; bce_with_logits has one term for each label.</para>
/// <para>Numerics: softplus in both tails.</para>
/// <para>Limits: the row mean of bce_with_logits.</para>
/// <para>Source: PyTorch, MultiLabelSoftMarginLoss; Cox 1958, J. R. Stat. Soc. B 20(2), 215-242.</para>
/// </remarks>
[Loss("multilabel_soft_margin", "Multi-label soft margin", "多标签软间隔",
    Family = LossFamily.MultiLabel, Link = PredictionLink.Logit, FloatUlps = 8,
    Formula = "1 / K sum_k w_k ((1 - t_k) softplus(x_k) + t_k softplus(-x_k))",
    Latex = @"\frac{1}{K} \sum_{k} w_{k} \left(\left(1 - t_{k}\right) \log\left(1 + e^{x_{k}}\right) + t_{k} \log\left(1 + e^{-x_{k}}\right)\right)",
    Aliases = ["MultiLabelSoftMarginLoss", "multilabel_soft_margin_loss"],
    SearchWords = ["multi-label", "多标签"])]
[English("Binary cross-entropy over all labels of a row, averaged.",
    Use = "any number of labels may hold at once and a row is to count once, however many labels there are.",
    Avoid = "exactly one label holds (cross_entropy), or the mean over all labels of the batch is meant (bce_with_logits).")]
[Chinese("一个样本所有标签的二元交叉熵的平均值。",
    Use = "多个标签可同时成立，且每个样本不论标签多少只计一次时。",
    Avoid = "恰有一个标签成立时（用 cross_entropy），或需要整批所有标签的平均时（用 bce_with_logits）。",
    Limits = "即 bce_with_logits 的行均值。")]
public readonly record struct MultiLabelSoftMargin : IRowLoss
{
    static RowTargets IRowLoss.Targets => RowTargets.Rows;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        var sum = T.Of(0);
        for (var k = 0; k < row.Count; k++)
        {
            var target = row.Target(k);
            var loss = T.SoftplusMix(row.Prediction[k], 1.0 - target, target);
            sum += row.HasClassWeights ? T.ZeroTimes(row.ClassWeight(k), loss) : loss;
        }

        return sum / T.Of(row.Count, "");
    }
}
