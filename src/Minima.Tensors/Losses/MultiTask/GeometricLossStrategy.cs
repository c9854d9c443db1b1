namespace Minima.Tensors.Losses;

/// <summary>The geometric mean of the losses: only relative changes of each count, at any scale.</summary>
/// <remarks>
/// <para>Formula: exp(mean_t log L_t).</para>
/// <para>Domain: losses &gt; 0.</para>
/// <para>Shapes: losses: one number for each task; one number. The losses are differentiated.</para>
/// <para>Source: Chennupati et al. 2019, arXiv:1904.08492.</para>
/// </remarks>
[Loss("gls", "Geometric loss strategy", "几何平均损失",
    Family = LossFamily.MultiTask,
    Latex = @"\left(\prod_{t=1}^{T} L_{t}\right)^{1/T} = \exp\left(\frac{1}{T} \sum_{t=1}^{T} \log L_{t}\right), \quad L = \mathrm{losses}",
    Aliases = ["GLS", "geometric_mean_loss"])]
[English("The geometric mean of the losses of several tasks.",
    Use = "losses are positive and differ in scale by orders of magnitude.",
    Avoid = "a loss may reach 0: it then pulls with unbounded force.")]
[Chinese("多个任务损失的几何平均。",
    Use = "各损失为正，且量级悬殊时。",
    Avoid = "某个损失会趋于 0 时：其拉力会无限增大。")]
public readonly record struct GeometricLossStrategy : ITensorLoss
{
    /// <summary>One number.</summary>
    public LossTerms Of([Axes("T"), Positive] Tensor losses) => LossTerms.Scalar(losses.Log().MeanOrZero().Exp());
}
