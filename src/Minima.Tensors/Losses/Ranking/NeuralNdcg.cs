namespace Minima.Tensors.Losses;

/// <summary>Minus NDCG with a relaxed sort: each position holds items in proportion.</summary>
/// <remarks>
/// <para>Formula: -(1 / maxDCG) sum_i (P G)_i / log2(1 + i), P_i = softmax_j(((n + 1 - 2 i) s_j - sum_k |s_j - s_k|) / tau) with its columns and rows divided by their sums,
/// iterations times; s the scores, gains G = 2^y - 1 of the relevance y, maxDCG that of the best order.</para>
/// <para>Domain: scores real and finite; relevance &gt;= 0; tau &gt; 0; iterations &gt;= 0; mask 0 or 1, else refused. Range: below 0, and -1 at best if P is a
/// permutation.</para>
/// <para>Shapes: prediction, target [B, N], mask likewise or left out; one term for each list. Masked items are out of every sum and the best order, and the
/// positions are those of the others; a list without relevance is 0. The prediction is differentiated, through all iterations. Reduction: mean over lists.</para>
/// <para>Kinks: equal scores: derivative 0 of their distance.</para>
/// <para>Convention: minus NDCG (allRank). The number of iterations is exact; allRank ends them once sums are within 1e-6 of 1.</para>
/// <para>Numerics: on scores less the largest of the list, which changes nothing else.</para>
/// <para>Limits: minus NDCG for tau to 0 if no scores are equal.</para>
/// <para>Source: Pobrotyn and Bialobrzeski 2021, arXiv:2102.07831; Grover et al. 2019 (NeuralSort), arXiv:1903.08850.</para>
/// </remarks>
/// <param name="Tau">Temperature of the smoothed sort: the smaller, the closer to a true sort, and the fewer items have a gradient. 1 is usual.</param>
/// <param name="Iterations">Number of times that columns and rows are divided by their sums.</param>
[Loss("neural_ndcg", "NeuralNDCG", "NeuralNDCG",
    Family = LossFamily.Ranking, LowerBound = double.NegativeInfinity,
    Formula = "-(1 / maxDCG) sum_i (P G)_i / log2(1 + i), P = Sinkhorn(softmax(((n + 1 - 2 i) s_j - sum_k |s_j - s_k|) / tau));  and iterations",
    ChineseFormula = "-(1 / maxDCG) sum_i (P G)_i / log2(1 + i), P = Sinkhorn(softmax(((n + 1 - 2 i) s_j - sum_k |s_j - s_k|) / tau))；另有参数 iterations",
    Latex = @"\begin{aligned} & -\frac{1}{\mathrm{maxDCG}} \sum_{i} \frac{\left(P^{(\mathrm{iterations})} G\right)_{i}}{\log_{2}(1 + i)}, \quad P^{(0)}_{ij} = \operatorname{softmax}_{j}\left(\frac{(n + 1 - 2 i) s_{j} - \sum_{k} \left|s_{j} - s_{k}\right|}{\tau}\right) \\ & P^{(l+1)}_{ij} = \frac{Q_{ij}}{\sum_{k} Q_{ik}}, \quad Q_{ij} = \frac{P^{(l)}_{ij}}{\sum_{k} P^{(l)}_{kj}} \\ & G_{j} = 2^{y_{j}} - 1, \quad \mathrm{maxDCG} = \sum_{i} \frac{G_{(i)}}{\log_{2}(1 + i)}, \quad G_{(1)} \ge G_{(2)} \ge \dots \end{aligned}",
    Kinks = "equal scores: slope 0 of their distance", ChineseKinks = "得分相等处：其距离的斜率取 0",
    Aliases = ["NeuralNDCGTransposed"])]
[English("NDCG through a relaxed sort, which knows all positions at once.",
    Use = "NDCG is the goal and lists are short.",
    Avoid = "lists are long (it costs n^2 in every iteration: approx_ndcg, lambdarank).",
    Letters = "P: the relaxed permutation matrix; G: the gain 2^y - 1; i, j, k: positions of a list; n: its length; l: a round of normalisation")]
[Chinese("借助松弛排序计算的 NDCG，同时考虑所有名次。",
    Use = "以 NDCG 为目标且列表较短时。",
    Avoid = "列表较长时：每次迭代代价为 n^2（用 approx_ndcg、lambdarank）。",
    Limits = "得分互不相同且 tau 趋于 0 时为负的 NDCG。",
    Letters = "P：松弛的置换矩阵；G：增益 2^y - 1；i、j、k：列表中的位置；n：列表长度；l：归一化轮次")]
public readonly record struct NeuralNdcg(
    [Positive, Chinese("平滑排序的温度：越小越接近真实排序，但有梯度的项越少。常用 1。")] double Tau,
    [Between(0, 10_000), Chinese("行列归一化的次数。")] int Iterations) : ITensorLoss
{
    public NeuralNdcg()
        : this(1, 50)
    {
    }

    /// <summary>One term for each list.</summary>
    public LossTerms Of([Axes("B N")] Tensor prediction, [Axes("B N"), NonNegative, Constant] Tensor target, [Axes("B N"), Constant, CanBeNone] Tensor mask)
    {
        var lists = ScoreLists.Of("neural_ndcg", prediction, target, mask);
        if (prediction.Count == 0) return prediction.Sum(^1);
        var gains = CumulativeGain.Gains(lists);
        var positions = CumulativeGain.Positions(gains);
        var byPosition = (RelaxedSort.Of(lists, Tau, Iterations) * lists.Columns(gains)).Sum(^1);
        return -(byPosition * CumulativeGain.Discounts(positions)).Sum(^1) / CumulativeGain.Best(gains);
    }
}
