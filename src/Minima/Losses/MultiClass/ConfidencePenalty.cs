using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Cross-entropy with a reward for entropy: the model is rewarded for being unsure.</summary>
/// <remarks>
/// <para>Formula: w_y (-l_y + beta sum_k p_k l_k), with l = log softmax(x), p = e^l, x the prediction, y the label and w the class weights (1 where there are none).</para>
/// <para>Domain: logits real, -inf for an impossible class; label 0 to K - 1; beta &gt;= 0. Link: softmax. Range: slightly below 0 at most (-beta log K is a
/// bound) to inf. Label out of range: refused.</para>
/// <para>Shapes: rows of K logits, one label a row. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Numerics: 0 log 0 = 0 for an impossible class.</para>
/// <para>Limits: beta 0 is cross_entropy.</para>
/// <para>Source: Pereyra et al. 2017, ICLR workshop, arXiv:1701.06548.</para>
/// </remarks>
/// <param name="Beta">Weight of the entropy that is rewarded; 0.1 is usual.</param>
[Loss("confidence_penalty", "Confidence penalty", "置信度惩罚",
    Family = LossFamily.MultiClass, Task = LossTask.MultiClass, Link = PredictionLink.Softmax, FloatUlps = 128, LowerBound = double.NegativeInfinity,
    Formula = "-l_y + beta sum_k p_k l_k;  l = log softmax(x), p = softmax(x)",
    Latex = @"-\log p_{y} + \beta \sum_{k} p_{k} \log p_{k}, \quad p = \operatorname{softmax}(x)",
    Aliases = ["entropy_regularized_ce", "confidence_penalty_loss"])]
[English("Cross-entropy minus a share of the entropy of the prediction.",
    Use = "the model grows overconfident and label smoothing spreads its probability too evenly.",
    Avoid = "calibrated probabilities are wanted as they are: the reward for entropy biases them.")]
[Chinese("交叉熵减去预测的熵的一部分。",
    Use = "模型过度自信，而标签平滑又把概率摊得过于均匀时。",
    Avoid = "希望概率本身就经过校准时：对熵的奖励会使概率产生偏差。",
    Limits = "beta = 0 时为 cross_entropy。")]
public readonly record struct ConfidencePenalty(
    [NonNegative, Chinese("熵奖励的权重，常用 0.1。")] double Beta) : IRowLoss
{
    public ConfidencePenalty()
        : this(0.1)
    {
    }

    static int IRowLoss.ScratchRows => 1;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        var logProbabilities = row.Scratch(0);
        Rows.LogSoftmax(row.Prediction, logProbabilities);
        var sum = T.Of(0);
        for (var k = 0; k < row.Count; k++)
        {
            sum += T.ZeroTimes(T.Exp(logProbabilities[k]), logProbabilities[k]);
        }

        return row.Weighted(T.Of(Beta) * sum - row.Pick(logProbabilities));
    }
}
