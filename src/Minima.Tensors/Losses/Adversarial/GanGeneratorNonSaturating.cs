namespace Minima.Tensors.Losses;

/// <summary>The generator raises the probability that the discriminator takes its items for real.</summary>
/// <remarks>
/// <para>Formula: mean of softplus(-fake).</para>
/// <para>Domain: real logits. Range: [0, inf).</para>
/// <para>Shapes: fake: the critic's outputs for generated items, in any shape; one number. It is differentiated.</para>
/// <para>Source: Goodfellow et al. 2014, arXiv:1406.2661.</para>
/// </remarks>
[Loss("gan_generator_ns", "GAN generator (non-saturating)", "GAN 生成器（非饱和）",
    Family = LossFamily.Adversarial,
    Formula = "mean softplus(-fake)",
    Latex = @"\mathbb{E}\left[\log\left(1 + e^{-f}\right)\right], \quad f = \mathrm{fake}",
    Aliases = ["modified_generator_loss", "NonSaturatingGeneratorLoss"],
    SearchWords = ["gan", "生成对抗网络", "generator", "生成器"])]
[English("The generator's usual loss: gradients stay where it loses.",
    Use = "you train the generator against gan_discriminator.",
    Avoid = "the discriminator has another loss: take the generator that belongs to it (wgan_generator, relativistic).")]
[Chinese("生成器的常用损失：处于劣势时仍有梯度。",
    Use = "与 gan_discriminator 对抗训练生成器时。",
    Avoid = "判别器使用其他损失时：应采用与之配套的生成器损失（wgan_generator、relativistic）。")]
public readonly record struct GanGeneratorNonSaturating : ITensorLoss
{
    /// <summary>The mean.</summary>
    public LossTerms Of(Tensor fake) => LossTerms.Scalar((-fake).Softplus().MeanOrZero());
}
