namespace Minima.Tensors.Losses;

/// <summary>A hinge on every pair of a list of which one item is worth more than the other.</summary>
/// <remarks>
/// <para>Formula: sum_{y_i &gt; y_j} w_ij max(0, 1 - (s_i - s_j)), with s the scores and y the relevance; w_ij is the item weight of i (1 where none is given), for
/// lambda_weight dcg times n |y_i - y_j| (1 / d - 1 / (d + 1)), d = |r_i - r_j|, r the ranks of the scores, which count as constant.</para>
/// <para>Domain: scores and relevance real, only the order of the relevance counts (and its differences, for dcg); item weights &gt;= 0; mask 0 or 1, else refused.
/// Range: [0, inf).</para>
/// <para>Shapes: prediction, target [B, N], mask and item_weight likewise or left out; one term for each list, or one number with pair_mean. Masked items are out
/// of every sum and rank; a list without an ordered pair is 0. The prediction is differentiated. Reduction: mean over lists.</para>
/// <para>Kinks: derivative 0 where a lead is 1.</para>
/// <para>Convention: the sum over pairs. TF-Ranking divides by all items of the batch.</para>
/// <para>Source: Joachims 2002, KDD, doi:10.1145/775047.775067.</para>
/// </remarks>
/// <param name="LambdaWeight">Weighting of a pair: none, or dcg, by the difference in relevance, and the more the nearer the two ranks are.</param>
/// <param name="PairMean">Returns one number, the weighted mean over all pairs of the batch.</param>
[Loss("pairwise_hinge", "Pairwise hinge", "成对合页损失",
    Family = LossFamily.Ranking, StopsGradient = true,
    Formula = "sum_{y_i > y_j} w_ij max(0, 1 - (s_i - s_j));  and lambda_weight, pair_mean",
    ChineseFormula = "sum_{y_i > y_j} w_ij max(0, 1 - (s_i - s_j))；另有参数 lambda_weight、pair_mean",
    Latex = @"\begin{aligned} & \frac{1}{W} \sum_{y_{i} > y_{j}} w_{ij} \, \max\left(0, 1 - (s_{i} - s_{j})\right), \quad W = \begin{cases} \sum_{y_{i} > y_{j}} w_{ij} & \text{if } \mathrm{pair\_mean} \\ 1 & \text{otherwise} \end{cases} \\ & w_{ij} = \begin{cases} w_{i} & \text{if } \mathrm{lambda\_weight} = \mathrm{none} \\ w_{i} n \left|y_{i} - y_{j}\right| \left(\frac{1}{d} - \frac{1}{d + 1}\right) & \text{if } \mathrm{lambda\_weight} = \mathrm{dcg} \end{cases}, \quad d = \left|r_{i} - r_{j}\right|, \quad r_{i} = 1 + \sum_{j} \left[s_{j} > s_{i}\right], \quad w = \mathrm{item\_weight} \end{aligned}",
    Kinks = "a lead of 1: slope 0", ChineseKinks = "得分差为 1 处斜率取 0",
    Aliases = ["PairwiseHingeLoss", "RankSVM"])]
[English("A hinge on every pair of a list that has an order: a lead of 1 is enough.",
    Use = "pairs that are well apart should no longer move anything.",
    Avoid = "scores are read as log-odds of the order (ranknet), or the top matters most (lambdarank).",
    Letters = "i, j: items of a list; n: the length of the list; r: the rank of an item")]
[Chinese("对列表中每一对有先后之分的项目计合页损失：领先 1 即可。",
    Use = "希望已拉开差距的项目对不再产生影响时。",
    Avoid = "得分要当作次序的对数几率时（用 ranknet），或顶部最重要时（用 lambdarank）。",
    Letters = "i、j：列表中的项；n：列表长度；r：该项的排名")]
public readonly record struct PairwiseHinge(
    [Chinese("项目对的加权方式：none 不加权；dcg 按两者相关度之差加权，名次越接近权重越大。")] PairWeight LambdaWeight,
    [Chinese("返回一个数：批次中所有项目对的加权均值。")] bool PairMean) : ITensorLoss
{
    public PairwiseHinge()
        : this(PairWeight.None, false)
    {
    }

    /// <summary>One term for each list, or one number.</summary>
    public LossTerms Of([Axes("B N")] Tensor prediction, [Axes("B N"), Constant] Tensor target, [Axes("B N"), Constant, CanBeNone] Tensor mask, [Axes("B N"), NonNegative, Constant, CanBeNone] Tensor itemWeight)
    {
        var lists = ScoreLists.Of("pairwise_hinge", prediction, target, mask);
        return PairwiseRanking.Terms(lists, lead => (1 - lead).Relu(), itemWeight, LambdaWeight, PairMean);
    }
}
