namespace Minima.Tensors.Losses;

/// <summary>A row with an earlier event should have had more of its probability by then: the second part of DeepHit.</summary>
/// <remarks>
/// <para>Formula: (1/N^2) sum_ij c_ij exp(-(F_i(y_i) - F_j(y_i)) / sigma), F_i(k) = sum_{l &lt;= k} softmax([x_i, 0])_l, with x the prediction, y the target,
/// c_ij = 1 where i has an event and y_i &lt; y_j, or y_i = y_j and j has none; else 0.</para>
/// <para>Domain: logits real; target 0 to T - 1; event 0 or 1; sigma &gt; 0. Range: [0, inf). Target out of range: refused.</para>
/// <para>Shapes: predictions [N, T], targets and events [N]; one number. Only the prediction is differentiated.</para>
/// <para>Convention: pycox: pairs that do not compare count in the mean with 0. DeepHit is alpha pmf_nll + (1 - alpha) of this.</para>
/// <para>Source: Lee et al. 2018 (DeepHit), AAAI.</para>
/// </remarks>
/// <param name="Sigma">Width of the exponential: differences of the probabilities far above it cost nearly nothing. 0.1 is usual.</param>
[Loss("deephit_rank", "DeepHit ranking", "DeepHit 排序损失",
    Family = LossFamily.Survival,
    Formula = "(1/N^2) sum_ij c_ij exp(-(F_i(y_i) - F_j(y_i)) / sigma)",
    Latex = @"\frac{1}{N^{2}} \sum_{i, j} c_{ij} \exp\left(-\frac{F_{i}\left(y_{i}\right) - F_{j}\left(y_{i}\right)}{\sigma}\right), \quad F_{i}(k) = \sum_{l=0}^{k} \operatorname{softmax}\left(x_{i1}, \dots, x_{iT}, 0\right)_{l}, \quad c_{ij} = \left[\mathrm{event}_{i} = 1 \wedge \left(y_{i} < y_{j} \vee \left(y_{i} = y_{j} \wedge \mathrm{event}_{j} = 0\right)\right)\right]",
    Aliases = ["rank_loss_deephit_single", "DeepHitSingleLoss", "deephit"])]
[English("Pairs of rows, ordered by when they met the event: the earlier must be ahead in probability by then.",
    Use = "a model of intervals is judged by concordance: add it to pmf_nll.",
    Avoid = "probabilities must stay calibrated: it pulls them apart (pmf_nll alone).",
    Letters = "y: target; c: 1 for a pair that is compared, else 0; F: the probability of an event up to a time")]
[Chinese("按事件先后给样本配对：到先发生的时刻为止，先发生者的累积概率应当领先。",
    Use = "分区间的模型以一致性指数来评判时：与 pmf_nll 相加使用。",
    Avoid = "概率必须保持校准时：它会把概率拉开（只用 pmf_nll）。",
    Letters = "y：target；c：可比较的对为 1，否则为 0；F：截至某时刻发生事件的概率")]
public readonly record struct DeepHitRank(
    [Positive, Chinese("指数函数的宽度：概率之差远大于此值时几乎不计损失。常用 0.1。")] double Sigma) : ITensorLoss
{
    public DeepHitRank()
        : this(0.1)
    {
    }

    /// <summary>The mean over all pairs.</summary>
    public LossTerms Of([Axes("N T")] Tensor prediction, [Axes("N"), Labels("T")] Tensor target, [Axes("N"), Unit, Constant] Tensor @event)
    {
        CensoredData.CheckEvents("deephit_rank", @event);
        var count = prediction.Shape[0];
        if (count == 0) return LossTerms.Scalar(prediction.Sum());

        // Row i of the table: how probable the event was for each j by the time of i.
        var byTime = TimeIntervals.AppendSurvival(prediction).Softmax(^1).CumulativeSum().Transpose().Rows(target);
        var ahead = byTime.Diagonal().Expand(^1, count) - byTime;
        var pairs = Pairs(target.Contiguous().Read<int>(), @event.ToArray());
        return LossTerms.Scalar((-ahead / Sigma).Exp().If(Tensor.Of(pairs, [count, count]).To(prediction.Type)).MeanOrZero());
    }

    private static double[] Pairs(ReadOnlySpan<int> times, double[] events)
    {
        WorkBudget.Take(sizeof(double) * (long)times.Length * times.Length);
        var pairs = new double[(long)times.Length * times.Length];
        for (var i = 0; i < times.Length; i++)
        {
            WorkBudget.Check();
            for (var j = 0; j < times.Length; j++) pairs[(i * times.Length) + j] = events[i] != 0 && (times[i] < times[j] || (times[i] == times[j] && events[j] == 0)) ? 1 : 0;
        }

        return pairs;
    }
}
