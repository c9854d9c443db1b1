namespace Minima.Tensors.Losses;

/// <summary>Weights stay near those of an earlier task, the more they made its loss fall while it was learned.</summary>
/// <remarks>
/// <para>Formula: c sum max(0, omega) / (delta^2 + xi) (w - a)^2, a the anchor, c the strength, xi the damping.</para>
/// <para>Domain: real; strength &gt;= 0, damping &gt; 0. Range: [0, inf).</para>
/// <para>Shapes: weight, anchor, omega (the sum of -gradient times step along the training) and delta (how far the weight moved) of one shape; one number. Only the
/// weight is differentiated.</para>
/// <para>Convention: one task; with several, the quotients are added before, which the training class SynapticIntelligence does. Avalanche: lambda / 2, importances clamped to
/// [0, 0.001], damping 1e-7.</para>
/// <para>Source: Zenke, Poole and Ganguli 2017, ICML, arXiv:1703.04200.</para>
/// </remarks>
/// <param name="Strength">Weight of the earlier task: the larger, the less is forgotten.</param>
/// <param name="Damping">Added to the squared distance, so that weights that did not move get no infinite importance.</param>
[Loss("synaptic_intelligence", "Synaptic intelligence", "突触智能（SI）",
    Family = LossFamily.Regularization,
    Formula = "c sum max(0, omega) / (delta^2 + xi) (w - a)^2;  c = strength, xi = damping",
    Latex = @"c \sum_{i} \frac{\max(0, \omega_{i})}{\delta_{i}^{2} + \xi} (w_{i} - a_{i})^{2}, \quad c = \mathrm{strength}, \quad \xi = \mathrm{damping}",
    Aliases = ["SI"])]
[English("Anchors each weight by its part in the fall of the earlier loss.",
    Use = "importances are to come for free while training, without a pass over the old rows.",
    Avoid = "the optimizer moves weights by other forces than the gradient: momentum and decay blur the sums (ewc).",
    Letters = "a: anchor; i: an index of the weights")]
[Chinese("按各权重对旧任务损失下降的贡献，把权重锚定在原值。",
    Use = "希望在训练途中顺便得到重要度，不必再遍历旧数据时。",
    Avoid = "优化器更新权重不只依据梯度时：动量与衰减会使累计值失真（用 ewc）。",
    Letters = "a：anchor；i：权重的下标")]
public readonly record struct SynapticAnchor(
    [NonNegative, Chinese("旧任务的权重：越大遗忘越少。")] double Strength,
    [Positive, Chinese("加在距离的平方上，使未移动的权重不会得到无穷大的重要度。")] double Damping) : ITensorLoss
{
    public SynapticAnchor()
        : this(0.1, 0.1)
    {
    }

    /// <summary>The penalty.</summary>
    public LossTerms Of([Axes("...")] Tensor weight, [Axes("..."), Constant] Tensor anchor, [Axes("..."), Constant] Tensor omega, [Axes("..."), Constant] Tensor delta)
    {
        var importance = omega.Relu() / (delta.Square() + Damping);
        return LossTerms.Scalar(Strength * (importance * (weight - anchor).Square()).Sum());
    }
}
