namespace Minima.Tensors.Losses;

/// <summary>The distance between two samples of numbers as distributions: their sorted values, pair by pair.</summary>
/// <remarks>
/// <para>Formula: mean_i |sort(x)_i - sort(y)_i|^p, with x the prediction, y the target.</para>
/// <para>Domain: real; p &gt; 0. Range: [0, inf).</para>
/// <para>Shapes: prediction and target [.., N]: samples of equal size along the last axis; one term for each leading position. Only the prediction is differentiated.</para>
/// <para>Kinks: |x|: derivative 0 at 0; equal numbers keep their order.</para>
/// <para>Convention: the p-th power of the distance; SciPy wasserstein_distance is p = 1.</para>
/// <para>Source: Vallender 1974, Theory Probab. Appl. 18(4), 784-786, doi:10.1137/1118101.</para>
/// </remarks>
/// <param name="P">Power of the distances: 1 or 2.</param>
[Loss("wasserstein_1d", "Wasserstein-1D", "一维 Wasserstein",
    Family = LossFamily.Divergence,
    Latex = @"\frac{1}{N} \sum_{i=1}^{N} \left|x_{(i)} - y_{(i)}\right|^{p}, \quad x_{(1)} \le x_{(2)} \le \dots, \quad y_{(1)} \le y_{(2)} \le \dots",
    Kinks = "equal ranked values: slope 0", ChineseKinks = "排序后相等处：斜率取 0",
    Aliases = ["wasserstein_distance", "emd2_1d", "EarthMoversDistance1D"],
    SearchWords = ["wasserstein", "推土机距离", "earth mover"])]
[English("Compares two samples of numbers by their sorted values.",
    Use = "a distribution is to be matched and its outcomes are not paired: histograms, residuals, generated amounts.",
    Avoid = "the points have several dimensions (sinkhorn), or outcomes are paired (mae).",
    Letters = "i: a position after sorting")]
[Chinese("按排序后的值比较两组数。",
    Use = "需要匹配分布，而结果并不配对时：直方图、残差、生成的数额。",
    Avoid = "点有多个维度时（用 sinkhorn），或结果成对时（用 mae）。",
    Letters = "i：排序后的位置")]
public readonly record struct Wasserstein1D(
    [Positive, Chinese("距离的幂次：1 或 2。")] double P) : ITensorLoss
{
    public Wasserstein1D()
        : this(1)
    {
    }

    /// <summary>One term for each sample.</summary>
    public LossTerms Of([Axes("... N")] Tensor prediction, [Axes("... N"), Constant] Tensor target) =>
        (prediction.Sort() - target.Sort()).Abs().Pow(P).MeanOrZero(^1);
}
