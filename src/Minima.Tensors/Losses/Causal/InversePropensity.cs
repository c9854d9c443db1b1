namespace Minima.Tensors.Losses;

/// <summary>Squared errors of the outcome, each unit weighted by the inverse probability of the treatment that it received, as if treatment had been randomised.</summary>
/// <remarks>
/// <para>Formula: mean of w (x - y)^2, w = t / e + (1 - t) / (1 - e), e the propensity held in [c, 1 - c], c the clip; with normalize sum w (x - y)^2 / sum w.</para>
/// <para>Domain: prediction and target real; treatment 0 or 1; propensity in [0, 1]; clip in [0, 0.5]. If the probability of the treatment received is still 0, and outside this:
/// refused with the row (LossError.Domain). Range: [0, inf).</para>
/// <para>Shapes: all [N]; one number, 0 of no units. Only the prediction is differentiated.</para>
/// <para>Convention: the mean over units (Horvitz and Thompson); with normalize over weights (SNIPS), which is biased and steadier.</para>
/// <para>Source: Horvitz and Thompson 1952, JASA 47(260) 663-685; Rosenbaum and Rubin 1983, Biometrika 70(1) 41-55.</para>
/// </remarks>
/// <param name="Clip">Distance from 0 and 1 at which propensities are clipped: no unit weighs more than 1 / clip.</param>
/// <param name="Normalize">Divides by the sum of the weights in place of the number of units, which lowers the variance.</param>
[Loss("ipw_mse", "IPW-weighted squared error", "逆概率加权损失（IPW）",
    Family = LossFamily.Causal,
    Formula = "mean w (x - y)^2;  w = t / e + (1 - t) / (1 - e);  and clip, normalize",
    ChineseFormula = "mean w (x - y)^2;  w = t / e + (1 - t) / (1 - e)；另有参数 clip、normalize",
    Latex = @"\frac{1}{M} \sum_{i=1}^{N} w_{i} \left(x_{i} - y_{i}\right)^{2}, \quad w_{i} = \frac{t_{i}}{e_{i}} + \frac{1 - t_{i}}{1 - e_{i}}, \quad e_{i} = \min\left(\max\left(\mathrm{propensity}_{i}, \mathrm{clip}\right), 1 - \mathrm{clip}\right), \quad M = \begin{cases} \sum_{i} w_{i} & \text{if } \mathrm{normalize} \\ N & \text{otherwise} \end{cases}, \quad t = \mathrm{treatment}, \quad y = \mathrm{target}",
    Aliases = ["inverse_propensity_weighting", "IPS", "SNIPS"])]
[English("A regression in which rare treatments count more.",
    Use = "treatment depended on what is known of the units, and its probability is known or estimated well.",
    Avoid = "propensities come near 0 or 1: few units rule the sum (dr_score, or normalize).",
    Letters = "w: the weight of a sample; e: the propensity")]
[Chinese("让少见的处理占更大权重的回归。",
    Use = "处理取决于已知的个体特征，且其概率已知或能准确估计时。",
    Avoid = "倾向得分接近 0 或 1 时：少数个体会主导总和（用 dr_score 或 normalize）。",
    Letters = "w：样本的权重；e：倾向得分")]
public readonly record struct InversePropensity(
    [Unit, Chinese("倾向得分截断处与 0、1 的距离：单个个体的权重不超过 1 / clip。")] double Clip,
    [Chinese("除以权重之和而非个体数，可降低方差。")] bool Normalize) : ITensorLoss, IParameterRule
{
    private const string Key = "ipw_mse";

    public InversePropensity()
        : this(0.01, false)
    {
    }

    /// <inheritdoc/>
    public string? BrokenRule => Clip <= 0.5 ? null : $"parameter 'clip' is {Throw.Number(Clip)}; propensities are held in [clip, 1 - clip], which is empty above 0.5.";

    /// <summary>One number.</summary>
    /// <exception cref="LossException">A treatment is not 0 or 1, or the treatment received has the probability 0 (LossError.Domain).</exception>
    public LossTerms Of([Axes("N")] Tensor prediction, [Axes("N"), Constant] Tensor target, [Axes("N"), Unit, Constant] Tensor treatment, [Axes("N"), Unit, Constant] Tensor propensity)
    {
        TreatmentAssignment.Check(Key, treatment);
        var chance = TreatmentAssignment.Propensity(treatment, propensity.Clamp(Clip, 1 - Clip));
        var never = Array.IndexOf(chance.ToArray(), 0);
        if (never >= 0) throw new LossException(LossError.Domain, $"{Key}: row {never} has the treatment {Throw.Number(treatment.ToArray()[never])} and the propensity {Throw.Number(propensity.ToArray()[never])}: the observed treatment has probability 0, and no weight can correct for it. Correct the propensity, leave the row out, or give a clip above 0.");
        var weights = 1 / chance;
        var sum = (weights * (prediction - target).Square()).Sum();
        return LossTerms.Scalar(Normalize && weights.Count > 0 ? sum / weights.Sum() : sum / Math.Max(weights.Count, 1));
    }
}
