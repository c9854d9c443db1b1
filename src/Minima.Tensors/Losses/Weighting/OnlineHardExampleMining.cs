namespace Minima.Tensors.Losses;

/// <summary>The mean of the largest losses of a batch: easy items do not count.</summary>
/// <remarks>
/// <para>Formula: mean of the k largest l, k = ceil(ratio n).</para>
/// <para>Domain: losses real; 0 &lt; ratio &lt;= 1 (otherwise LossError.ParameterDomain).</para>
/// <para>Shapes: losses any, taken as one list; one number. The kept losses are differentiated. No loss at all: 0.</para>
/// <para>Kinks: of equal losses at the edge the last are kept: the end of a stable ascending order.</para>
/// <para>Convention: a NaN counts as the largest, so that it is kept and shows. k is computed in decimals: 0.07 of 100 is 7.</para>
/// <para>Limits: the mean for ratio 1; the largest loss for ratio near 0.</para>
/// <para>Source: Shrivastava, Gupta and Girshick 2016, CVPR, arXiv:1604.03540.</para>
/// </remarks>
/// <param name="Ratio">Proportion of the samples with the largest losses that is kept; 0.25 to 0.7.</param>
[Loss("ohem", "OHEM / top-k hard mining", "在线难例挖掘（OHEM）",
    Family = LossFamily.Weighting, LowerBound = double.NegativeInfinity,
    Formula = "mean of the k largest l;  k = ceil(ratio n)",
    ChineseFormula = "(1/k) sum_{i <= k} l_(i);  k = ceil(ratio n)；l_(i) 为第 i 大的损失",
    Latex = @"\frac{1}{k} \sum_{i=1}^{k} \ell_{(i)}, \quad \ell_{(1)} \ge \ell_{(2)} \ge \dots, \quad k = \lceil \mathrm{ratio} \cdot n \rceil",
    Kinks = "equal losses at the edge: the last", ChineseKinks = "边界处损失相等：取后者",
    Aliases = ["OHEM", "hard_negative_mining", "TopKLoss"])]
[English("Learns from the hardest part of each batch.",
    Use = "most items are easy and drown the others: background of images, rare defects.",
    Avoid = "labels are noisy: the hardest items are the wrong ones (co_teaching, superloss).",
    Letters = "l: losses; k: how many losses count; n: the number of losses")]
[Chinese("只从每个批次中最难的一部分学习。",
    Use = "多数样本很简单，会淹没其余样本时：图像背景、罕见缺陷。",
    Avoid = "标签有噪声时：最难的往往正是标错的样本（用 co_teaching、superloss）。",
    Limits = "ratio = 1 时为均值；ratio 接近 0 时为最大损失。",
    Letters = "l：losses；k：计入的损失个数；n：损失个数")]
public readonly record struct OnlineHardExampleMining(
    [Unit, Chinese("保留损失最大样本的比例，取 0.25 至 0.7。")] double Ratio) : ITensorLoss, IParameterRule
{
    public OnlineHardExampleMining()
        : this(0.6)
    {
    }

    /// <inheritdoc/>
    public string? BrokenRule => Ratio > 0 ? null : "parameter 'ratio' is 0; it must be above 0 and at most 1: the share of the losses that is kept.";

    /// <summary>One number.</summary>
    public LossTerms Of([Axes("...")] Tensor losses)
    {
        var list = losses.Reshape([losses.Count]);
        var count = CountOf(Ratio, list.Count, up: true);
        return LossTerms.Scalar(list.TakeAlong(list.ArgSort().Slice(0, list.Count - count, count)).MeanOrZero());
    }

    /// <summary>The given proportion of n items, rounded up or down, at least one: computed in decimals, where 0.07 of 100 is 7.</summary>
    internal static int CountOf(double share, int n, bool up)
    {
        var exact = (decimal)share * n;
        return Math.Clamp((int)(up ? Math.Ceiling(exact) : Math.Floor(exact)), Math.Min(1, n), n);
    }
}
