namespace Minima.Tensors.Losses;

/// <summary>A probability for each interval of time and one for "later than all of them": what is known about the row must be probable.</summary>
/// <remarks>
/// <para>Formula: p = softmax([x, 0]); an event: -log p_y; a censored row: -log sum_{k &gt; y} p_k, with x the prediction, y the target.</para>
/// <para>Domain: logits real; target 0 to T - 1; event in [0, 1], 0 for a censored row (between them both terms are mixed). Range: [0, inf).
/// Target out of range: refused.</para>
/// <para>Shapes: predictions [N, T], targets (the interval of the time) and events [N]; one term for each row. Only the prediction is differentiated.
/// Reduction: mean over rows.</para>
/// <para>Convention: the logit of "later" is 0 (pycox), whose 1e-7 within the logarithms is left out.</para>
/// <para>Numerics: a censored row is softplus(logsumexp_{k &lt;= y} x_k - logsumexp_{k &gt; y} x_k): no sum of probabilities.</para>
/// <para>Limits: cross_entropy on [x, 0] without censoring; DeepHit adds deephit_rank; MTLR is this on sums of logits from the end.</para>
/// <para>Source: Lee et al. 2018 (DeepHit), AAAI; Kvamme and Borgan 2021, Lifetime Data Anal. 27, 710-736.</para>
/// </remarks>
[Loss("pmf_nll", "Discrete-time likelihood (PMF, DeepHit)", "离散时间似然（PMF、DeepHit）",
    Family = LossFamily.Survival,
    Suits = LossPurpose.Censoring,
    Formula = "p = softmax([x, 0]);  event: -log p_y;  censored: -log sum_{k > y} p_k",
    ChineseFormula = "p = softmax([x, 0]);  event: -log p_y;  censored: -log sum_{k > y} p_k；event 一式用于发生事件的样本，censored 一式用于删失样本",
    Latex = @"-\mathrm{event} \, \log p_{y} - (1 - \mathrm{event}) \log \sum_{k > y} p_{k}, \quad p = \operatorname{softmax}([x, 0])",
    Aliases = ["nll_pmf", "NLLPMFLoss", "PMF", "nll_mtlr"])]
[English("A probability for each interval of time; a censored row asks for probability behind its own.",
    Use = "you want the distribution of the time in intervals, censored rows included: the likelihood of DeepHit.",
    Avoid = "the risk within intervals is what you read (logistic_hazard), or only its order (cox_breslow).",
    Letters = "p: the probability of each time interval; k: a time interval")]
[Chinese("为每个时间区间给出概率；删失样本则要求其后的区间有足够的概率。",
    Use = "数据含删失，需要按区间给出时间的分布时：即 DeepHit 的似然部分。",
    Avoid = "关心的是各区间内的风险时（用 logistic_hazard），或只关心风险的次序时（用 cox_breslow）。",
    Limits = "无删失时为 [x, 0] 的 cross_entropy；DeepHit 另加 deephit_rank；MTLR 即对从末端累加的 logits 取此损失。",
    Letters = "p：各时间区间的概率；k：时间区间")]
public readonly record struct ProbabilityMassNegativeLogLikelihood : ITensorLoss
{
    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N T")] Tensor prediction, [Axes("N"), Labels("T")] Tensor target, [Axes("N"), Unit, Constant] Tensor @event)
    {
        var logits = TimeIntervals.AppendSurvival(prediction);
        var until = TimeIntervals.UpTo(target, logits.Shape[1], logits.Type);
        var exact = SoftmaxCrossEntropy.PerRow(logits, target);
        var survived = (logits.LogSumExp(^1, until) - logits.LogSumExp(^1, 1 - until)).Softplus();
        var censored = 1 - @event;
        return (@event * exact.If(@event)) + (censored * survived.If(censored));
    }
}
