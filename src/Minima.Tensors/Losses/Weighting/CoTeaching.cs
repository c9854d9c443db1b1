namespace Minima.Tensors.Losses;

/// <summary>A model learns from the items that its twin finds easy: a loss that stays large in the other is likely a wrong label.</summary>
/// <remarks>
/// <para>Formula: mean of l_i over the k items with the smallest losses of the peer, k = floor(R n), at least 1.</para>
/// <para>Domain: losses real; 0 &lt; keep_rate R &lt;= 1 (otherwise LossError.ParameterDomain).</para>
/// <para>Shapes: losses and peer [N], of the same items; one number. Only the losses of the model itself are differentiated; what is kept is constant. No item at all: 0.</para>
/// <para>Kinks: of equal losses of the peer the first are kept.</para>
/// <para>Convention: R falls over the first epochs, R = 1 - tau min(epoch / 10, 1), tau the proportion of wrong labels; call it once for each model. A NaN of the peer is never kept before the others.</para>
/// <para>Limits: the mean for R 1.</para>
/// <para>Source: Han et al. 2018, NeurIPS, arXiv:1804.06872.</para>
/// </remarks>
/// <param name="KeepRate">Proportion of the samples with the smallest losses that is kept: 1 minus the rate of wrong labels.</param>
[Loss("co_teaching", "Co-teaching selection", "协同教学",
    Family = LossFamily.Weighting, LowerBound = double.NegativeInfinity,
    Formula = "mean of l_i over the k smallest losses of the peer;  k = floor(R n);  R = keep_rate",
    ChineseFormula = "(1/k) sum_{i in A} l_i;  k = floor(R n);  R = keep_rate；A 为对方网络损失最小的 k 个样本",
    Latex = @"\frac{1}{k} \sum_{i \in A} l_{i}, \quad A = \operatorname{argmin}_{\left|A\right| = k} \sum_{i \in A} \mathrm{peer}_{i}, \quad k = \max\left(1, \left\lfloor \mathrm{keep\_rate} \, n \right\rfloor\right), \quad l = \mathrm{losses}",
    Kinks = "equal losses of the peer: the first", ChineseKinks = "对方损失相等：取前者",
    Aliases = ["CoTeaching"])]
[English("Two models choose for each other what to learn from.",
    Use = "many labels are wrong, and two models can be paid for.",
    Avoid = "hard items are right and rare: both would leave them out (ohem).",
    Letters = "k: how many samples are kept; n: the number of samples")]
[Chinese("两个模型互相为对方挑选学习用的样本。",
    Use = "错误标签很多，且负担得起两个模型时。",
    Avoid = "难例正确但稀少时：两个模型都会舍弃它们（用 ohem）。",
    Limits = "R = 1 时为均值。",
    Letters = "k：保留的样本数；n：样本数")]
public readonly record struct CoTeaching(
    [Unit, Chinese("保留损失最小样本的比例：1 减错误标签率。")] double KeepRate) : ITensorLoss, IParameterRule
{
    public CoTeaching()
        : this(0.6)
    {
    }

    /// <inheritdoc/>
    public string? BrokenRule => KeepRate > 0 ? null : "parameter 'keep_rate' is 0; it must be above 0 and at most 1: the share of the items that is kept.";

    /// <summary>One number.</summary>
    public LossTerms Of([Axes("N")] Tensor losses, [Axes("N"), Constant] Tensor peer)
    {
        var kept = peer.ArgSort().Slice(0, 0, OnlineHardExampleMining.CountOf(KeepRate, peer.Count, up: false));
        return LossTerms.Scalar(losses.TakeAlong(kept).MeanOrZero());
    }
}
