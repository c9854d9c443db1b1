namespace Minima.Tensors.Losses;

/// <summary>The critic's output should be above 1 for real items and below -1 for generated ones; beyond, it costs nothing.</summary>
/// <remarks>
/// <para>Formula: mean of max(0, 1 - real) + mean of max(0, 1 + fake).</para>
/// <para>Domain: real. Range: [0, inf).</para>
/// <para>Shapes: real and fake: the critic's outputs for real and for generated items, in any shape each; one number, the mean over each, added. Both are differentiated.</para>
/// <para>Kinks: max(0, x) at 0: derivative 0.</para>
/// <para>Convention: the generator is wgan_generator.</para>
/// <para>Source: Lim and Ye 2017, arXiv:1705.02894; Miyato et al. 2018, arXiv:1802.05957.</para>
/// </remarks>
[Loss("hinge_gan", "Hinge GAN", "合页 GAN",
    Family = LossFamily.Adversarial,
    Formula = "mean max(0, 1 - real) + mean max(0, 1 + fake)",
    Latex = @"\mathbb{E}\left[\max(0, 1 - r)\right] + \mathbb{E}\left[\max(0, 1 + f)\right], \quad r = \mathrm{real}, \quad f = \mathrm{fake}",
    Kinks = "margin reached: slope 0", ChineseKinks = "达到间隔处：斜率取 0",
    Aliases = ["HingeGANLoss", "hinge_discriminator_loss"])]
[English("Real items above 1, generated ones below -1, and no more than that.",
    Use = "you train a large image GAN with spectral normalisation (SAGAN, BigGAN); the generator uses wgan_generator.",
    Avoid = "the answers are to be probabilities (gan_discriminator).")]
[Chinese("要求真实样本的得分高于 1、生成样本的得分低于 -1，达到即可。",
    Use = "训练使用谱归一化的大型图像 GAN（SAGAN、BigGAN）时；生成器用 wgan_generator。",
    Avoid = "输出需为概率时（用 gan_discriminator）。")]
public readonly record struct HingeGan : ITensorLoss
{
    /// <summary>Both means, added.</summary>
    public LossTerms Of(Tensor real, Tensor fake) => LossTerms.Scalar((1 - real).Relu().MeanOrZero() + (1 + fake).Relu().MeanOrZero());
}
