namespace Minima.Tensors.Losses;

/// <summary>1 minus the average precision of each query, ranks counted by sigmoids.</summary>
/// <remarks>
/// <para>Formula: l_q = 1 - 1/|P| sum_{i in P} (1 + sum_{j in P, j != i} G_ij) / (1 + sum_{j != i} G_ij), G_ij = sigmoid((s_j - s_i) / T), with s the cosines
/// of query q, P the rows of its label, itself included, and T the temperature.</para>
/// <para>Domain: real; temperature &gt; 0. Rows are normalised; a row of zeros stays as it is. Range: [0, 1].</para>
/// <para>Shapes: prediction [N, D], int target [N]; one term for each query. The prediction is differentiated. Reduction: mean over the queries that have
/// another positive; the others are 0.</para>
/// <para>Convention: the query is a member of its own list, as in the authors' code.</para>
/// <para>Numerics: summed as 1/|P| sum_i sum_{n not in P} G_in / (1 + sum_{j != i} G_ij), in which nothing cancels.</para>
/// <para>Source: Brown et al. 2020, arXiv:2007.12163.</para>
/// </remarks>
/// <param name="Temperature">Width of the smoothed comparison: the smaller, the closer to true ranks, and the fewer samples have a gradient. 0.01 is usual.</param>
[Loss("smooth_ap", "Smooth-AP", "平滑 AP",
    Family = LossFamily.Metric,
    Formula = "1 - 1/|P| sum_{i in P} (1 + sum_{j in P, j != i} G_ij) / (1 + sum_{j != i} G_ij), G_ij = sigmoid((s_j - s_i) / T);  T = temperature",
    Latex = @"\begin{aligned} & 1 - \frac{1}{\left|P\right|} \sum_{i \in P} \frac{1 + \sum_{j \in P, \; j \ne i} G_{ij}}{1 + \sum_{j \ne i} G_{ij}}, \quad G_{ij} = \sigma\left(\frac{s_{j} - s_{i}}{T}\right) \\ & s_{i} = \cos(x_{q}, x_{i}), \quad P = \lbrace i : y_{i} = y_{q} \rbrace, \quad T = \mathrm{temperature} \end{aligned}",
    Aliases = ["SmoothAPLoss"])]
[English("Average precision of retrieval with ranks counted by sigmoids.",
    Use = "retrieval is judged by average precision and each query has several positives in the batch.",
    Avoid = "batches are so large that all pairs against all rows do not fit (fast_ap).",
    Letters = "s: the cosine of a sample and the query; P: the set of samples of the query's class; i, j: samples; q: the query; G: a soft comparison of two similarities")]
[Chinese("检索的平均精度，名次用 sigmoid 计数得到。",
    Use = "检索以平均精度评价，且每个查询在批内有多个正样本时。",
    Avoid = "批次太大，内存容不下所有样本对与所有样本的比较时（用 fast_ap）。",
    Letters = "s：样本与查询的余弦；P：与查询同类的样本；i、j：样本；q：查询；G：两个相似度的软比较")]
public readonly record struct SmoothAveragePrecision(
    [Positive, Chinese("平滑比较的宽度：越小越接近真实名次，但有梯度的样本越少。常用 0.01。")] double Temperature) : ITensorLoss
{
    public SmoothAveragePrecision()
        : this(0.01)
    {
    }

    /// <summary>One term for each query.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("N"), Labels] Tensor target)
    {
        var labels = LabelPairs.Within(target, prediction.Type);
        var (n, type) = (target.Count, prediction.Type);
        var pairs = PairList.Of(1 - labels.Negative);
        var similarities = CosineSimilarity.OfPairs(prediction);
        var before = ((pairs.OfAnchors(similarities) - pairs.At(similarities).Expand(^1, n)) / Temperature).Sigmoid();
        var rank = 1 + before.Sum(^1, 1 - pairs.Partners.OneHot(n, type));
        var wrong = before.Sum(^1, pairs.OfAnchors(labels.Negative));
        return MetricReduction.PerAnchor(pairs.MeanByAnchor(wrong / rank), labels.HasPositive);
    }
}
