namespace Minima.Tensors.Losses;

/// <summary>Over all pairs of a batch: those of one label nearer than one margin, the others farther than another.</summary>
/// <remarks>
/// <para>Formula: the mean of max(0, d_ij - a) over the pairs of one label where that is above 0, and of max(0, b - d_ij) over the others, with a
/// positive_margin, b negative_margin, d the Euclidean distance, or for snr var(x_i - x_j) / var(x_i) over the components. Ordered pairs.</para>
/// <para>Domain: real. Rows are normalised; a row of zeros stays as it is; for snr each must vary. Range: [0, inf).</para>
/// <para>Shapes: prediction [N, D], int target [N]; one number. The prediction is differentiated. A half without active pairs: 0.</para>
/// <para>Kinks: the edge of each hinge, derivative 0 there; a distance of 0, derivative 0. The number of active pairs counts as constant.</para>
/// <para>Convention: pytorch-metric-learning's ContrastiveLoss; pairs that are given, with squares: contrastive.</para>
/// <para>Source: Hadsell et al. 2006, doi:10.1109/CVPR.2006.100; Yuan et al. 2019 (snr), arXiv:1904.02616; Musgrave et al. 2020, arXiv:2003.08505.</para>
/// </remarks>
/// <param name="PositiveMargin">Distance that positives may have without cost.</param>
/// <param name="NegativeMargin">Distance from which negatives cost nothing.</param>
/// <param name="Distance">Measure of a pair: Euclidean distance, or the signal-to-noise distance (snr).</param>
[Loss("pair_contrastive", "Contrastive over all pairs", "批内成对对比损失",
    Family = LossFamily.Metric,
    Formula = "mean of max(0, d - a) [alike, above 0] + mean of max(0, b - d) [not alike, above 0];  a = positive_margin, b = negative_margin;  and distance",
    ChineseFormula = "mean_P max(0, d - a) + mean_N max(0, b - d);  a = positive_margin, b = negative_margin；P、N 为同类对与异类对，平均只取大于 0 的项；另有参数 distance",
    Latex = @"\begin{aligned} & \frac{\sum_{(i, j) \in P} \max\left(0, d_{ij} - \mathrm{positive\_margin}\right)}{\max\left(1, \sum_{(i, j) \in P} \left[d_{ij} > \mathrm{positive\_margin}\right]\right)} + \frac{\sum_{(i, j) \in N} \max\left(0, \mathrm{negative\_margin} - d_{ij}\right)}{\max\left(1, \sum_{(i, j) \in N} \left[d_{ij} < \mathrm{negative\_margin}\right]\right)} \\ & d_{ij} = \begin{cases} \frac{\operatorname{var}\left(z_{i} - z_{j}\right)}{\operatorname{var}\left(z_{i}\right)} & \text{if } \mathrm{distance} = \mathrm{snr} \\ \left\lVert z_{i} - z_{j} \right\rVert & \text{otherwise} \end{cases}, \quad z_{i} = \frac{x_{i}}{\left\lVert x_{i} \right\rVert} \\ & P = \left\lbrace (i, j) : i \ne j, \; y_{i} = y_{j} \right\rbrace, \quad N = \left\lbrace (i, j) : y_{i} \ne y_{j} \right\rbrace \end{aligned}",
    Kinks = "the edge of each hinge: slope 0; the number of active pairs is constant",
    ChineseKinks = "各合页转折处斜率取 0；激活的样本对数视为常数",
    Aliases = ["SignalToNoiseRatioContrastiveLoss"])]
[English("All pairs of a labelled batch, alike ones drawn together, others pushed beyond a margin.",
    Use = "you want the classic contrastive loss on labelled batches.",
    Avoid = "hard pairs should count more (multi_similarity).",
    Letters = "d: the distance of two samples; P, N: pairs of one class and of two classes; i, j: samples")]
[Chinese("带标签的批次中的所有样本对：同类拉近，异类推到间隔之外。",
    Use = "想在带标签的批次上使用经典的对比损失时。",
    Avoid = "困难的样本对应占更大权重时（用 multi_similarity）。",
    Letters = "d：两个样本的距离；P、N：同类对与异类对；i、j：样本")]
public readonly record struct PairContrastive(
    [Chinese("正样本不计损失的距离上限。")] double PositiveMargin,
    [Chinese("负样本不再计损失的距离下限。")] double NegativeMargin,
    [Chinese("样本对的度量：欧氏距离，或信噪比距离（snr）。")] PairDistance Distance) : ITensorLoss
{
    public PairContrastive()
        : this(0, 1, PairDistance.Euclidean)
    {
    }

    /// <summary>One number for the batch.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("N"), Labels] Tensor target)
    {
        var pairs = LabelPairs.Within(target, prediction.Type);
        var unit = prediction.Normalize(^1);
        var distances = Distance == PairDistance.Snr ? NoiseToSignal(unit) : unit.PairwiseDistances(unit);
        var pull = (distances - PositiveMargin).Relu().If(pairs.Positive);
        var push = (NegativeMargin - distances).Relu().If(pairs.Negative);
        return LossTerms.Scalar(MetricReduction.MeanOfPositive(pull) + MetricReduction.MeanOfPositive(push));
    }

    /// <summary>var(x_i - x_j) / var(x_i): both variances have the same divisor, which is left out.</summary>
    private static Tensor NoiseToSignal(Tensor x)
    {
        var noise = SquaresAboutMean(x.Expand(1, x.Shape[0]) - x.Expand(0, x.Shape[0]));
        return noise / SquaresAboutMean(x).Expand(^1, x.Shape[0]);
    }

    private static Tensor SquaresAboutMean(Tensor x) => x.Center(^1).Square().Sum(^1);
}
