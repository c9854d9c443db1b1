namespace Minima.Tensors.Losses;

/// <summary>Weights drawn anew for each step: even on average, with noise that helps to leave bad optima.</summary>
/// <remarks>
/// <para>Formula: sum_t w_t L_t, w = softmax(z), z drawn from the standard normal distribution.</para>
/// <para>Domain: real.</para>
/// <para>Shapes: losses and logits (the draw z): one number for each task; one number. The losses are differentiated.</para>
/// <para>Convention: the draw is yours, with your seed; the weights sum to 1 (LibMTL).</para>
/// <para>Source: Lin, Ye, Zhang and Tsang 2022, arXiv:2111.10603.</para>
/// </remarks>
[Loss("rlw", "Random loss weighting", "随机损失加权",
    Family = LossFamily.MultiTask, LowerBound = double.NegativeInfinity,
    Formula = "sum_t softmax(z)_t L_t",
    Latex = @"\sum_{t} \operatorname{softmax}(z)_{t} \, L_{t}, \quad z \sim \mathcal{N}(0, I)",
    Aliases = ["RLW"])]
[English("Weights tasks by a random draw for each step.",
    Use = "a control is wanted that is as cheap as fixed weights and often as good as the clever ones.",
    Avoid = "runs must not differ by luck and steps are few.",
    Letters = "I: the identity matrix; z: logits")]
[Chinese("每一步随机抽取任务权重。",
    Use = "需要一个对照，开销与固定权重相同，又往往不逊于精巧的方法时。",
    Avoid = "步数很少，又不容结果受运气左右时。",
    Letters = "I：单位矩阵；z：logits")]
public readonly record struct RandomLossWeighting : ITensorLoss
{
    /// <summary>One number.</summary>
    public LossTerms Of([Axes("T")] Tensor losses, [Axes("T"), Constant] Tensor logits) => LossTerms.Scalar((logits.Softmax(^1) * losses).Sum());
}
