namespace Minima.Tensors.Losses;

/// <summary>Minus the reciprocal rank of relevant items, ranks counted by sigmoids.</summary>
/// <remarks>
/// <para>Formula: -sum_i (y_i / sum y) / r_i, r_i = 1 + sum_{j != i} sigmoid(-alpha (s_i - s_j)), with s the scores and y the relevance.</para>
/// <para>Domain: scores real; relevance &gt;= 0; alpha &gt; 0; mask 0 or 1, else refused. Range: [-1, 0].</para>
/// <para>Shapes: prediction, target [B, N], mask likewise or left out; one term for each list. Masked items are out of every sum and rank; a list without relevance
/// is 0. The prediction is differentiated. Reduction: mean over lists.</para>
/// <para>Convention: several relevant items share the weight 1. alpha is 1 / temperature, 0.1 in TF-Ranking.</para>
/// <para>Source: Qin, Liu and Li 2010, Information Retrieval 13, doi:10.1007/s10791-009-9124-x; Pasumarthi et al. 2019 (TF-Ranking), arXiv:1812.00073.</para>
/// </remarks>
/// <param name="Alpha">Sharpness of the smoothed comparison: the larger, the closer to true ranks, and the fewer items have a gradient. 1 to 10.</param>
[Loss("approx_mrr", "ApproxMRR", "近似 MRR",
    Family = LossFamily.Ranking, LowerBound = -1,
    Latex = @"-\frac{1}{\sum_{i} y_{i}} \sum_{i} \frac{y_{i}}{r_{i}}, \quad r_{i} = 1 + \sum_{j \ne i} \sigma\left(-\alpha \left(s_{i} - s_{j}\right)\right)",
    Aliases = ["ApproxMRRLoss"])]
[English("The reciprocal rank of the relevant item, made smooth.",
    Use = "one item of each list is right and it should come first.",
    Avoid = "relevance is graded (approx_ndcg), or training starts from nothing (ranking_softmax).",
    Letters = "i, j: items of a list; r: the smooth rank of an item")]
[Chinese("相关项名次倒数的光滑版本。",
    Use = "每个列表只有一项正确，且应排在首位时。",
    Avoid = "相关性有等级时（用 approx_ndcg），或从零开始训练时（用 ranking_softmax）。",
    Letters = "i、j：列表中的项；r：该项的平滑排名")]
public readonly record struct ApproximateReciprocalRank(
    [Positive, Chinese("平滑比较的锐度：越大越接近真实名次，但有梯度的项越少。取 1 至 10。")] double Alpha) : ITensorLoss
{
    public ApproximateReciprocalRank()
        : this(10)
    {
    }

    /// <summary>One term for each list.</summary>
    public LossTerms Of([Axes("B N")] Tensor prediction, [Axes("B N"), NonNegative, Constant] Tensor target, [Axes("B N"), Constant, CanBeNone] Tensor mask)
    {
        var lists = ScoreLists.Of("approx_mrr", prediction, target, mask);
        var all = lists.Relevance.Sum(^1);
        return -(lists.Relevance / ApproximateRanks.Of(lists, Alpha)).Sum(^1) / (all + all.IsZero());
    }
}
