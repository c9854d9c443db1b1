using Minima.Losses;

namespace Minima.Tensors.Losses;

/// <summary>The grade of each item as questions "is it at least this?", each answered by a logit of its own.</summary>
/// <remarks>
/// <para>Formula: sum_k (t_k log(1 + e^{-x_k}) + (1 - t_k) log(1 + e^{x_k})), k = 1..K, t_k = 1 where y &gt;= k, else 0; with fractional t_k = min(1, max(0, y - k + 1)); x the
/// prediction and y the grade.</para>
/// <para>Domain: logits real; grades &gt;= 0, of which what is above K counts as K. Link: sigmoid, the probability that the grade is at least k. Range: [0, inf).</para>
/// <para>Shapes: prediction [.., K], target [..]; one term for each item. The prediction is differentiated. Reduction: mean over items.</para>
/// <para>Convention: the sum over questions. The score of an item is the sum of its K probabilities.</para>
/// <para>Numerics: bce_with_logits, full relative accuracy in the tail.</para>
/// <para>Limits: coral_ordinal, whose logits are one score and K biases, for whole grades.</para>
/// <para>Source: Niu et al. 2016, CVPR, doi:10.1109/CVPR.2016.532; Pasumarthi et al. 2019 (TF-Ranking), arXiv:1812.00073.</para>
/// </remarks>
/// <param name="Fractional">Lets a grade between two whole ones answer the question between them in part.</param>
[Loss("ordinal_ranking", "Ordinal pointwise ranking", "逐点序数排序损失",
    Family = LossFamily.Ranking, Link = PredictionLink.Logit,
    Formula = "sum_k BCE(x_k, t_k), t_k = 1 if y >= k else 0;  and fractional",
    ChineseFormula = "sum_k BCE(x_k, t_k);  t_k = [y >= k]；另有参数 fractional",
    Latex = @"\sum_{k=1}^{K} \left(t_{k} \log\left(1 + e^{-x_{k}}\right) + (1 - t_{k}) \log\left(1 + e^{x_{k}}\right)\right), \quad t_{k} = \begin{cases} \min\left(\max\left(y - k + 1, 0\right), 1\right) & \text{if } \mathrm{fractional} \\ \left[y \ge k\right] & \text{otherwise} \end{cases}",
    Aliases = ["OrdinalLoss"])]
[English("Cross-entropy of K yes-no questions on the grade of each item.",
    Use = "grades are few, the same for all lists, and a grade is wanted besides an order.",
    Avoid = "only the order within a list counts (lambdarank, listnet), or answers must not contradict each other (coral_ordinal).",
    Letters = "t: the target of a step; k: a step between grades")]
[Chinese("关于每一项等级的 K 个是非题的交叉熵。",
    Use = "等级不多、各列表通用，且除次序外还需要等级时。",
    Avoid = "只看列表内的次序时（用 lambdarank、listnet），或各答案不得互相矛盾时（用 coral_ordinal）。",
    Limits = "等级为整数时，即 logits 为一个得分加 K 个偏置的 coral_ordinal。",
    Letters = "t：各分界的目标值；k：相邻等级之间的分界")]
public readonly record struct OrdinalRanking(
    [Chinese("介于两个整数之间的等级按比例作答。")] bool Fractional) : ITensorLoss
{
    public OrdinalRanking()
        : this(false)
    {
    }

    /// <summary>One term for each item.</summary>
    public LossTerms Of([Axes("... K")] Tensor prediction, [Axes("..."), NonNegative, Constant] Tensor target)
    {
        var questions = prediction.Shape[^1];
        var beyond = target.Expand(^1, questions) - CumulativeGain.Positions(prediction);
        var answers = Fractional ? (beyond + 1).Clamp(0, 1) : 1 - beyond.Less(Tensor.Zeros(beyond.Shape, beyond.Type));
        return new BinaryCrossEntropyWithLogits().Apply(prediction, answers, new LossArguments { Reduction = Minima.Reduction.None }).Sum(^1);
    }
}
