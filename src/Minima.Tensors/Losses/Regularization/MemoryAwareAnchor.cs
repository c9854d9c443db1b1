namespace Minima.Tensors.Losses;

/// <summary>Weights stay near those of an earlier task, the more the model's outputs depend on them; no labels are needed.</summary>
/// <remarks>
/// <para>Formula: lambda sum Omega (w - a)^2, Omega the importance, a the anchor.</para>
/// <para>Domain: real; importance &gt;= 0, lambda &gt;= 0. Range: [0, inf).</para>
/// <para>Shapes: weight, anchor and importance of one shape; one number. Only the weight is differentiated.</para>
/// <para>Convention: Omega is the mean over rows of the sizes of the gradients of |f(x)|^2, which the training class MemoryAwareSynapses estimates.</para>
/// <para>Source: Aljundi et al. 2018, ECCV, arXiv:1711.09601.</para>
/// </remarks>
/// <param name="Lambda">Weight of the earlier task: the larger, the less is forgotten.</param>
[Loss("mas", "Memory-aware synapses", "记忆感知突触（MAS）",
    Family = LossFamily.Regularization,
    Formula = "lambda sum Omega (w - a)^2",
    Latex = @"\lambda \sum_{i} \Omega_{i} (w_{i} - a_{i})^{2}",
    Aliases = ["memory_aware_synapses"])]
[English("Anchors each weight by how much the answers depend on it.",
    Use = "what must not be forgotten is known by rows without labels, perhaps those met in use.",
    Avoid = "outputs are of very different scales: the largest rule the importances.",
    Letters = "Omega: importance; a: anchor; i: an index of the weights")]
[Chinese("按输出对各权重的敏感程度，把权重锚定在原值。",
    Use = "不可遗忘的内容能用无标签样本（例如实际使用中遇到的）体现时。",
    Avoid = "各输出量级悬殊时：重要度由量级最大的输出主导。",
    Letters = "Omega：importance；a：anchor；i：权重的下标")]
public readonly record struct MemoryAwareAnchor(
    [NonNegative, Chinese("旧任务的权重：越大遗忘越少。")] double Lambda) : ITensorLoss
{
    public MemoryAwareAnchor()
        : this(1)
    {
    }

    /// <summary>The penalty.</summary>
    public LossTerms Of([Axes("...")] Tensor weight, [Axes("..."), Constant] Tensor anchor, [Axes("..."), NonNegative, Constant] Tensor importance) =>
        LossTerms.Scalar(Lambda * (importance * (weight - anchor).Square()).Sum());
}
