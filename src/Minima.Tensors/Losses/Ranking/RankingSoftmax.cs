using Minima.Losses;
using Minima.Reals.Primitives;

namespace Minima.Tensors.Losses;

/// <summary>Softmax cross-entropy over each list, weighted at every item by its relevance.</summary>
/// <remarks>
/// <para>Formula: -sum_i y_i (log p_i - epsilon (1 - p_i)), p = softmax(s), with s the scores and y the relevance; with normalize y / sum y instead of y.</para>
/// <para>Domain: scores real; relevance &gt;= 0; epsilon &gt;= 0; mask 0 or 1, else refused. Range: [0, inf).</para>
/// <para>Shapes: prediction, target [B, N], mask likewise or left out; one term for each list. Masked items are out of every sum; a list without relevance is 0 and
/// counts. The prediction is differentiated. Reduction: mean over lists.</para>
/// <para>Convention: optax and TF-Ranking take the mean over the lists with a relevant item only: leave the others out for that. epsilon 1 is TF-Ranking's
/// PolyOneSoftmaxLoss, normalize is allRank's binary_listNet.</para>
/// <para>Numerics: the fused softmax of soft_cross_entropy if nothing is masked and epsilon is 0; a log-probability near 0 keeps its digits, and so does 1 - p.</para>
/// <para>Limits: cross_entropy if one item has relevance 1 and the others 0.</para>
/// <para>Source: Bruch et al. 2019, ICTIR, doi:10.1145/3341981.3344221; Leng et al. 2022 (poly-1), arXiv:2204.12511.</para>
/// </remarks>
/// <param name="Epsilon">Weight of the poly-1 term; 0 switches it off.</param>
/// <param name="Normalize">Divides the relevance of each list by its sum.</param>
[Loss("ranking_softmax", "Ranking softmax", "排序 softmax 损失",
    Family = LossFamily.Ranking,
    Formula = "-sum_i y_i (log p_i - eps (1 - p_i)), p = softmax(s);  eps = epsilon;  and normalize",
    ChineseFormula = "-sum_i y_i (log p_i - eps (1 - p_i)), p = softmax(s);  eps = epsilon；另有参数 normalize",
    Latex = @"-\sum_{i} r_{i} \left(\log p_{i} - \varepsilon (1 - p_{i})\right), \quad p = \operatorname{softmax}(s), \quad r_{i} = \begin{cases} \frac{y_{i}}{\sum_{j} y_{j}} & \text{if } \mathrm{normalize} \\ y_{i} & \text{otherwise} \end{cases}",
    Aliases = ["ranking_softmax_loss", "PolyOneSoftmaxLoss", "binary_listNet"])]
[English("Cross-entropy over each list with relevance or clicks as weights.",
    Use = "relevance is binary, clicks above all: a simple and strong default.",
    Avoid = "grades should count exponentially (unique_softmax), or low grades say something of their own (listnet).",
    Letters = "i, j: items of a list; p: the probability of an item; r: the normalised relevance")]
[Chinese("以相关性或点击为权重的列表内交叉熵。",
    Use = "相关性是二值的，尤其是点击时：简单而可靠的首选。",
    Avoid = "等级应按指数计时（用 unique_softmax），或较低等级本身也含信息时（用 listnet）。",
    Limits = "一项相关度为 1、其余为 0 时为 cross_entropy。",
    Letters = "i、j：列表中的项；p：该项的概率；r：归一化的相关性")]
public readonly record struct RankingSoftmax(
    [NonNegative, Chinese("poly-1 项的权重；0 表示不加。")] double Epsilon,
    [Chinese("各列表的相关度除以其总和。")] bool Normalize) : ITensorLoss
{
    public RankingSoftmax()
        : this(0, false)
    {
    }

    /// <summary>One term for each list.</summary>
    public LossTerms Of([Axes("B N")] Tensor prediction, [Axes("B N"), NonNegative, Constant] Tensor target, [Axes("B N"), Constant, CanBeNone] Tensor mask)
    {
        if (prediction.Count == 0) return prediction.Sum(^1);
        var lists = ScoreLists.Of("ranking_softmax", prediction, target, mask);
        var all = SumOrOne(lists.Relevance);
        var shares = lists.Relevance / lists.Rows(all);
        if (lists.IsWhole && Epsilon == 0)
        {
            var each = new SoftCrossEntropy().Apply(lists.Scores, shares, new LossArguments { Reduction = Minima.Reduction.None });
            return Normalize ? each : all * each;
        }

        var losses = SoftmaxCrossEntropy.AtEveryClass(lists.Scores, lists.Present).If(lists.Present);
        if (Epsilon != 0) losses -= Epsilon * (-losses).Apply<Expm1>();
        var weights = Normalize ? shares : lists.Relevance;
        return (weights * losses.If(weights)).Sum(^1);
    }

    private static Tensor SumOrOne(Tensor x)
    {
        var sum = x.Sum(^1);
        return sum + sum.IsZero();
    }
}
