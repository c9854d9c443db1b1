using System.Collections.Immutable;

namespace Minima.Tensors.Losses;

/// <summary>The likelihood of the right order, drawn item by item by softmax from the remaining items.</summary>
/// <remarks>
/// <para>Formula: sum_i c_i (logsumexp_{j &gt;= i} s_j - s_i) over the scores s in the order of falling relevance, c the weights of the positions (1 where none are given).</para>
/// <para>Domain: scores and relevance real, of which only the order counts; position weights &gt;= 0, none or at least one for each position, else refused; mask 0 or
/// 1, else refused. Range: [0, inf).</para>
/// <para>Shapes: prediction, target [B, N], mask likewise or left out; one term for each list. Masked items are out, and the positions are those of the others; a
/// list of fewer than two is 0. The prediction is differentiated. Reduction: mean over lists.</para>
/// <para>Convention: items of equal relevance keep their order; allRank and TF-Ranking shuffle them.</para>
/// <para>Numerics: softplus of a log-sum-exp from the end, full relative accuracy where an item dominates what is behind it. O(n log n).</para>
/// <para>Source: Xia et al. 2008, ICML, doi:10.1145/1390156.1390306; Lan et al. 2014 (p-ListMLE), UAI.</para>
/// </remarks>
/// <param name="PositionWeight">Weight of each position from the top; empty weights all by 1.</param>
[Loss("listmle", "ListMLE", "ListMLE 列表最大似然",
    Family = LossFamily.Ranking,
    Formula = "sum_i c_i (logsumexp_{j >= i} s_j - s_i), by falling relevance;  c = position_weight",
    ChineseFormula = "sum_i c_i (logsumexp_{j >= i} s_j - s_i);  c = position_weight；各项按相关性从高到低排列",
    Latex = @"\sum_{i} c_{i} \left(\log \sum_{j \ge i} e^{s_{j}} - s_{i}\right), \quad y_{1} \ge y_{2} \ge \dots, \quad c = \mathrm{position\_weight}",
    Aliases = ["ListMLELoss", "PlackettLuce"])]
[English("The probability of the whole right order, item by item from the top.",
    Use = "relevance is a ranking, and the whole order counts.",
    Avoid = "many items are tied, whose order would count by chance (listnet, unique_softmax).",
    Letters = "i, j: items of a list")]
[Chinese("从顶部起逐项抽取，得到完整正确次序的概率。",
    Use = "相关性就是一个排名，且整个次序都重要时。",
    Avoid = "许多项等级相同时：它们之间偶然的先后也会计入（用 listnet、unique_softmax）。",
    Letters = "i、j：列表中的项")]
public readonly record struct ListMaximumLikelihood(
    [NonNegative, Chinese("自上而下各位置的权重；为空时均取 1。")] ImmutableArray<double> PositionWeight) : ITensorLoss
{
    public ListMaximumLikelihood()
        : this([])
    {
    }

    /// <summary>One term for each list.</summary>
    public LossTerms Of([Axes("B N")] Tensor prediction, [Axes("B N"), Constant] Tensor target, [Axes("B N"), Constant, CanBeNone] Tensor mask)
    {
        var lists = ScoreLists.Of("listmle", prediction, target, mask);
        var weights = Weights(lists);
        if (lists.Width == 0) return prediction.Sum(^1);
        var order = ListOrder.Places(lists, lists.Relevance);
        var (scores, present) = (lists.Scores.TakeAlong(order), lists.Present.TakeAlong(order));
        var nothing = Tensor.Full(scores.Shape, double.NegativeInfinity, scores.Type);
        var fromHere = Tensor.Where(present, scores, nothing).CumulativeLogSumExp(fromTheEnd: true);
        var behind = Tensor.Concatenate(1, fromHere.Slice(1, 1, lists.Width - 1), nothing.Slice(1, 0, 1));
        var counted = weights * present;
        return (counted * (behind - scores).Softplus().If(counted)).Sum(^1);
    }

    private Tensor Weights(ScoreLists lists)
    {
        var (n, type) = (lists.Width, lists.Scores.Type);
        if (PositionWeight.IsDefaultOrEmpty) return Tensor.Ones(lists.Scores.Shape, type);
        if (PositionWeight.Length < n) throw new LossException(LossError.Shape, $"listmle: there are {PositionWeight.Length} position weights for lists of {n}; give one for each position.");
        return Tensor.Of(PositionWeight.AsSpan()[..n], [n]).To(type).BroadcastTo(lists.Scores.Shape);
    }
}
