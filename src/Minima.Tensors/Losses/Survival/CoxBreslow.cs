namespace Minima.Tensors.Losses;

/// <summary>Cox's partial likelihood: those most at risk have the event first. Tied events are each compared with everyone at risk (Breslow).</summary>
/// <remarks>
/// <para>Formula: l_i = event_i log sum_{t_j >= t_i} e^(h_j - h_i), with h the prediction (the logarithm of the hazard), t the time.</para>
/// <para>Domain: prediction real; time &gt; 0, NaN refused; event 0 or 1, 0 for a censored time. Range: [0, inf).</para>
/// <para>Shapes: predictions, times, events [N]; one term for each row, 0 of a censored one. Only the prediction is differentiated. Reduction: mean over
/// events; 0 if there is none. Weights and masks act on terms: a row left out by them is still at risk.</para>
/// <para>Convention: of rows with one time all are at risk for each of its events. pycox' cox_ph_loss lets tied rows enter one by one.</para>
/// <para>Numerics: sorted once, then O(N). An event is compared with the sum of the others, log1p(sum_{j != i} e^(h_j - h_i)): nothing cancels where its
/// own row outweighs them. A constant added to all predictions changes nothing. First derivative only.</para>
/// <para>Limits: cox_efron without ties; cox_stratified if one event is compared with its own controls.</para>
/// <para>Source: Cox 1972, JRSS B 34(2), 187-220; Breslow 1974, Biometrics 30(1), 89-99.</para>
/// </remarks>
[Loss("cox_breslow", "Cox partial likelihood (Breslow)", "Cox 偏似然（Breslow）",
    Family = LossFamily.Survival,
    DefaultFor = LossTask.Survival,
    Suits = LossPurpose.Censoring,
    Formula = "event_i log sum_{t_j >= t_i} e^(h_j - h_i)",
    Latex = @"\mathrm{event}_{i} \log \sum_{j : t_{j} \ge t_{i}} e^{h_{j} - h_{i}}, \quad h = \mathrm{prediction}, \quad t = \mathrm{time}",
    Aliases = ["cox_ph_loss", "CoxPHLoss", "neg_partial_log_likelihood_breslow", "cox"],
    SearchWords = ["survival", "生存分析", "censored", "删失"])]
[English("Ranks rows by risk: at each event, everyone who was still there is compared with the row that met it.",
    Use = "times may be censored and the order of risks is what you want, whatever the shape of the risk in time: the default of survival analysis.",
    Avoid = "many events share a time (cox_efron), you need times or probabilities (weibull_nll, logistic_hazard), or batches hold few events.",
    Letters = "i, j: samples")]
[Chinese("按风险排序：每当有事件发生，就把发生事件的样本与当时仍在观察中的所有样本相比较。",
    Use = "时间可能有删失，且只关心风险的次序、不问风险随时间如何变化时：生存分析的默认选择。",
    Avoid = "许多事件发生在同一时间（用 cox_efron）、需要时间或概率（用 weibull_nll、logistic_hazard），或每批事件很少时。",
    Limits = "无同时事件时同 cox_efron；每个事件只与各自的对照比较时为 cox_stratified。",
    Letters = "i、j：样本")]
public readonly record struct CoxBreslow : ITensorLoss
{
    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N")] Tensor prediction, [Axes("N"), Positive, Constant] Tensor time, [Axes("N"), Unit, Constant] Tensor @event)
    {
        CensoredData.Check("cox_breslow", time, @event);
        return LossTerms.Shared(PartialLikelihood.Apply(prediction, time, @event, Ties.Breslow), @event);
    }
}
