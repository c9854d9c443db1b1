namespace Minima.Tensors.Losses;

/// <summary>The effect of a treatment for each unit against a constructed outcome that is right if either the outcomes or the propensities were estimated well.</summary>
/// <remarks>
/// <para>Formula: (x - psi)^2, psi = mu1 - mu0 + t (y - mu1) / e - (1 - t) (y - mu0) / (1 - e).</para>
/// <para>Domain: prediction and outcomes real; treatment 0 or 1; propensity in (0, 1). Outside: refused with the row (LossError.Domain). Range: [0, inf).</para>
/// <para>Shapes: all [N]: prediction x the effect, outcome y, treatment t, propensity e, outcome_control mu0 and outcome_treated mu1 as other models predict them; one
/// term for each unit. Only the prediction is differentiated.</para>
/// <para>Convention: mu0, mu1 and e from models fitted on other rows (cross-fitting).</para>
/// <para>Source: Robins, Rotnitzky and Zhao 1994, JASA 89(427) 846-866; Kennedy 2020, arXiv:2004.14497.</para>
/// </remarks>
[Loss("dr_score", "Doubly robust pseudo-outcome (DR-learner)", "双重稳健学习（DR-learner）",
    Family = LossFamily.Causal,
    Formula = "(x - psi)^2;  psi = mu1 - mu0 + t (y - mu1) / e - (1 - t) (y - mu0) / (1 - e)",
    Latex = @"(x - \psi)^{2}, \quad \psi = \mu_{1} - \mu_{0} + \frac{t \left(y - \mu_{1}\right)}{e} - \frac{(1 - t) \left(y - \mu_{0}\right)}{1 - e}, \quad t = \mathrm{treatment}, \quad e = \mathrm{propensity}, \quad \mu_{0} = \mathrm{outcome\_control}, \quad \mu_{1} = \mathrm{outcome\_treated}, \quad y = \mathrm{outcome}",
    Aliases = ["DRLearner", "AIPW", "doubly_robust"])]
[English("Learns the effect for each unit, with two chances to be right.",
    Use = "outcomes and propensities can both be estimated, and you trust neither alone.",
    Avoid = "propensities come near 0 or 1: psi is then noise (r_learner).",
    Letters = "psi: the doubly robust score of the effect; mu0: outcome_control; mu1: outcome_treated")]
[Chinese("学习每个个体的处理效应，结果模型与倾向模型有一个正确即可。",
    Use = "结果与倾向得分都能估计，而又不愿只信其中之一时。",
    Avoid = "倾向得分接近 0 或 1 时：psi 多为噪声（用 r_learner）。",
    Letters = "psi：效应的双重稳健得分；mu0：outcome_control；mu1：outcome_treated")]
public readonly record struct DoublyRobust : ITensorLoss
{
    /// <summary>One term for each unit.</summary>
    /// <exception cref="LossException">A treatment is not 0 or 1 (LossError.Domain).</exception>
    public LossTerms Of(
        [Axes("N")] Tensor prediction,
        [Axes("N"), Constant] Tensor outcome,
        [Axes("N"), Unit, Constant] Tensor treatment,
        [Axes("N"), OpenUnit, Constant] Tensor propensity,
        [Axes("N"), Constant] Tensor outcomeControl,
        [Axes("N"), Constant] Tensor outcomeTreated)
    {
        TreatmentAssignment.Check("dr_score", treatment);
        var missed = (outcome - TreatmentAssignment.Factual(treatment, outcomeControl, outcomeTreated)) / TreatmentAssignment.Propensity(treatment, propensity);
        return (prediction - (outcomeTreated - outcomeControl + (TreatmentAssignment.Sign(treatment) * missed))).Square();
    }
}
