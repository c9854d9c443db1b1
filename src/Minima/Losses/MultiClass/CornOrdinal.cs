using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Ordered classes as a chain of questions "is it above this one as well?", each posed only if the answer to the one before is yes.</summary>
/// <remarks>
/// <para>Formula: sum_{k=0..min(y, K - 2)} log(1 + e^(-s_k x_k)), s_k = 1 where y &gt; k, else -1, with x the prediction and y the label; the mean divides by the number of
/// questions.</para>
/// <para>Domain: logits real; label 0 to K - 1 for rows of K - 1 logits. Link: sigmoid, the probability that the label is above k given that it is above k - 1. Range: [0, inf).
/// Label out of range: refused.</para>
/// <para>Shapes: rows of K - 1 logits, one label a row, classes in their order. Only the prediction is differentiated; questions that are not posed have gradient 0. Reduction: mean
/// over the questions of all rows (times their sample weights), not over rows.</para>
/// <para>Convention: coral-pytorch's corn_loss.</para>
/// <para>Numerics: softplus, full relative accuracy in the tail.</para>
/// <para>Limits: logistic for two classes.</para>
/// <para>Source: Shi, Cao and Raschka 2021, arXiv:2111.08851.</para>
/// </remarks>
[Loss("corn_ordinal", "CORN ordinal", "CORN 序数损失",
    Family = LossFamily.MultiClass, Link = PredictionLink.Logit, FloatUlps = 8,
    Suits = LossPurpose.OrderedClasses,
    Formula = "sum_{k <= y} log(1 + e^(-s_k x_k));  s_k = 1 if y > k else -1",
    Latex = @"\sum_{k \le y} \log\left(1 + e^{-s_{k} x_{k}}\right), \quad s_{k} = \begin{cases} 1 & \text{if } y > k \\ -1 & \text{otherwise} \end{cases}",
    Aliases = ["corn_loss", "CornLoss"])]
[English("Cross-entropy of a chain of yes-no questions up the ranks, which ends at the first no.",
    Use = "classes have an order and every rank may have weights of its own.",
    Avoid = "there are few rows at high ranks: the last questions are asked of those only (coral_ordinal asks all).")]
[Chinese("沿等级逐级提问的是非题链的交叉熵，遇到第一个“否”为止。",
    Use = "类别有序，且每个等级可有各自的权重时。",
    Avoid = "高等级样本很少时：最后几问只涉及这些样本（coral_ordinal 则对所有样本提问）。",
    Limits = "两类时为 logistic。")]
public readonly record struct CornOrdinal : IRowLoss
{
    static int IRowLoss.LabelsBeyondScores => 1;

    static RowMean IRowLoss.Mean => RowMean.ScoresToLabel;

    static bool IRowLoss.TakesClassWeights => false;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        var sum = T.Of(0);
        for (var k = 0; k < row.Count; k++)
        {
            var x = row.Prediction[k];
            var unasked = T.ZeroTimes(T.Of(0), T.StopGradient(x)); // NaN where the logit is.
            sum += row.IfLabelAbove(k - 1, T.Softplus(row.IfLabelAbove(k, -x, x)), unasked);
        }

        return sum;
    }
}
