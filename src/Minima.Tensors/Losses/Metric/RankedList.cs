namespace Minima.Tensors.Losses;

/// <summary>Positives within one radius, negatives beyond a larger one, the nearest of them weighted the most.</summary>
/// <remarks>
/// <para>Formula: l_i = (1 - l) mean_p max(0, d_ip - (a - m)) + l sum_n w_n max(0, a - d_in), w the softmax of T (a - d_in) over the negatives n with d_in &lt; a,
/// d the Euclidean distance, a = alpha, l = lambda, T negative_temperature. The weights w count as constants.</para>
/// <para>Domain: real; lambda from 0 to 1. Rows are normalised; a row of zeros stays as it is. Range: [0, inf).</para>
/// <para>Shapes: prediction [N, D], int target [N]; one term for each anchor, also for one that lacks positives or negatives: each half counts alone. The
/// prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Kinks: the edge of each hinge, derivative 0 there; a distance of 0, derivative 0.</para>
/// <para>Source: Wang et al. 2019, arXiv:1903.03238.</para>
/// </remarks>
/// <param name="Alpha">Radius outside which negatives should lie; 1.2 is usual.</param>
/// <param name="Margin">Distance by which the radius of the positives is smaller than alpha; 0.4 is usual.</param>
/// <param name="NegativeTemperature">Sharpness among negatives: the larger, the more the nearest ones count; 0 weights all alike.</param>
/// <param name="Lambda">Weight of the negatives, from 0 to 1; 0.5 is usual.</param>
[Loss("ranked_list", "Ranked list", "排序列表损失",
    Family = LossFamily.Metric, StopsGradient = true,
    Formula = "(1 - l) mean_p max(0, d_ip - (a - m)) + l sum_n w_n (a - d_in) over the n with d_in < a;  w = softmax_n(T (a - d_in)) over the same n, a constant;  d = distance of normalised rows;  a = alpha, m = margin, T = negative_temperature, l = lambda",
    ChineseFormula = "(1 - l) mean_p max(0, d_ip - (a - m)) + l sum_n w_n (a - d_in);  w = softmax_n(T (a - d_in));  a = alpha, m = margin, T = negative_temperature, l = lambda；n 只取满足 d_in < a 者，w 视为常数；d 为归一化后各行的距离",
    Latex = @"\begin{aligned} & \frac{1 - \lambda}{\left|P_{i}\right|} \sum_{p \in P_{i}} \max(0, d_{ip} - (\alpha - m)) + \lambda \sum_{n \in N_{i}} \operatorname{sg}(w_{n}) (\alpha - d_{in}), \quad w_{n} = \frac{e^{T (\alpha - d_{in})}}{\sum_{k \in N_{i}} e^{T (\alpha - d_{ik})}} \\ & P_{i} = \lbrace j \ne i : y_{j} = y_{i} \rbrace, \quad N_{i} = \lbrace j : y_{j} \ne y_{i}, \; d_{ij} < \alpha \rbrace, \quad d_{ij} = \left\lVert \frac{x_{i}}{\left\lVert x_{i} \right\rVert} - \frac{x_{j}}{\left\lVert x_{j} \right\rVert} \right\rVert, \quad m = \mathrm{margin}, \quad T = \mathrm{negative\_temperature} \end{aligned}",
    Kinks = "the edge of each hinge: slope 0; the weights w count as constants",
    ChineseKinks = "各合页转折处斜率取 0；权重 w 视为常数")]
[English("Keeps positives within one radius and negatives beyond another; classes need not collapse to points.",
    Use = "differences within a class should be kept.",
    Avoid = "classes spread unevenly, so that fixed radii fit none (triplet_margin).",
    Letters = "d: the distance of two normalised samples; p, n: samples of the same class and of another class; w: the weight of a negative; i, j, k: samples")]
[Chinese("把正样本保持在一个半径内、负样本推到另一个半径外；各类不必坍缩成点。",
    Use = "希望保留类内差异时。",
    Avoid = "各类散布不均，固定半径难以兼顾时（用 triplet_margin）。",
    Letters = "d：两个归一化样本的距离；p、n：同类样本与异类样本；w：负样本的权重；i、j、k：样本")]
public readonly record struct RankedList(
    [Chinese("负样本应落在此半径之外，常用 1.2。")] double Alpha,
    [Chinese("正样本半径比 alpha 小多少，常用 0.4。")] double Margin,
    [NonNegative, Chinese("负样本的锐度：越大，最近的负样本越受重视；0 表示权重相同。")] double NegativeTemperature,
    [Unit, Chinese("负样本的权重，取 0 至 1，常用 0.5。")] double Lambda) : ITensorLoss
{
    public RankedList()
        : this(1.2, 0.4, 10, 0.5)
    {
    }

    /// <summary>One term for each anchor.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("N"), Labels] Tensor target)
    {
        var pairs = LabelPairs.Within(target, prediction.Type);
        var unit = prediction.Normalize(^1);
        var distances = unit.PairwiseDistances(unit);
        var pull = (distances - (Alpha - Margin)).Relu().Mean(^1, pairs.Positive);
        var inside = (Alpha - distances).Relu();
        var active = pairs.Negative * MetricReduction.IsPositive(inside);
        var logits = NegativeTemperature * inside.Detach();
        var weights = (logits - logits.LogSumExp(^1, active).Expand(^1, target.Count)).Exp().If(active);

        // Inactive pairs are 0 by themselves, except for a NaN, which must stay.
        return ((1 - Lambda) * pull) + (Lambda * (weights * inside).Sum(^1, pairs.Negative));
    }
}
