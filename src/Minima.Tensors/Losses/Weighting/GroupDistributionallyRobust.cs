using Minima.Reals.Primitives;

namespace Minima.Tensors.Losses;

/// <summary>A mean of losses that leans to the largest (or, with a negative tilt, to the smallest): the worst group counts most.</summary>
/// <remarks>
/// <para>Formula: (1 / t) log mean e^(t l).</para>
/// <para>Domain: losses real; tilt t other than 0.</para>
/// <para>Shapes: losses [N], of items or of groups; one number. They are differentiated: by their weights, softmax(t l). No loss at all: 0.</para>
/// <para>Convention: the tilted form (TERM), whose weights are those to which the exponentiated gradient of group DRO tends for even groups.</para>
/// <para>Numerics: for small t the mean and what it lacks, so that nothing cancels.</para>
/// <para>Limits: the mean for t near 0, the largest loss for t to infinity, the smallest for t to -infinity.</para>
/// <para>Source: Li et al. 2021, ICLR, arXiv:2007.01162; Sagawa et al. 2020, ICLR, arXiv:1911.08731; Rockafellar and Uryasev 2000 (tails).</para>
/// </remarks>
/// <param name="Tilt">Tilt: above 0 large losses count more, below 0 less, near 0 the mean.</param>
[Loss("group_dro", "Group DRO / tilted (TERM)", "分组 DRO 与倾斜风险（TERM）",
    Family = LossFamily.Weighting, LowerBound = double.NegativeInfinity,
    Formula = "(1 / t) log mean e^(t l);  t = tilt",
    Latex = @"\frac{1}{\mathrm{tilt}} \log\left(\frac{1}{N} \sum_{i=1}^{N} e^{\mathrm{tilt} \, l_{i}}\right), \quad l = \mathrm{losses}",
    Aliases = ["GroupDRO", "TERM", "TiltedLoss"])]
[English("A smooth step from the mean loss to the worst.",
    Use = "a rare group must not be failed: losses of the groups, with a tilt above 0; or outliers, with a tilt below 0.",
    Avoid = "labels of the rare group are wrong: a positive tilt memorises them.")]
[Chinese("在平均损失与最坏损失之间平滑过渡。",
    Use = "不能忽视少数群体时：对各组损失取正的 tilt；要抑制离群点时取负的 tilt。",
    Avoid = "少数群体的标签有误时：正的 tilt 会把它们硬记下来。",
    Limits = "t 接近 0 为均值，趋于正无穷为最大损失，趋于负无穷为最小损失。")]
public readonly record struct GroupDistributionallyRobust(
    [NonZero, Chinese("倾斜度：大于 0 时大损失权重更大，小于 0 时更小，接近 0 即均值。")] double Tilt) : ITensorLoss
{
    public GroupDistributionallyRobust()
        : this(1)
    {
    }

    /// <summary>One number.</summary>
    public LossTerms Of([Axes("N")] Tensor losses)
    {
        if (losses.Count == 0) return LossTerms.Scalar(losses.Sum());
        var mean = losses.MeanOrZero();
        var tilted = Tilt * (losses - mean);
        if (tilted.ToArray().Max(Math.Abs) < 1) return LossTerms.Scalar(mean + (tilted.Apply<ExpRemainder>().MeanOrZero().Apply<Log1p>() / Tilt));
        return LossTerms.Scalar(((Tilt * losses).LogSumExp(^1) - Math.Log(losses.Count)) / Tilt);
    }
}
