namespace Minima.Tensors.Losses;

/// <summary>The effect of a treatment for each unit from the residuals of outcomes and treatments after their expectations are subtracted.</summary>
/// <remarks>
/// <para>Formula: ((y - m) - (t - e) x)^2.</para>
/// <para>Domain: prediction and outcomes real; treatment 0 or 1; propensity in [0, 1]. Outside: refused with the row (LossError.Domain). Range: [0, inf).</para>
/// <para>Shapes: all [N]: prediction x the effect, outcome y, treatment t, outcome_mean m and propensity e as other models predict them; one term for each unit. Only the
/// prediction is differentiated.</para>
/// <para>Convention: m is the outcome regardless of the treatment; m and e from models fitted on other rows (cross-fitting).</para>
/// <para>Source: Nie and Wager 2021, Biometrika 108(2), arXiv:1712.04912; Robinson 1988, Econometrica 56(4) 931-954.</para>
/// </remarks>
[Loss("r_learner", "R-learner", "R 学习器",
    Family = LossFamily.Causal,
    Latex = @"((y - m) - (t - e) x)^{2}",
    Aliases = ["NonParamDML"])]
[English("Explains what is left of the outcome by what is left of the treatment.",
    Use = "you estimate the effect for each unit with any model, even if propensities come near 0 or 1.",
    Avoid = "the outcome cannot be estimated well (dr_score needs only one of both).",
    Letters = "y: outcome; m: outcome_mean; t: treatment; e: propensity")]
[Chinese("用处理的残差解释结果的残差。",
    Use = "用任意模型估计个体效应时，即使倾向得分接近 0 或 1。",
    Avoid = "结果难以估计时（dr_score 只需两者之一估计得好）。",
    Letters = "y：outcome；m：outcome_mean；t：treatment；e：propensity")]
public readonly record struct ResidualLearner : ITensorLoss
{
    /// <summary>One term for each unit.</summary>
    /// <exception cref="LossException">A treatment is not 0 or 1 (LossError.Domain).</exception>
    public LossTerms Of(
        [Axes("N")] Tensor prediction,
        [Axes("N"), Constant] Tensor outcome,
        [Axes("N"), Unit, Constant] Tensor treatment,
        [Axes("N"), Constant] Tensor outcomeMean,
        [Axes("N"), Unit, Constant] Tensor propensity)
    {
        TreatmentAssignment.Check("r_learner", treatment);
        return (outcome - outcomeMean - ((treatment - propensity) * prediction)).Square();
    }
}
