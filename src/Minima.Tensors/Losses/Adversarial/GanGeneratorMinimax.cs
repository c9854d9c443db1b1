namespace Minima.Tensors.Losses;

/// <summary>The generator of the original game: it lowers the discriminator's certainty that its items are generated.</summary>
/// <remarks>
/// <para>Formula: mean of log(1 - sigmoid(fake)) = -mean of softplus(fake).</para>
/// <para>Domain: real logits. Range: (-inf, 0].</para>
/// <para>Shapes: fake: the critic's outputs for generated items, in any shape; one number. It is differentiated.</para>
/// <para>Source: Goodfellow et al. 2014, arXiv:1406.2661.</para>
/// </remarks>
[Loss("gan_generator_minimax", "GAN generator (saturating)", "GAN 生成器（饱和）",
    Family = LossFamily.Adversarial, LowerBound = double.NegativeInfinity,
    Formula = "-mean softplus(fake)",
    Latex = @"-\mathbb{E}\left[\log\left(1 + e^{f}\right)\right], \quad f = \mathrm{fake}",
    Aliases = ["minimax_generator_loss"],
    SearchWords = ["minimax", "gan", "生成对抗网络"])]
[English("The generator's side of the original game.",
    Use = "you study the theory: it is the loss for which the game has its equilibrium.",
    Avoid = "you train a generator: the gradient vanishes where the discriminator is sure (gan_generator_ns).")]
[Chinese("原始博弈中生成器一方的损失。",
    Use = "作理论分析时：博弈的均衡正是就该损失而言的。",
    Avoid = "实际训练生成器时：判别器有把握处梯度会消失（用 gan_generator_ns）。")]
public readonly record struct GanGeneratorMinimax : ITensorLoss
{
    /// <summary>Minus the mean.</summary>
    public LossTerms Of(Tensor fake) => LossTerms.Scalar(-fake.Softplus().MeanOrZero());
}
