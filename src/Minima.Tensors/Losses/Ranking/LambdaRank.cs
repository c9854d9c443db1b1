namespace Minima.Tensors.Losses;

/// <summary>RankNet with every pair weighted by how much exchanging the two would change NDCG.</summary>
/// <remarks>
/// <para>Formula: sum_{y_i &gt; y_j} |D_i - D_j| |G_i - G_j| / maxDCG log(1 + exp(-sigma (s_i - s_j))), with s the scores, y the relevance, gains G = 2^y - 1, discounts
/// D = 1 / log2(1 + rank of the score), maxDCG that of the best order. Ranks count as constant.</para>
/// <para>Domain: scores real; relevance &gt;= 0; sigma &gt; 0; mask 0 or 1, else refused. Range: [0, inf).</para>
/// <para>Shapes: prediction, target [B, N], mask likewise or left out; one term for each list. Masked items are out of every sum and rank and the best order; a
/// list without an ordered pair is 0. The prediction is differentiated. Reduction: mean over lists.</para>
/// <para>Kinks: if two scores are equal the earlier item has the better rank.</para>
/// <para>Convention: natural logarithm and the mean over lists; allRank takes log2 and the sum.</para>
/// <para>Numerics: softplus, full relative accuracy in the tail.</para>
/// <para>Source: Burges, Ragno and Le 2006, NIPS; Wang et al. 2018 (LambdaLoss), CIKM, doi:10.1145/3269206.3271784.</para>
/// </remarks>
/// <param name="Sigma">Steepness of the sigmoid of a lead in score.</param>
[Loss("lambdarank", "LambdaRank / LambdaLoss (NDCG)", "LambdaRank",
    Family = LossFamily.Ranking, StopsGradient = true,
    Latex = @"\begin{aligned} & \sum_{y_{i} > y_{j}} \frac{\left|D_{i} - D_{j}\right| \left|G_{i} - G_{j}\right|}{\mathrm{maxDCG}} \log\left(1 + e^{-\sigma (s_{i} - s_{j})}\right) \\ & G_{i} = 2^{y_{i}} - 1, \quad D_{i} = \frac{1}{\log_{2}(1 + r_{i})}, \quad r_{i} = 1 + \sum_{j} [s_{j} > s_{i}] \\ & \mathrm{maxDCG} = \sum_{i} \frac{G_{(i)}}{\log_{2}(1 + i)}, \quad G_{(1)} \ge G_{(2)} \ge \dots \end{aligned}",
    Kinks = "equal scores: the earlier item has the better rank", ChineseKinks = "得分相等时，靠前的项名次更好",
    Aliases = ["lambdaLoss", "rank:ndcg"],
    SearchWords = ["learning to rank", "排序学习", "ndcg"])]
[English("Pairwise logistic loss that looks at the top of the list, as NDCG does.",
    Use = "the order is judged by NDCG and relevance is graded: a strong default.",
    Avoid = "every pair counts alike (ranknet), or gradients of a fixed function are wanted (approx_ndcg).",
    Letters = "i, j: items of a list; D: the discount of a rank; G: the gain 2^y - 1; r: the rank of an item")]
[Chinese("成对的逻辑损失，像 NDCG 一样看重列表顶部。",
    Use = "以 NDCG 评价次序且相关性有等级时：可靠的首选。",
    Avoid = "各对同等重要时（用 ranknet），或需要某个确定函数的梯度时（用 approx_ndcg）。",
    Letters = "i、j：列表中的项；D：排名的折扣；G：增益 2^y - 1；r：该项的排名")]
public readonly record struct LambdaRank(
    [Positive, Chinese("作用于得分差的 sigmoid 的陡度。")] double Sigma) : ITensorLoss
{
    public LambdaRank()
        : this(1)
    {
    }

    /// <summary>One term for each list.</summary>
    public LossTerms Of([Axes("B N")] Tensor prediction, [Axes("B N"), NonNegative, Constant] Tensor target, [Axes("B N"), Constant, CanBeNone] Tensor mask)
    {
        var lists = ScoreLists.Of("lambdarank", prediction, target, mask);
        var gains = CumulativeGain.Gains(lists);
        var discounts = CumulativeGain.Discounts(ListOrder.Ranks(lists, lists.Scores.Detach()));
        var change = (lists.Rows(discounts) - lists.Columns(discounts)).Abs() * (lists.Rows(gains) - lists.Columns(gains)).Abs();
        var pairs = lists.OrderedPairs;
        return ScoreLists.SumOfPairs(change * (-Sigma * lists.Leads(pairs)).Softplus(), pairs) / CumulativeGain.Best(gains);
    }
}
