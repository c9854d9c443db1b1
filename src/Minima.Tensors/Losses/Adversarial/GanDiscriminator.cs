namespace Minima.Tensors.Losses;

/// <summary>The discriminator tells real items from generated ones: binary cross-entropy on both.</summary>
/// <remarks>
/// <para>Formula: mean of (1 - s) softplus(-real) + s softplus(real), plus mean of softplus(fake), with s the smoothing.</para>
/// <para>Domain: real logits; smoothing in [0, 1]. Range: [0, inf).</para>
/// <para>Shapes: real and fake: the critic's outputs for real and for generated items, in any shape each; one number, the mean over each, added. Both are differentiated.</para>
/// <para>Convention: the sum of both means; pix2pix halves it. Smoothing is one-sided, on real items only.</para>
/// <para>Source: Goodfellow et al. 2014, arXiv:1406.2661; Salimans et al. 2016, arXiv:1606.03498.</para>
/// </remarks>
/// <param name="Smoothing">Amount that is subtracted from the label of real items; 0.1 is usual.</param>
[Loss("gan_discriminator", "GAN discriminator (minimax BCE)", "GAN 判别器损失",
    Family = LossFamily.Adversarial,
    Formula = "mean softplus(-real) + mean softplus(fake);  smoothing: (1-s) softplus(-real) + s softplus(real);  s = smoothing",
    Latex = @"\mathbb{E}\left[(1 - \mathrm{smoothing}) \log\left(1 + e^{-r}\right) + \mathrm{smoothing} \, \log\left(1 + e^{r}\right)\right] + \mathbb{E}\left[\log\left(1 + e^{f}\right)\right], \quad r = \mathrm{real}, \quad f = \mathrm{fake}",
    Aliases = ["GANDiscriminatorLoss", "minimax_discriminator_loss"],
    SearchWords = ["gan", "生成对抗网络", "discriminator", "判别器"])]
[English("Tells real items from generated ones.",
    Use = "you train the discriminator of a plain GAN; the generator uses gan_generator_ns.",
    Avoid = "the discriminator wins at once and gradients vanish (hinge_gan, wgan_critic).")]
[Chinese("区分真实样本与生成样本。",
    Use = "训练普通 GAN 的判别器时；生成器用 gan_generator_ns。",
    Avoid = "判别器立刻获胜、梯度消失时（用 hinge_gan、wgan_critic）。")]
public readonly record struct GanDiscriminator(
    [Unit, Chinese("真实样本标签减去的比例，常用 0.1。")] double Smoothing) : ITensorLoss
{
    public GanDiscriminator()
        : this(0)
    {
    }

    /// <summary>Both means, added.</summary>
    public LossTerms Of(Tensor real, Tensor fake) =>
        LossTerms.Scalar((((1 - Smoothing) * (-real).Softplus()) + (Smoothing * real.Softplus())).MeanOrZero() + fake.Softplus().MeanOrZero());
}
