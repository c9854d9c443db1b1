namespace Minima.Tensors.Losses;

/// <summary>Each case is compared with controls of its own that were at risk when it met its event: a partial likelihood by sampled risk sets.</summary>
/// <remarks>
/// <para>Formula: log(1 + sum_c e^(h_c - h)), with h the prediction of the case, h_c those of its controls; with one control softplus(h_c - h).</para>
/// <para>Domain: real. Range: [0, inf).</para>
/// <para>Shapes: cases [N], controls [N, M]; one term for each case. Both are differentiated. Reduction: mean over cases.</para>
/// <para>Convention: pycox' CoxCC and CoxTime; their penalty shrink (|h| + |h_c|), 0 by default, is a term of its own.</para>
/// <para>Limits: cross_entropy with the case as the label; cox_breslow if the controls are all rows at risk.</para>
/// <para>Source: Kvamme, Borgan and Scheel 2019, JMLR 20(129), arXiv:1907.00825.</para>
/// </remarks>
[Loss("cox_stratified", "Case-control Cox (CoxCC, Cox-Time)", "分层与病例对照 Cox",
    Family = LossFamily.Survival,
    Latex = @"\log\left(1 + \sum_{c} e^{h_{c} - h}\right), \quad h = \mathrm{case}, \quad h_{c} = \mathrm{control}_{c}",
    Aliases = ["CoxCC", "CoxTime", "cox_cc_loss", "conditional_logistic"])]
[English("Each case against controls that were still at risk when it met its event.",
    Use = "data are too many for risk sets of a whole batch, cases come matched with controls, or the risk depends on time (Cox-Time).",
    Avoid = "a batch holds everyone who is at risk: cox_breslow uses all of them.",
    Letters = "c: a control")]
[Chinese("每个病例与其事件发生时仍在风险集中的若干对照相比较。",
    Use = "数据过多，无法在一个批次内构成完整的风险集，病例本就配有对照，或风险随时间变化（Cox-Time）时。",
    Avoid = "一个批次已包含风险集的所有样本时：cox_breslow 会用到全部样本。",
    Limits = "即以病例为标签的 cross_entropy；对照为整个风险集时为 cox_breslow。",
    Letters = "c：对照")]
public readonly record struct CoxStratified : ITensorLoss
{
    /// <summary>One term for each case.</summary>
    public LossTerms Of([Axes("N")] Tensor @case, [Axes("N M")] Tensor control) =>
        SoftmaxCrossEntropy.PerRow(Tensor.Concatenate(1, @case.Reshape([@case.Count, 1]), control), Tensor.Of(new int[@case.Count], [@case.Count]));
}
