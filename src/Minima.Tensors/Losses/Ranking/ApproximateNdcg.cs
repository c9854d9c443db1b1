namespace Minima.Tensors.Losses;

/// <summary>Minus NDCG with ranks counted by sigmoids.</summary>
/// <remarks>
/// <para>Formula: -(1 / maxDCG) sum_i G_i / log2(1 + r_i), r_i = 1 + sum_{j != i} sigmoid(-alpha (s_i - s_j)), with s the scores, y the relevance, gains G = 2^y - 1, and
/// maxDCG that of the best order.</para>
/// <para>Domain: scores real; relevance &gt;= 0; alpha &gt; 0; mask 0 or 1, else refused. Range: [-1, 0].</para>
/// <para>Shapes: prediction, target [B, N], mask likewise or left out; one term for each list. Masked items are out of every sum and rank and the best order; a
/// list without relevance is 0. The prediction is differentiated. Reduction: mean over lists.</para>
/// <para>Convention: minus NDCG (TF-Ranking, allRank), not 1 - NDCG. alpha is 1 / temperature: 1 in allRank, 10 in TF-Ranking, whose GumbelApproxNDCGLoss is this on
/// scores plus Gumbel noise.</para>
/// <para>Limits: minus NDCG for alpha to infinity if no scores are equal.</para>
/// <para>Source: Qin, Liu and Li 2010, Information Retrieval 13, doi:10.1007/s10791-009-9124-x; Bruch et al. 2019, SIGIR, doi:10.1145/3331184.3331347.</para>
/// </remarks>
/// <param name="Alpha">Sharpness of the smoothed comparison: the larger, the closer to true ranks, and the fewer items have a gradient. 1 to 10.</param>
[Loss("approx_ndcg", "ApproxNDCG", "近似 NDCG",
    Family = LossFamily.Ranking, LowerBound = -1,
    Latex = @"-\frac{1}{\mathrm{maxDCG}} \sum_{i} \frac{2^{y_{i}} - 1}{\log_{2}\left(1 + r_{i}\right)}, \quad r_{i} = 1 + \sum_{j \ne i} \sigma\left(-\alpha \left(s_{i} - s_{j}\right)\right), \quad \mathrm{maxDCG} = \sum_{k} \frac{2^{y_{(k)}} - 1}{\log_{2}(1 + k)}, \quad y_{(1)} \ge y_{(2)} \ge \dots",
    Aliases = ["approxNDCGLoss", "GumbelApproxNDCGLoss"])]
[English("NDCG itself, made smooth by counting ranks with sigmoids.",
    Use = "NDCG is the goal and training starts from a decent order.",
    Avoid = "training starts from nothing, where most items have no slope (lambdarank, listnet).",
    Letters = "i, j: items of a list; G: the gain 2^y - 1; r: the smooth rank of an item; k: a rank")]
[Chinese("用 sigmoid 计数名次，由此得到光滑的 NDCG。",
    Use = "以 NDCG 为目标，且训练之初已有不错的次序时。",
    Avoid = "从零开始训练时：多数项几乎没有梯度（用 lambdarank、listnet）。",
    Limits = "得分互不相同且 alpha 趋于无穷时为负的 NDCG。",
    Letters = "i、j：列表中的项；G：增益 2^y - 1；r：该项的平滑排名；k：排名")]
public readonly record struct ApproximateNdcg(
    [Positive, Chinese("平滑比较的锐度：越大越接近真实名次，但有梯度的项越少。取 1 至 10。")] double Alpha) : ITensorLoss
{
    public ApproximateNdcg()
        : this(1)
    {
    }

    /// <summary>One term for each list.</summary>
    public LossTerms Of([Axes("B N")] Tensor prediction, [Axes("B N"), NonNegative, Constant] Tensor target, [Axes("B N"), Constant, CanBeNone] Tensor mask)
    {
        var lists = ScoreLists.Of("approx_ndcg", prediction, target, mask);
        var gains = CumulativeGain.Gains(lists);
        var gained = (gains * CumulativeGain.Discounts(ApproximateRanks.Of(lists, Alpha))).Sum(^1);
        return -gained / CumulativeGain.Best(gains);
    }
}
