namespace Minima.Tensors.Losses;

/// <summary>Real items have to look more real than generated ones, on average or pair by pair.</summary>
/// <remarks>
/// <para>Formula: average: mean of softplus(-(real - mean fake)) + mean of softplus(fake - mean real); else mean of softplus(-(real_i - fake_i)).</para>
/// <para>Domain: real logits. Range: [0, inf).</para>
/// <para>Shapes: real and fake: the critic's outputs for real and for generated items, in any shape each; one number, the mean over each, added. Both are differentiated. Without average both have one shape.</para>
/// <para>Convention: the loss of the discriminator; for the generator real and fake change places.</para>
/// <para>Source: Jolicoeur-Martineau 2019, ICLR, arXiv:1807.00734.</para>
/// </remarks>
/// <param name="Average">Compares each item with the mean of the other kind, real or generated; otherwise pair by pair.</param>
[Loss("relativistic", "Relativistic (average) GAN", "相对论 GAN",
    Family = LossFamily.Adversarial,
    Formula = "mean softplus(mean fake - real) + mean softplus(fake - mean real);  pairs: mean softplus(fake - real);  and average",
    ChineseFormula = "mean softplus(mean fake - real) + mean softplus(fake - mean real);  pairs: mean softplus(fake - real)；average 为 false 时取 pairs 一式",
    Latex = @"\begin{cases} \frac{1}{N} \sum_{i=1}^{N} \log\left(1 + e^{\overline{\mathrm{fake}} - \mathrm{real}_{i}}\right) + \frac{1}{M} \sum_{j=1}^{M} \log\left(1 + e^{\mathrm{fake}_{j} - \overline{\mathrm{real}}}\right) & \mathrm{average} \\ \frac{1}{N} \sum_{i=1}^{N} \log\left(1 + e^{\mathrm{fake}_{i} - \mathrm{real}_{i}}\right) & \neg \, \mathrm{average} \end{cases}",
    Aliases = ["RaGAN", "RpGAN", "RelativisticGANLoss"])]
[English("Real items should look more real than generated ones.",
    Use = "plain GAN training is unstable; the same loss, swapped, trains the generator.",
    Avoid = "you need the probability that one item is real.",
    Letters = "N, M: the numbers of real and of generated samples")]
[Chinese("真实样本应显得比生成样本更真。",
    Use = "普通 GAN 训练不稳定时；交换两个输入，同一损失即可训练生成器。",
    Avoid = "需要单个样本为真的概率时。",
    Letters = "N、M：真实样本与生成样本的个数")]
public readonly record struct RelativisticGan(
    [Chinese("每个样本与另一类样本（真实或生成）的均值比较；否则逐对比较。")] bool Average) : ITensorLoss
{
    public RelativisticGan()
        : this(true)
    {
    }

    /// <summary>One number.</summary>
    public LossTerms Of(Tensor real, Tensor fake)
    {
        if (Average)
        {
            var (meanReal, meanFake) = (real.MeanOrZero(), fake.MeanOrZero());
            return LossTerms.Scalar((meanFake - real).Softplus().MeanOrZero() + (fake - meanReal).Softplus().MeanOrZero());
        }

        if (real.Shape != fake.Shape) throw new LossException(LossError.Shape, $"relativistic: real is {real.Shape}, fake {fake.Shape}; to compare them in pairs (average = false), the shapes must be equal.");
        return LossTerms.Scalar((fake - real).Softplus().MeanOrZero());
    }
}
