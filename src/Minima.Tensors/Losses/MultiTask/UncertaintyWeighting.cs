namespace Minima.Tensors.Losses;

/// <summary>Each task has a noise of its own that is learned: a noisy task counts less, and a large noise has its cost.</summary>
/// <remarks>
/// <para>Formula: sum_t exp(-s_t) L_t / 2 + s_t / 2, with s_t = log sigma_t^2 learned.</para>
/// <para>Domain: real.</para>
/// <para>Shapes: losses and log_variance: one number for each task; one number. Both are differentiated.</para>
/// <para>Convention: the factor 1/2 for every task (LibMTL); the paper has none for classification. Begin with s = 0; LibMTL begins with -0.5.</para>
/// <para>Source: Kendall, Gal and Cipolla 2018, arXiv:1705.07115.</para>
/// </remarks>
[Loss("uncertainty_weighting", "Uncertainty weighting (Kendall)", "不确定性加权",
    Family = LossFamily.MultiTask, LowerBound = double.NegativeInfinity,
    Formula = "sum_t exp(-s_t) L_t / 2 + s_t / 2;  s = log_variance",
    Latex = @"\frac{1}{2} \sum_{t} \left(e^{-s_{t}} L_{t} + s_{t}\right)",
    Aliases = ["UW", "UncertaintyWeights", "multi_loss_uncertainty"],
    SearchWords = ["loss weights", "损失权重", "multi-task", "多任务"])]
[English("Divides each loss by a learned variance and charges the logarithm of it.",
    Use = "tasks have different units or noise, and one parameter for each is to settle it.",
    Avoid = "a loss may become negative or reach 0: its variance then falls without end.",
    Letters = "t: a task")]
[Chinese("每个任务的损失除以学得的方差，再加上该方差的对数。",
    Use = "各任务单位或噪声不同，希望由每个任务一个参数自行平衡时。",
    Avoid = "某个损失会为负或趋于 0 时：其方差会无限下降。",
    Letters = "t：任务")]
public readonly record struct UncertaintyWeighting : ITensorLoss
{
    /// <summary>One number.</summary>
    public LossTerms Of([Axes("T")] Tensor losses, [Axes("T")] Tensor logVariance) => LossTerms.Scalar((((-logVariance).Exp() * losses) + logVariance).Sum() / 2);
}
