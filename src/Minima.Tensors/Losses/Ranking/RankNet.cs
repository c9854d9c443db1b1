namespace Minima.Tensors.Losses;

/// <summary>Logistic loss on every pair of a list of which one item is worth more than the other.</summary>
/// <remarks>
/// <para>Formula: sum_{y_i &gt; y_j} w_ij log(1 + exp(-sigma (s_i - s_j))), with s the scores and y the relevance; w_ij is the item weight of i (1 where none is
/// given), for lambda_weight dcg times n |y_i - y_j| (1 / d - 1 / (d + 1)), d = |r_i - r_j|, r the ranks of the scores, which count as constant.</para>
/// <para>Domain: scores and relevance real, only the order of the relevance counts (and its differences, for dcg); sigma &gt; 0; item weights &gt;= 0; mask 0 or 1,
/// else refused. Range: [0, inf).</para>
/// <para>Shapes: prediction, target [B, N], mask and item_weight likewise or left out; one term for each list, or one number with pair_mean. Masked items are out
/// of every sum and rank; a list without an ordered pair is 0. The prediction is differentiated. Reduction: mean over lists.</para>
/// <para>Convention: the sum over pairs. TF-Ranking divides by all items of the batch, allRank takes the mean over pairs (pair_mean).</para>
/// <para>Numerics: softplus, full relative accuracy in the tail. An item of weight 0 leaves its pairs out, for all scores.</para>
/// <para>Limits: bpr for one chosen item against one that was not, with sigma 1.</para>
/// <para>Source: Burges et al. 2005, ICML, doi:10.1145/1102351.1102363.</para>
/// </remarks>
/// <param name="Sigma">Steepness of the sigmoid of a lead in score.</param>
/// <param name="LambdaWeight">Weighting of a pair: none, or dcg, by the difference in relevance, and the more the nearer the two ranks are.</param>
/// <param name="PairMean">Returns one number, the weighted mean over all pairs of the batch.</param>
[Loss("ranknet", "RankNet (pairwise logistic)", "RankNet 成对逻辑损失",
    Family = LossFamily.Ranking, DefaultFor = LossTask.Ranking, StopsGradient = true,
    Formula = "sum_{y_i > y_j} w_ij log(1 + exp(-sigma (s_i - s_j)));  and lambda_weight, pair_mean",
    ChineseFormula = "sum_{y_i > y_j} w_ij log(1 + exp(-sigma (s_i - s_j)))；另有参数 lambda_weight、pair_mean",
    Latex = @"\begin{aligned} & \frac{1}{W} \sum_{y_{i} > y_{j}} w_{ij} \, \log\left(1 + e^{-\sigma (s_{i} - s_{j})}\right), \quad W = \begin{cases} \sum_{y_{i} > y_{j}} w_{ij} & \text{if } \mathrm{pair\_mean} \\ 1 & \text{otherwise} \end{cases} \\ & w_{ij} = \begin{cases} w_{i} & \text{if } \mathrm{lambda\_weight} = \mathrm{none} \\ w_{i} n \left|y_{i} - y_{j}\right| \left(\frac{1}{d} - \frac{1}{d + 1}\right) & \text{if } \mathrm{lambda\_weight} = \mathrm{dcg} \end{cases}, \quad d = \left|r_{i} - r_{j}\right|, \quad r_{i} = 1 + \sum_{j} \left[s_{j} > s_{i}\right], \quad w = \mathrm{item\_weight} \end{aligned}",
    Aliases = ["PairwiseLogisticLoss", "rank:pairwise"])]
[English("Logistic loss on every pair of a list that has an order.",
    Use = "relevance is graded or only its order is known, and every pair counts alike.",
    Avoid = "the top of the list matters most (lambdarank), or lists are so long that all pairs cost too much (listnet).",
    Letters = "i, j: items of a list; n: the length of the list; r: the rank of an item")]
[Chinese("对列表中每一对有先后之分的项目计逻辑损失。",
    Use = "相关性有等级或只知道先后，且各项目对同等重要时。",
    Avoid = "列表顶部最重要时（用 lambdarank），或列表太长，计算所有项目对代价过高时（用 listnet）。",
    Limits = "sigma = 1 且一个选中项对一个未选项时为 bpr。",
    Letters = "i、j：列表中的项；n：列表长度；r：该项的排名")]
public readonly record struct RankNet(
    [Positive, Chinese("作用于得分差的 sigmoid 的陡度。")] double Sigma,
    [Chinese("项目对的加权方式：none 不加权；dcg 按两者相关度之差加权，名次越接近权重越大。")] PairWeight LambdaWeight,
    [Chinese("返回一个数：批次中所有项目对的加权均值。")] bool PairMean) : ITensorLoss
{
    public RankNet()
        : this(1, PairWeight.None, false)
    {
    }

    /// <summary>One term for each list, or one number.</summary>
    public LossTerms Of([Axes("B N")] Tensor prediction, [Axes("B N"), Constant] Tensor target, [Axes("B N"), Constant, CanBeNone] Tensor mask, [Axes("B N"), NonNegative, Constant, CanBeNone] Tensor itemWeight)
    {
        var lists = ScoreLists.Of("ranknet", prediction, target, mask);
        var sigma = Sigma;
        return PairwiseRanking.Terms(lists, lead => (-sigma * lead).Softplus(), itemWeight, LambdaWeight, PairMean);
    }
}
