namespace Minima.Tensors.Losses;

/// <summary>Each item by a softmax against the items that are worth less, weighted by its gain.</summary>
/// <remarks>
/// <para>Formula: -sum_i (2^{y_i} - 1) log(e^{s_i} / (e^{s_i} + sum_{y_j &lt; y_i} e^{s_j})), with s the scores and y the relevance.</para>
/// <para>Domain: scores real; relevance &gt;= 0; mask 0 or 1, else refused. Range: [0, inf).</para>
/// <para>Shapes: prediction, target [B, N], mask likewise or left out; one term for each list. Masked items are out of every sum; a list of equal relevance is 0.
/// The prediction is differentiated. Reduction: mean over lists.</para>
/// <para>Numerics: softplus of a log-sum-exp, full relative accuracy where an item dominates.</para>
/// <para>Source: Zhu and Klabjan 2020, WSDM, arXiv:2001.01828.</para>
/// </remarks>
[Loss("unique_softmax", "Unique softmax", "唯一 softmax 损失",
    Family = LossFamily.Ranking,
    Latex = @"-\sum_{i} \left(2^{y_{i}} - 1\right) \log \frac{e^{s_{i}}}{e^{s_{i}} + \sum_{y_{j} < y_{i}} e^{s_{j}}}",
    Aliases = ["UniqueSoftmaxLoss"])]
[English("Softmax of each item against those worth less; equal ones do not compete.",
    Use = "relevance has several grades, of which the high ones count exponentially.",
    Avoid = "relevance is binary (ranking_softmax costs no pairs).",
    Letters = "i, j: items of a list")]
[Chinese("每一项只与等级更低的项作 softmax；等级相同的项不相互竞争。",
    Use = "相关性有多个等级，且高等级按指数计时。",
    Avoid = "相关性是二值时（ranking_softmax 无需成对计算）。",
    Letters = "i、j：列表中的项")]
public readonly record struct UniqueSoftmax : ITensorLoss
{
    /// <summary>One term for each list.</summary>
    public LossTerms Of([Axes("B N")] Tensor prediction, [Axes("B N"), NonNegative, Constant] Tensor target, [Axes("B N"), Constant, CanBeNone] Tensor mask)
    {
        var lists = ScoreLists.Of("unique_softmax", prediction, target, mask);
        var gains = CumulativeGain.Gains(lists);
        var below = lists.Columns(lists.Scores).LogSumExp(^1, lists.OrderedPairs);
        return (gains * (below - lists.Scores).Softplus().If(gains)).Sum(^1);
    }
}
