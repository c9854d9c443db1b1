namespace Minima.Tensors.Losses;

/// <summary>Circle loss over the pairs of a list: items worth more above 1 - m, others below m, the farther ones the harder.</summary>
/// <remarks>
/// <para>Formula: log(1 + sum_{y_i &gt; y_j} exp(gamma (a_i (1 - m - s_i) + b_j (s_j - m)))), a = max(0, 1 + m - s), b = max(0, s + m), with s the scores, y the relevance
/// and m the margin.</para>
/// <para>Domain: scores real, as similarities within [-1, 1] or [0, 1]; relevance real, of which only the order counts; gamma &gt; 0; mask 0 or 1, else refused.
/// Range: [0, inf).</para>
/// <para>Shapes: prediction, target [B, N], mask likewise or left out; one term for each list. Masked items are out of every sum; a list without an ordered pair is
/// 0. The prediction is differentiated. Reduction: mean over lists.</para>
/// <para>Kinks: s = 1 + m and s = -m, derivative 0 of the weight.</para>
/// <para>Convention: the weights a and b are differentiated (TF-Ranking); in circle they are constant.</para>
/// <para>Numerics: softplus of a log-sum-exp.</para>
/// <para>Source: Sun et al. 2020, CVPR, arXiv:2002.10857; Pasumarthi et al. 2019 (TF-Ranking), arXiv:1812.00073.</para>
/// </remarks>
/// <param name="Gamma">Scale of the exponents: the larger, the more the hardest pair counts. 64 is usual.</param>
/// <param name="Margin">Relaxation: scores of relevant items aim at 1 - margin, those of others at margin.</param>
[Loss("list_circle", "Circle loss over a ranked list", "列表 Circle 损失",
    Family = LossFamily.Ranking,
    Formula = "log(1 + sum_{y_i > y_j} exp(gamma (a_i (1 - m - s_i) + b_j (s_j - m))));  m = margin",
    Latex = @"\begin{aligned} & \log\left(1 + \sum_{y_{i} > y_{j}} e^{\gamma (a_{i} (1 - m - s_{i}) + b_{j} (s_{j} - m))}\right) \\ & a_{i} = \max(0, 1 + m - s_{i}), \quad b_{j} = \max(0, s_{j} + m), \quad m = \mathrm{margin} \end{aligned}",
    Kinks = "s = 1 + m, s = -m: slope 0 of the weight", ChineseKinks = "s = 1 + m 与 s = -m 处：权重的斜率取 0",
    Aliases = [])]
[English("All ordered pairs of a list at once, the hardest the most; scores are similarities.",
    Use = "scores are cosines of a query and its items.",
    Avoid = "scores are free numbers (ranknet, listnet), or labels are classes of embeddings (circle).",
    Letters = "i, j: items of a list; a, b: the weights of two items")]
[Chinese("同时考虑列表中所有有序对，越难的对权重越大；得分是相似度。",
    Use = "得分是查询与各项之间的余弦相似度时。",
    Avoid = "得分不受限制时（用 ranknet、listnet），或标签是嵌入的类别时（用 circle）。",
    Letters = "i、j：列表中的项；a、b：两项的权重")]
public readonly record struct ListCircle(
    [Positive, Chinese("指数的缩放系数：越大，最难的一对越受重视。常用 64。")] double Gamma,
    [Chinese("松弛量：相关项得分以 1 - margin 为目标，其余以 margin 为目标。")] double Margin) : ITensorLoss
{
    public ListCircle()
        : this(64, 0.25)
    {
    }

    /// <summary>One term for each list.</summary>
    public LossTerms Of([Axes("B N")] Tensor prediction, [Axes("B N"), Constant] Tensor target, [Axes("B N"), Constant, CanBeNone] Tensor mask)
    {
        var lists = ScoreLists.Of("list_circle", prediction, target, mask);
        var scores = lists.Scores;
        var pull = Gamma * (1 + Margin - scores).Relu() * (1 - Margin - scores);
        var push = Gamma * (scores + Margin).Relu() * (scores - Margin);
        Shape flat = [scores.Shape[0], lists.Width * lists.Width];
        return (lists.Rows(pull) + lists.Columns(push)).Reshape(flat).LogSumExp(^1, lists.OrderedPairs.Reshape(flat)).Softplus();
    }
}
