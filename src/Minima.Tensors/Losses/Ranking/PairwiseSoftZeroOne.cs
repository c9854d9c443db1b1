namespace Minima.Tensors.Losses;

/// <summary>The number of pairs of a list in the wrong order, counted by sigmoids.</summary>
/// <remarks>
/// <para>Formula: sum_{y_i &gt; y_j} w_ij sigmoid(-(s_i - s_j)), with s the scores and y the relevance; w_ij is the item weight of i (1 where none is given), for
/// lambda_weight dcg times n |y_i - y_j| (1 / d - 1 / (d + 1)), d = |r_i - r_j|, r the ranks of the scores, which count as constant.</para>
/// <para>Domain: scores and relevance real, only the order of the relevance counts (and its differences, for dcg); item weights &gt;= 0; mask 0 or 1, else refused.
/// Range: [0, the sum of w].</para>
/// <para>Shapes: prediction, target [B, N], mask and item_weight likewise or left out; one term for each list, or one number with pair_mean. Masked items are out
/// of every sum and rank; a list without an ordered pair is 0. The prediction is differentiated. Reduction: mean over lists.</para>
/// <para>Convention: the sum over pairs. TF-Ranking divides by all items of the batch.</para>
/// <para>Source: Pasumarthi et al. 2019 (TF-Ranking), KDD, arXiv:1812.00073.</para>
/// </remarks>
/// <param name="LambdaWeight">Weighting of a pair: none, or dcg, by the difference in relevance, and the more the nearer the two ranks are.</param>
/// <param name="PairMean">Returns one number, the weighted mean over all pairs of the batch.</param>
[Loss("pairwise_soft_zero_one", "Pairwise soft zero-one", "成对软 0-1 损失",
    Family = LossFamily.Ranking, StopsGradient = true,
    Formula = "sum_{y_i > y_j} w_ij sigmoid(-(s_i - s_j));  and lambda_weight, pair_mean",
    ChineseFormula = "sum_{y_i > y_j} w_ij sigmoid(-(s_i - s_j))；另有参数 lambda_weight、pair_mean",
    Latex = @"\begin{aligned} & \frac{1}{W} \sum_{y_{i} > y_{j}} w_{ij} \, \frac{1}{1 + e^{s_{i} - s_{j}}}, \quad W = \begin{cases} \sum_{y_{i} > y_{j}} w_{ij} & \text{if } \mathrm{pair\_mean} \\ 1 & \text{otherwise} \end{cases} \\ & w_{ij} = \begin{cases} w_{i} & \text{if } \mathrm{lambda\_weight} = \mathrm{none} \\ w_{i} n \left|y_{i} - y_{j}\right| \left(\frac{1}{d} - \frac{1}{d + 1}\right) & \text{if } \mathrm{lambda\_weight} = \mathrm{dcg} \end{cases}, \quad d = \left|r_{i} - r_{j}\right|, \quad r_{i} = 1 + \sum_{j} \left[s_{j} > s_{i}\right], \quad w = \mathrm{item\_weight} \end{aligned}",
    Aliases = ["PairwiseSoftZeroOneLoss"])]
[English("The number of pairs in the wrong order, smoothed: no pair costs more than 1.",
    Use = "labels are noisy, and pairs that are hopelessly wrong should not dominate.",
    Avoid = "training starts far from the goal, where it is flat (ranknet).",
    Letters = "i, j: items of a list; n: the length of the list; r: the rank of an item")]
[Chinese("次序颠倒的项目对个数的光滑版本：每一对至多计 1。",
    Use = "标签有噪声，且不希望错得离谱的项目对占主导时。",
    Avoid = "训练之初离目标很远时：那里梯度接近零（用 ranknet）。",
    Letters = "i、j：列表中的项；n：列表长度；r：该项的排名")]
public readonly record struct PairwiseSoftZeroOne(
    [Chinese("项目对的加权方式：none 不加权；dcg 按两者相关度之差加权，名次越接近权重越大。")] PairWeight LambdaWeight,
    [Chinese("返回一个数：批次中所有项目对的加权均值。")] bool PairMean) : ITensorLoss
{
    public PairwiseSoftZeroOne()
        : this(PairWeight.None, false)
    {
    }

    /// <summary>One term for each list, or one number.</summary>
    public LossTerms Of([Axes("B N")] Tensor prediction, [Axes("B N"), Constant] Tensor target, [Axes("B N"), Constant, CanBeNone] Tensor mask, [Axes("B N"), NonNegative, Constant, CanBeNone] Tensor itemWeight)
    {
        var lists = ScoreLists.Of("pairwise_soft_zero_one", prediction, target, mask);
        return PairwiseRanking.Terms(lists, lead => (-lead).Sigmoid(), itemWeight, LambdaWeight, PairMean);
    }
}
