namespace Minima.Tensors.Losses;

/// <summary>Cox's partial likelihood for tied events: they leave the rows at risk one after the other, in an unknown order (Efron).</summary>
/// <remarks>
/// <para>Formula: l_i = (1/m) sum_{l=0}^{m-1} log(sum_R e^(h_j - h_i) - (l/m) sum_D e^(h_j - h_i)), with h the prediction (the logarithm of the hazard),
/// R the rows with t_j &gt;= t_i, D the m events at t_i; 0 of a censored row.</para>
/// <para>Domain: prediction real; time &gt; 0, NaN refused; event 0 or 1, 0 for a censored time. Range: all reals: the mean over fractions of a tied time may
/// fall below 0.</para>
/// <para>Shapes: predictions, times, events [N]; one term for each row, 0 of a censored one. Only the prediction is differentiated. Reduction: mean over
/// events; 0 if there is none. Weights and masks act on terms: a row left out by them is still at risk.</para>
/// <para>Convention: torchsurv's default, whose mean over tied times divides by the number of different times instead of events.</para>
/// <para>Numerics: sorted once, then O(N): the m sums of a time are shared by its events. sum_R - (l/m) sum_D is formed as the rows without an event there
/// plus (1 - l/m) sum_D. First derivative only.</para>
/// <para>Limits: cox_breslow if no two events share a time.</para>
/// <para>Source: Efron 1977, JASA 72(359), 557-565.</para>
/// </remarks>
[Loss("cox_efron", "Cox partial likelihood (Efron)", "Cox 偏似然（Efron）",
    Family = LossFamily.Survival,
    Suits = LossPurpose.Censoring, LowerBound = double.NegativeInfinity,
    Formula = "(1/m) sum_{l=0}^{m-1} log(sum_R e^(h_j - h_i) - (l/m) sum_D e^(h_j - h_i))",
    Latex = @"\frac{\mathrm{event}_{i}}{m} \sum_{l=0}^{m-1} \log\left(\sum_{j \in R} e^{h_{j} - h_{i}} - \frac{l}{m} \sum_{j \in D} e^{h_{j} - h_{i}}\right), \quad R = \left\{j : t_{j} \ge t_{i}\right\}, \quad D = \left\{j : t_{j} = t_{i}, \mathrm{event}_{j} = 1\right\}, \quad m = \left|D\right|, \quad h = \mathrm{prediction}, \quad t = \mathrm{time}",
    Aliases = ["neg_partial_log_likelihood", "neg_partial_log_likelihood_efron"],
    SearchWords = ["survival", "生存分析", "ties", "censored", "删失"])]
[English("Ranks rows by risk, with events that share a time counted as one after the other.",
    Use = "times are rounded (days, months), so that many events fall together.",
    Avoid = "times hardly ever coincide (cox_breslow is the same and simpler), or are a few intervals (logistic_hazard).",
    Letters = "i, j: samples; R: the set of samples still at risk; D: the set of events at the same time; m: the number of these events; l: an index of them")]
[Chinese("按风险排序，把同一时间的多个事件当作先后发生来处理。",
    Use = "时间经过取整（按天、按月），因而许多事件落在同一时刻时。",
    Avoid = "时间几乎不重合时（cox_breslow 结果相同且更简单），或时间只分为少数几个区间时（用 logistic_hazard）。",
    Limits = "没有两个事件同时发生时为 cox_breslow。",
    Letters = "i、j：样本；R：仍处于风险集中的样本；D：同一时刻的事件；m：这些事件的个数；l：其下标")]
public readonly record struct CoxEfron : ITensorLoss
{
    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N")] Tensor prediction, [Axes("N"), Positive, Constant] Tensor time, [Axes("N"), Unit, Constant] Tensor @event)
    {
        CensoredData.Check("cox_efron", time, @event);
        return LossTerms.Shared(PartialLikelihood.Apply(prediction, time, @event, Ties.Efron), @event);
    }
}
