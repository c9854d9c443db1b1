namespace Minima.Tensors.Losses;

/// <summary>Outcomes, treatment and a correction of the outcomes along the direction in which the average effect is wrong, learned together.</summary>
/// <remarks>
/// <para>Formula: mean of (y - mu_t)^2 + alpha BCE(g, t) + beta (y - mu_t - eps h)^2, h = t / g - (1 - t) / (1 - g), g = sigmoid(logit).</para>
/// <para>Domain: real; treatment 0 or 1 (LossError.Domain); alpha, beta &gt;= 0. Range: [0, inf).</para>
/// <para>Shapes: outcome_control mu0, outcome_treated mu1, propensity_logit, outcome y, treatment t [N], epsilon [1]; one number, 0 of no units. All but outcome and treatment
/// are differentiated; epsilon is a parameter that is learned.</para>
/// <para>Numerics: h = s (1 + exp(-s logit)), s = 2 t - 1, so that no propensity is rounded to 0 or 1.</para>
/// <para>Source: Shi, Blei and Veitch 2019, NeurIPS, arXiv:1906.02120.</para>
/// </remarks>
/// <param name="Alpha">Weight of the cross-entropy of the treatment; 1 is usual.</param>
/// <param name="Beta">Weight of the targeted regularisation; 1 is usual.</param>
[Loss("dragonnet", "DragonNet with targeted regularisation", "DragonNet（定向正则）",
    Family = LossFamily.Causal,
    Formula = "mean (y - mu_t)^2 + alpha BCE(g, t) + beta (y - mu_t - eps h)^2;  h = t / g - (1 - t) / (1 - g)",
    Latex = @"\frac{1}{N} \sum_{i=1}^{N} \left(\left(y - \mu_{t}\right)^{2} - \alpha \left(t \log g + (1 - t) \log(1 - g)\right) + \beta \left(y - \mu_{t} - \varepsilon h\right)^{2}\right), \quad h = \frac{t}{g} - \frac{1 - t}{1 - g}, \quad g = \sigma\left(\mathrm{propensity\_logit}\right), \quad \mu_{0} = \mathrm{outcome\_control}, \quad \mu_{1} = \mathrm{outcome\_treated}, \quad t = \mathrm{treatment}, \quad y = \mathrm{outcome}",
    Aliases = ["targeted_regularization"])]
[English("Three heads on one representation that keeps what decides the treatment.",
    Use = "the average effect is asked for, from observations.",
    Avoid = "the effect for each unit is asked for (r_learner, dr_score).",
    Letters = "mu: the predicted outcome of the treatment given; g: the predicted propensity; eps: epsilon")]
[Chinese("同一表示之上设三个输出头，保留决定处理的信息。",
    Use = "要从观测数据估计平均处理效应时。",
    Avoid = "要估计个体效应时（用 r_learner、dr_score）。",
    Letters = "mu：所受处理下的预测结果；g：预测的倾向得分；eps：epsilon")]
public readonly record struct TargetedRegularization(
    [NonNegative, Chinese("处理变量交叉熵的权重，常用 1。")] double Alpha,
    [NonNegative, Chinese("定向正则项的权重，常用 1。")] double Beta) : ITensorLoss
{
    public TargetedRegularization()
        : this(1, 1)
    {
    }

    /// <summary>One number.</summary>
    /// <exception cref="LossException">A treatment is not 0 or 1 (LossError.Domain).</exception>
    public LossTerms Of(
        [Axes("N")] Tensor outcomeControl,
        [Axes("N")] Tensor outcomeTreated,
        [Axes("N")] Tensor propensityLogit,
        [Axes("1")] Tensor epsilon,
        [Axes("N"), Constant] Tensor outcome,
        [Axes("N"), Unit, Constant] Tensor treatment)
    {
        TreatmentAssignment.Check("dragonnet", treatment);
        var sign = TreatmentAssignment.Sign(treatment);
        var missed = outcome - TreatmentAssignment.Factual(treatment, outcomeControl, outcomeTreated);
        var against = -(sign * propensityLogit);
        var correction = sign * (1 + against.Exp()) * epsilon.Reshape(Shape.Scalar);
        return LossTerms.Scalar((missed.Square() + (Alpha * against.Softplus()) + (Beta * (missed - correction).Square())).MeanOrZero());
    }
}
