namespace Minima.Tensors.Losses;

/// <summary>The effect of a treatment for each unit against an outcome that is constructed so that its mean is the effect.</summary>
/// <remarks>
/// <para>Formula: (x - z)^2, z = y t / e - y (1 - t) / (1 - e).</para>
/// <para>Domain: prediction and outcome real; treatment 0 or 1; propensity in (0, 1). Outside: refused with the row (LossError.Domain). Range: [0, inf).</para>
/// <para>Shapes: all [N]: prediction x the effect, outcome y, treatment t, propensity e; one term for each unit. Only the prediction is differentiated.</para>
/// <para>Source: Athey and Imbens 2015, arXiv:1504.01132.</para>
/// </remarks>
[Loss("x_uplift", "Transformed outcome (uplift)", "变换结果 uplift",
    Family = LossFamily.Causal,
    Formula = "(x - z)^2;  z = y t / e - y (1 - t) / (1 - e)",
    Latex = @"(x - z)^{2}, \quad z = \frac{y t}{e} - \frac{y (1 - t)}{1 - e}",
    Aliases = ["transformed_outcome", "class_transformation"])]
[English("A regression on outcomes turned into noisy effects.",
    Use = "treatment was drawn by lot with known probabilities (campaigns), and any regression should do.",
    Avoid = "outcomes vary much for other reasons: z is noise then (dr_score, r_learner).",
    Letters = "z: the transformed outcome; y: outcome; t: treatment; e: propensity")]
[Chinese("把结果变换为带噪声的效应后做回归。",
    Use = "处理按已知概率随机分配（营销活动），且希望任意回归模型都能直接使用时。",
    Avoid = "结果因其他原因波动很大时：z 多为噪声（用 dr_score、r_learner）。",
    Letters = "z：变换后的结果；y：outcome；t：treatment；e：propensity")]
public readonly record struct TransformedOutcome : ITensorLoss
{
    /// <summary>One term for each unit.</summary>
    /// <exception cref="LossException">A treatment is not 0 or 1 (LossError.Domain).</exception>
    public LossTerms Of([Axes("N")] Tensor prediction, [Axes("N"), Constant] Tensor outcome, [Axes("N"), Unit, Constant] Tensor treatment, [Axes("N"), OpenUnit, Constant] Tensor propensity)
    {
        TreatmentAssignment.Check("x_uplift", treatment);
        return (prediction - (TreatmentAssignment.Sign(treatment) * outcome / TreatmentAssignment.Propensity(treatment, propensity))).Square();
    }
}
