namespace Minima.Tensors.Losses;

/// <summary>The distance between the distributions of two samples of points, by plain distances.</summary>
/// <remarks>
/// <para>Formula: 2 mean |x - y| - mean |x - x'| - mean |y - y'|, over all pairs, a point with itself included.</para>
/// <para>Domain: real. Range: [0, inf).</para>
/// <para>Shapes: prediction [N, D], target [M, D]; one number; 0 if either is empty. Only the prediction is differentiated.</para>
/// <para>Kinks: |x - y| at 0: derivative 0.</para>
/// <para>Convention: SciPy energy_distance is the square root.</para>
/// <para>Source: Szekely and Rizzo 2004, InterStat 5; Szekely and Rizzo 2013, J. Stat. Plan. Inference 143(8), 1249-1272.</para>
/// </remarks>
[Loss("energy_distance", "Energy distance", "能量距离",
    Family = LossFamily.Divergence, LowerBound = double.NegativeInfinity,
    Formula = "2 mean |x - y| - mean |x - x'| - mean |y - y'|",
    Latex = @"\frac{2}{N M} \sum_{i, j} \left\lVert x_{i} - y_{j} \right\rVert - \frac{1}{N^{2}} \sum_{i, j} \left\lVert x_{i} - x_{j} \right\rVert - \frac{1}{M^{2}} \sum_{i, j} \left\lVert y_{i} - y_{j} \right\rVert, \quad x = \mathrm{prediction}, \quad y = \mathrm{target}",
    Kinks = "coinciding points: slope 0", ChineseKinks = "点重合处：斜率取 0",
    Aliases = ["EnergyDistance"])]
[English("Whether two samples come from one distribution, by plain distances.",
    Use = "you would use mmd but do not want to choose a width: far points still pull.",
    Avoid = "outliers must not pull, or gradients at coinciding points must be smooth (mmd).",
    Letters = "i, j: samples of prediction and target")]
[Chinese("直接用点间距离判断两组样本是否来自同一分布。",
    Use = "适合用 mmd，但不想选择带宽时：远处的点仍有拉力。",
    Avoid = "离群点不应有拉力，或重合点处需要光滑的梯度时（用 mmd）。",
    Letters = "i、j：预测值与目标值的样本")]
public readonly record struct EnergyDistance : ITensorLoss
{
    /// <summary>The distance (V-statistic).</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("M D"), Constant] Tensor target)
    {
        if (prediction.Count == 0 || target.Count == 0) return LossTerms.Scalar(prediction.Sum() * 0);
        return LossTerms.Scalar((2 * Mean(prediction, target)) - Mean(prediction, prediction) - Mean(target, target));
    }

    private static Tensor Mean(Tensor x, Tensor y) => x.PairwiseDistances(y).Mean();
}
