using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Ordered classes as K - 1 questions "is it above this one?", each answered by a logit and charged by cross-entropy.</summary>
/// <remarks>
/// <para>Formula: sum_k log(1 + e^(-s_k x_k)), s_k = 1 where y &gt; k, else -1, with x the prediction and y the label.</para>
/// <para>Domain: logits real; label 0 to K - 1 for rows of K - 1 logits. Link: sigmoid, the probability that the label is above k. Range: [0, inf). Label out of range:
/// refused.</para>
/// <para>Shapes: rows of K - 1 logits, one label a row, classes in their order. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Convention: the sum over questions (coral-pytorch). The model must make the logits fall along the row: one score and K - 1 biases.</para>
/// <para>Numerics: softplus, full relative accuracy in the tail.</para>
/// <para>Limits: logistic for two classes.</para>
/// <para>Source: Cao, Mirjalili and Raschka 2020, Pattern Recognition Letters 140, arXiv:1901.07884.</para>
/// </remarks>
[Loss("coral_ordinal", "CORAL ordinal", "CORAL 序数损失",
    Family = LossFamily.MultiClass, Link = PredictionLink.Logit, FloatUlps = 8,
    Suits = LossPurpose.OrderedClasses,
    Formula = "sum_k log(1 + e^(-s_k x_k));  s_k = 1 if y > k else -1",
    Latex = @"\sum_{k} \log\left(1 + e^{-s_{k} x_{k}}\right), \quad s_{k} = \begin{cases} 1 & \text{if } y > k \\ -1 & \text{otherwise} \end{cases}",
    Aliases = ["consistent_rank_logits", "OrdinalCrossEntropy"])]
[English("Cross-entropy of K - 1 yes-no questions, whether the label is above each rank.",
    Use = "classes have an order and the model ends in one score with K - 1 biases, so that answers never contradict each other.",
    Avoid = "every rank has weights of its own: corn_ordinal keeps the answers consistent then.")]
[Chinese("K - 1 个“是否高于该等级”是非题的交叉熵之和。",
    Use = "类别有序，且模型末端是一个得分加 K - 1 个偏置，因而各答案互不矛盾时。",
    Avoid = "每个等级有各自的权重时：此时用 corn_ordinal 可保证答案一致。",
    Limits = "两类时为 logistic。")]
public readonly record struct CoralOrdinal : IRowLoss
{
    static int IRowLoss.LabelsBeyondScores => 1;

    static bool IRowLoss.TakesClassWeights => false;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        var sum = T.Of(0);
        for (var k = 0; k < row.Count; k++)
        {
            sum += T.Softplus(row.IfLabelAbove(k, -row.Prediction[k], row.Prediction[k]));
        }

        return sum;
    }
}
