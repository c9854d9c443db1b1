using Minima.Losses;

namespace Minima.Tensors.Losses;

/// <summary>Time in intervals, and in each the question whether the event happens there, given that it has not yet: a logit for each interval.</summary>
/// <remarks>
/// <para>Formula: sum_{k &lt;= y} BCE(x_k, event [k = y]), with x the prediction, y the target and BCE(x, t) = softplus(x) - t x.</para>
/// <para>Domain: logits real; target 0 to T - 1; event in [0, 1], 0 for a censored row. Range: [0, inf). Target out of range: refused.</para>
/// <para>Shapes: predictions [N, T], targets (the interval of the time) and events [N]; one term for each row. Only the prediction is differentiated.
/// Reduction: mean over rows.</para>
/// <para>Convention: a censored row is known to have passed its interval (pycox).</para>
/// <para>Limits: bce_with_logits for one interval.</para>
/// <para>Source: Gensheimer and Narasimhan 2019, PeerJ 7, e6257, arXiv:1805.00917; Kvamme and Borgan 2021, Lifetime Data Anal. 27, 710-736.</para>
/// </remarks>
[Loss("logistic_hazard", "Logistic hazard (Nnet-survival)", "logistic 离散时间风险",
    Family = LossFamily.Survival,
    Latex = @"\sum_{k \le y} \log\left(1 + e^{x_{k}}\right) - \mathrm{event} \, x_{y}",
    Suits = LossPurpose.Censoring,
    Aliases = ["nll_logistic_hazard", "NLLLogistiHazardLoss", "LogisticHazard", "nnet_survival"])]
[English("One yes-or-no question for each interval of time: does it happen here, given that it has not yet?",
    Use = "you want probabilities over time whose shape the network is free to choose, with censored rows.",
    Avoid = "only the order of risks matters (cox_breslow), or times are continuous and intervals would be coarse (pc_hazard, weibull_nll).",
    Letters = "k: a time interval")]
[Chinese("对每个时间区间提一个是非问题：在此前尚未发生的条件下，事件是否在该区间发生？",
    Use = "数据含删失，且希望网络自由决定概率随时间的形状时。",
    Avoid = "只关心风险的次序（用 cox_breslow），或时间连续、分区间过于粗糙时（用 pc_hazard、weibull_nll）。",
    Limits = "只有一个区间时为 bce_with_logits。",
    Letters = "k：时间区间")]
public readonly record struct LogisticHazard : ITensorLoss
{
    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N T")] Tensor prediction, [Axes("N"), Labels("T")] Tensor target, [Axes("N"), Unit, Constant] Tensor @event)
    {
        var intervals = prediction.Shape[1];
        var happens = target.OneHot(intervals, prediction.Type) * @event.Expand(^1, intervals);
        var questions = new BinaryCrossEntropyWithLogits().Apply(prediction, happens, new LossArguments { Reduction = Minima.Reduction.None });
        return questions.Sum(^1, TimeIntervals.UpTo(target, intervals, prediction.Type));
    }
}
