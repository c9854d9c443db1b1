namespace Minima.Tensors.Losses;

/// <summary>The continuous ranked probability score of a forecast given by samples: near the truth, and with the right dispersion.</summary>
/// <remarks>
/// <para>Formula: mean_i |x_i - y| - 1 / (2 M^2) sum_ij |x_i - x_j|; fair: 1 / (2 M (M - 1)).</para>
/// <para>Domain: real. Range: [0, inf); fair: may fall below.</para>
/// <para>Shapes: prediction [.., M] samples, target [..]; one term for each target. Only the prediction is differentiated.</para>
/// <para>Kinks: |x| at 0: derivative 0.</para>
/// <para>Limits: one sample: mae.</para>
/// <para>Source: Gneiting and Raftery 2007, JASA 102(477), 359-378; Ferro 2014, Q. J. R. Meteorol. Soc. 140, 1917-1923.</para>
/// </remarks>
/// <param name="Fair">Corrects the bias of an ensemble with few members.</param>
[Loss("crps_ensemble", "CRPS (ensemble / samples)", "连续分级概率评分（集合）",
    Family = LossFamily.Generative, LowerBound = double.NegativeInfinity,
    Formula = "mean_i |x_i - y| - sum_ij |x_i - x_j| / (2 M^2);  fair: 2 M (M - 1)",
    Latex = @"\frac{1}{M} \sum_{i=1}^{M} \left|x_{i} - y\right| - \frac{1}{D} \sum_{i=1}^{M} \sum_{j=1}^{M} \left|x_{i} - x_{j}\right|, \quad D = \begin{cases} 2 M (M - 1) & \text{if } \mathrm{fair} \\ 2 M^{2} & \text{otherwise} \end{cases}",
    Kinks = "equal numbers: slope 0", ChineseKinks = "数值相等处：斜率取 0",
    Aliases = ["CRPSEnsemble", "EnsembleCRPS"])]
[English("Scores a forecast given by samples, in the units of the target.",
    Use = "a model draws several outcomes for each item: weather, demand.",
    Avoid = "the forecast has a formula (crps_gaussian), or outcomes are vectors (energy_score).")]
[Chinese("为用样本表示的预报评分，与目标值同单位。",
    Use = "模型为每个样本给出多个可能结果时：天气、需求。",
    Avoid = "预报有解析形式时（用 crps_gaussian），或结果为向量时（用 energy_score）。",
    Limits = "集合只有一个样本时为 mae。")]
public readonly record struct EnsembleScore(
    [Chinese("校正集合成员较少时的偏差。")] bool Fair) : ITensorLoss
{
    public EnsembleScore()
        : this(false)
    {
    }

    /// <summary>One term for each target.</summary>
    public LossTerms Of([Axes("N M")] Tensor prediction, [Axes("N"), Constant] Tensor target)
    {
        var m = prediction.Shape[1];
        var far = (prediction - target.Reshape([target.Count, 1]).BroadcastTo(prediction.Shape)).Abs();
        Shape pairs = [prediction.Shape[0], m, m];
        var apart = (prediction.Reshape([pairs[0], m, 1]).BroadcastTo(pairs) - prediction.Reshape([pairs[0], 1, m]).BroadcastTo(pairs)).Abs();
        return far.MeanOrZero(^1) - (apart.Sum(^1).Sum(^1) / Math.Max(2.0 * m * (Fair ? m - 1 : m), 1));
    }
}
