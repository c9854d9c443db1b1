namespace Minima.Tensors.Losses;

/// <summary>Squared errors of all differences of a list: scores may be off by one number for all items.</summary>
/// <remarks>
/// <para>Formula: sum_{i != j} ((s_i - s_j) - (y_i - y_j))^2 over ordered pairs, those of equal relevance included, with s the scores and y the relevance.</para>
/// <para>Domain: real; mask 0 or 1, else refused. Range: [0, inf).</para>
/// <para>Shapes: prediction, target [B, N], mask likewise or left out; one term for each list. Masked items are out of every sum; a list of fewer than two is 0.
/// The prediction is differentiated. Reduction: mean over lists.</para>
/// <para>Convention: the sum over pairs. TF-Ranking divides by all items of the batch.</para>
/// <para>Numerics: 2 n sum_i (e_i - mean e)^2 with e = s - y, which is the same number from n terms instead of n^2.</para>
/// <para>Source: Pasumarthi et al. 2019 (TF-Ranking), KDD, arXiv:1812.00073.</para>
/// </remarks>
[Loss("pairwise_mse", "Pairwise MSE", "成对均方误差",
    Family = LossFamily.Ranking,
    Formula = "sum_{i != j} ((s_i - s_j) - (y_i - y_j))^2",
    Latex = @"\sum_{i \ne j} ((s_{i} - s_{j}) - (y_{i} - y_{j}))^{2}",
    Aliases = ["PairwiseMSELoss"])]
[English("Squared errors of differences within each list.",
    Use = "differences of relevance are numbers that the scores should reproduce, up to a shift of the list.",
    Avoid = "only the order counts (ranknet), or the values themselves do (mse).",
    Letters = "i, j: items of a list")]
[Chinese("列表内各项差值的平方误差。",
    Use = "相关性的差值本身有意义，得分应重现这些差值（允许整表平移）时。",
    Avoid = "只看先后时（用 ranknet），或数值本身重要时（用 mse）。",
    Letters = "i、j：列表中的项")]
public readonly record struct PairwiseMeanSquaredError : ITensorLoss
{
    /// <summary>One term for each list.</summary>
    public LossTerms Of([Axes("B N")] Tensor prediction, [Axes("B N"), Constant] Tensor target, [Axes("B N"), Constant, CanBeNone] Tensor mask)
    {
        var lists = ScoreLists.Of("pairwise_mse", prediction, target, mask);
        var errors = lists.Scores - lists.Relevance;
        var apart = (errors - errors.Mean(^1, lists.Present).Expand(^1, lists.Width)).If(lists.Present);
        return 2 * lists.Lengths * (apart * apart).Sum(^1);
    }
}
