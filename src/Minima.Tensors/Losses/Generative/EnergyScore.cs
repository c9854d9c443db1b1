namespace Minima.Tensors.Losses;

/// <summary>The score of a forecast of a vector by samples: near the truth, and with the right dispersion.</summary>
/// <remarks>
/// <para>Formula: mean_i |x_i - y| - 0.5 mean_ij |x_i - x_j|.</para>
/// <para>Domain: real. Range: [0, inf).</para>
/// <para>Shapes: prediction [M, D] samples, target [D]; one number. Only the prediction is differentiated.</para>
/// <para>Kinks: |x| at 0: derivative 0.</para>
/// <para>Limits: D = 1 is crps_ensemble.</para>
/// <para>Source: Gneiting and Raftery 2007, JASA 102(477), 359-378, doi:10.1198/016214506000001437.</para>
/// </remarks>
[Loss("energy_score", "Energy score", "能量评分",
    Family = LossFamily.Generative, LowerBound = double.NegativeInfinity,
    Latex = @"\frac{1}{M} \sum_{i=1}^{M} \left\lVert x_{i} - y \right\rVert - \frac{1}{2 M^{2}} \sum_{i, j} \left\lVert x_{i} - x_{j} \right\rVert",
    Kinks = "coinciding points: slope 0", ChineseKinks = "点重合处：斜率取 0",
    Aliases = ["EnergyScore"])]
[English("Scores a forecast of a vector given by samples.",
    Use = "outcomes belong together: paths, fields, portfolios.",
    Avoid = "their dependence matters most: the score hardly sees it.",
    Letters = "i, j: members of the forecast")]
[Chinese("为用样本表示的向量预报评分。",
    Use = "多个结果相互关联时：路径、场、投资组合。",
    Avoid = "最看重各结果之间的相关性时：该评分对此很不敏感。",
    Limits = "D = 1 时为 crps_ensemble。",
    Letters = "i、j：预报的成员")]
public readonly record struct EnergyScore : ITensorLoss
{
    /// <summary>The score.</summary>
    public LossTerms Of([Axes("M D")] Tensor prediction, [Axes("D"), Constant] Tensor target) => LossTerms.Scalar(
        (prediction - target.BroadcastTo(prediction.Shape)).Norm(^1).MeanOrZero() - (0.5 * prediction.PairwiseDistances(prediction).MeanOrZero()));
}
