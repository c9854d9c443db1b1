namespace Minima.Tensors.Losses;

/// <summary>Positives nearer than a boundary, negatives farther, each by a margin: an absolute distance in place of triplets.</summary>
/// <remarks>
/// <para>Formula: the sum over ordered pairs of max(0, d - b + m) for equal labels and max(0, b - d + m) for others, over the number of those above 0; d the
/// Euclidean distance of normalised rows. With triplets every positive pair counts once for each negative of its anchor, and the other way round.</para>
/// <para>Domain: real. Rows are normalised; a row of zeros stays as it is. Range: [0, inf).</para>
/// <para>Shapes: prediction [N, D], int target [N]; one number. The prediction is differentiated. No active pair: 0.</para>
/// <para>Kinks: the edge of each hinge, derivative 0 there; a distance of 0, derivative 0. The number of active pairs counts as constant.</para>
/// <para>Convention: Wu et al. draw negatives by their distance and learn the boundary; here all count and it is a parameter. triplets = true is
/// pytorch-metric-learning.</para>
/// <para>Source: Wu et al. 2017, arXiv:1706.07567.</para>
/// </remarks>
/// <param name="Margin">Margin by which pairs must lie on their side of the boundary; 0.2 is usual.</param>
/// <param name="Beta">Boundary between the distances of positives and negatives; 1.2 is usual.</param>
/// <param name="Triplets">Counts a pair as often as it occurs in triplets.</param>
[Loss("margin_sampling", "Margin loss", "间隔损失",
    Family = LossFamily.Metric,
    Formula = "sum of max(0, d - b + m) [alike] and max(0, b - d + m) [not] over the number above 0;  m = margin, b = beta;  and triplets",
    ChineseFormula = "sum([y_i = y_j] max(0, d - b + m) + [y_i != y_j] max(0, b - d + m)) / count;  m = margin, b = beta；count 为大于 0 的项数；另有参数 triplets",
    Latex = @"\begin{aligned} & \frac{\sum_{i \ne j} a_{ij} \ell_{ij}}{\max\left(1, \sum_{i \ne j} a_{ij} \left[\ell_{ij} > 0\right]\right)}, \quad \ell_{ij} = \begin{cases} \max\left(0, d_{ij} - \beta + \mathrm{margin}\right) & \text{if } y_{i} = y_{j} \\ \max\left(0, \beta - d_{ij} + \mathrm{margin}\right) & \text{otherwise} \end{cases} \\ & a_{ij} = \begin{cases} 1 & \text{if } \neg \, \mathrm{triplets} \\ \left|\left\lbrace k : y_{k} \ne y_{i} \right\rbrace\right| & \text{if } y_{i} = y_{j} \\ \left|\left\lbrace k \ne i : y_{k} = y_{i} \right\rbrace\right| & \text{otherwise} \end{cases}, \quad d_{ij} = \left\lVert \frac{x_{i}}{\left\lVert x_{i} \right\rVert} - \frac{x_{j}}{\left\lVert x_{j} \right\rVert} \right\rVert \end{aligned}",
    Kinks = "the edge of each hinge: slope 0; the number of active pairs is constant",
    ChineseKinks = "各合页转折处斜率取 0；激活的样本对数视为常数",
    Aliases = ["MarginLoss"])]
[English("One boundary of distance, with a margin on either side, for all pairs of the batch.",
    Use = "a fixed distance shall later decide whether two rows are alike, as in verification.",
    Avoid = "classes differ in how wide they spread (triplet_margin compares, it does not fix).",
    Letters = "d: the distance of two samples; i, j, k: samples; l: the loss of a pair; a: how often a pair counts")]
[Chinese("对批内所有样本对使用同一距离界线，两侧各留一个间隔。",
    Use = "之后要用固定的距离阈值判断两者是否同类（如身份验证）时。",
    Avoid = "各类散布宽窄不一时（用 triplet_margin：它只作比较，不固定界线）。",
    Letters = "d：两个样本的距离；i、j、k：样本；l：一对的损失；a：该对的计数")]
public readonly record struct MarginSampling(
    [Chinese("样本对须越过边界的间隔，常用 0.2。")] double Margin,
    [Chinese("正负样本对距离的分界，常用 1.2。")] double Beta,
    [Chinese("样本对按其在三元组中出现的次数计数。")] bool Triplets) : ITensorLoss
{
    public MarginSampling()
        : this(0.2, 1.2, false)
    {
    }

    /// <summary>The sum over the number of active pairs.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("N"), Labels] Tensor target)
    {
        var pairs = LabelPairs.Within(target, prediction.Type);
        var unit = prediction.Normalize(^1);
        var distances = unit.PairwiseDistances(unit);
        var positive = (distances - Beta + Margin).Relu().If(pairs.Positive);
        var negative = (Beta - distances + Margin).Relu().If(pairs.Negative);
        var (ofPositive, ofNegative) = (pairs.Positive, pairs.Negative);
        if (Triplets)
        {
            ofPositive = ofPositive * pairs.Negative.Sum(^1).Expand(^1, target.Count);
            ofNegative = ofNegative * pairs.Positive.Sum(^1).Expand(^1, target.Count);
        }

        var active = (MetricReduction.IsPositive(positive) * ofPositive) + (MetricReduction.IsPositive(negative) * ofNegative);
        return LossTerms.Scalar(((positive * ofPositive) + (negative * ofNegative)).Sum() / Math.Max(active.Sum().Item(), 1));
    }
}
