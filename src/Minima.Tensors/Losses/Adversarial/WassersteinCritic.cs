namespace Minima.Tensors.Losses;

/// <summary>The critic drives its outputs for real and generated items apart: for a critic with Lipschitz constant at most 1, minus their Wasserstein distance.</summary>
/// <remarks>
/// <para>Formula: mean of fake - mean of real.</para>
/// <para>Domain: real. Range: all reals.</para>
/// <para>Shapes: real and fake: the critic's outputs for real and for generated items, in any shape each; one number, the mean over each, added. Both are differentiated.</para>
/// <para>Convention: the Lipschitz constant of the critic is bounded by clipping its weights (the paper: 0.01) or by gradient_penalty.</para>
/// <para>Source: Arjovsky, Chintala and Bottou 2017, arXiv:1701.07875.</para>
/// </remarks>
[Loss("wgan_critic", "WGAN critic", "WGAN 评判器（critic）",
    Family = LossFamily.Adversarial, LowerBound = double.NegativeInfinity,
    Formula = "mean fake - mean real",
    Latex = @"\frac{1}{M} \sum_{j=1}^{M} \mathrm{fake}_{j} - \frac{1}{N} \sum_{i=1}^{N} \mathrm{real}_{i}",
    Aliases = ["WGANCriticLoss", "wasserstein_discriminator_loss"],
    SearchWords = ["critic", "评判器", "wasserstein", "gan", "生成对抗网络"])]
[English("Drives the answers to real and generated items apart.",
    Use = "the other player is wgan_generator and the slope of the critic is held (gradient_penalty): the value then tells how far the generator is.",
    Avoid = "nothing holds the slope: it falls without end.",
    Letters = "N, M: the numbers of real and of generated samples")]
[Chinese("拉开真实样本与生成样本的评分差距。",
    Use = "另一方为 wgan_generator，且评判器的斜率受到约束（gradient_penalty）时：此时损失值反映生成器还差多远。",
    Avoid = "斜率没有约束时：损失会无限下降。",
    Letters = "N、M：真实样本与生成样本的个数")]
public readonly record struct WassersteinCritic : ITensorLoss
{
    /// <summary>The difference of the means.</summary>
    public LossTerms Of(Tensor real, Tensor fake) => LossTerms.Scalar(fake.MeanOrZero() - real.MeanOrZero());
}
