namespace Minima.Tensors.Losses;

/// <summary>The generator raises the critic's output for its items; also the generator of hinge_gan.</summary>
/// <remarks>
/// <para>Formula: -mean of fake.</para>
/// <para>Domain: real. Range: all reals.</para>
/// <para>Shapes: fake: the critic's outputs for generated items, in any shape; one number. It is differentiated.</para>
/// <para>Source: Arjovsky, Chintala and Bottou 2017, arXiv:1701.07875.</para>
/// </remarks>
[Loss("wgan_generator", "WGAN generator", "WGAN 生成器",
    Family = LossFamily.Adversarial, LowerBound = double.NegativeInfinity,
    Formula = "-mean fake",
    Latex = @"-\frac{1}{M} \sum_{j=1}^{M} \mathrm{fake}_{j}",
    Aliases = ["WGANGeneratorLoss", "wasserstein_generator_loss"])]
[English("Raises the critic's answer to generated items.",
    Use = "the critic has wgan_critic or hinge_gan.",
    Avoid = "the discriminator has logits of a probability (gan_generator_ns).",
    Letters = "M: the number of generated samples")]
[Chinese("提高评判器对生成样本的评分。",
    Use = "评判器使用 wgan_critic 或 hinge_gan 时。",
    Avoid = "判别器输出概率的 logit 时（用 gan_generator_ns）。",
    Letters = "M：生成样本的个数")]
public readonly record struct WassersteinGenerator : ITensorLoss
{
    /// <summary>Minus the mean.</summary>
    public LossTerms Of(Tensor fake) => LossTerms.Scalar(-fake.MeanOrZero());
}
