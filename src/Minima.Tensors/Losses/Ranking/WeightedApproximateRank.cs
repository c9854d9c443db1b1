namespace Minima.Tensors.Losses;

/// <summary>A hinge on a chosen item against one that beats it, weighted by how far down the list the chosen one must be.</summary>
/// <remarks>
/// <para>Formula: log(max(1, floor((n - 1) / t))) max(0, margin - p + q), p = positive, q = negative, n = n_items, t how many negatives were drawn until one violated the margin.</para>
/// <para>Domain: scores real; trials &gt;= 1; n_items &gt;= 1. Range: [0, inf).</para>
/// <para>Shapes: any, three inputs of one shape, one element for each pair. Positive and negative are differentiated, trials are not. Reduction: mean.</para>
/// <para>Kinks: derivative 0 where the lead is the margin.</para>
/// <para>Convention: LightFM's logarithm of the estimated rank; Weston et al. sum 1 / j up to it.</para>
/// <para>Source: Weston, Bengio and Usunier 2011, IJCAI; Kula 2015 (LightFM), arXiv:1507.08439.</para>
/// </remarks>
/// <param name="NItems">Number of items in all.</param>
/// <param name="Margin">Lead that the chosen item should have; 1 is usual.</param>
[Loss("warp", "WARP", "WARP 损失",
    Family = LossFamily.Ranking,
    Formula = "log(max(1, floor((n - 1) / trials))) max(0, margin - positive + negative);  n = n_items",
    Latex = @"\max(0, \mathrm{margin} - \mathrm{positive} + \mathrm{negative}) \, \log \, \max\left(1, \left\lfloor \frac{n - 1}{\mathrm{trials}} \right\rfloor\right), \quad n = \mathrm{n\_items}",
    Kinks = "a lead of the margin: slope 0", ChineseKinks = "得分差等于间隔处斜率取 0",
    Aliases = ["WARPLoss", "weighted_approximate_rank_pairwise"])]
[English("Weighs a pair by an estimate of the rank: negatives found at once mean that the item is far down.",
    Use = "only clicks or purchases are known, items are many, and the top of the list counts.",
    Avoid = "one negative is drawn for each positive (bpr), or whole lists are there (ranking_softmax).")]
[Chinese("按名次的估计值给样本对加权：很快就抽到违反间隔的负样本，说明该项排得很靠后。",
    Use = "只有点击或购买记录，项目很多，且看重列表顶部时。",
    Avoid = "每个正样本只抽一个负样本时（用 bpr），或有完整列表时（用 ranking_softmax）。")]
public readonly record struct WeightedApproximateRank(
    [AtLeast(1), Chinese("候选项的总数。")] int NItems,
    [Chinese("被选项应领先的幅度，常用 1。")] double Margin) : ITensorLoss
{
    public WeightedApproximateRank()
        : this(100, 1)
    {
    }

    /// <summary>One term for each pair.</summary>
    public LossTerms Of([Axes("...")] Tensor positive, [Axes("...")] Tensor negative, [Axes("..."), AtLeast(1), Constant] Tensor trials)
    {
        var others = NItems - 1.0;
        var weights = Array.ConvertAll(trials.ToArray(), t => Math.Log(Math.Max(1, Math.Floor(others / t))));
        return Tensor.Of(weights, trials.Shape).To(trials.Type) * (Margin - positive + negative).Relu();
    }
}
