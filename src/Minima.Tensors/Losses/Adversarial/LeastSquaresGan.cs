namespace Minima.Tensors.Losses;

/// <summary>The discriminator outputs one number for real and another for generated items, by squared error.</summary>
/// <remarks>
/// <para>Formula: 0.5 mean of (real - b)^2 + 0.5 mean of (fake - a)^2, with a the fake label, b the real label.</para>
/// <para>Domain: real. Range: [0, inf).</para>
/// <para>Shapes: real and fake: the critic's outputs for real and for generated items, in any shape each; one number, the mean over each, added. Both are differentiated.</para>
/// <para>Convention: the generator is half_mse of fake against the real label. MONAI PatchAdversarialLoss has no 1/2.</para>
/// <para>Source: Mao et al. 2017, ICCV, arXiv:1611.04076.</para>
/// </remarks>
/// <param name="FakeLabel">Output that generated items should get.</param>
/// <param name="RealLabel">Output that real items should get.</param>
[Loss("lsgan", "Least-squares GAN", "最小二乘 GAN",
    Family = LossFamily.Adversarial,
    Formula = "0.5 mean((real - b)^2) + 0.5 mean((fake - a)^2);  a = fake_label, b = real_label",
    Latex = @"\frac{1}{2 N} \sum_{i=1}^{N} (\mathrm{real}_{i} - b)^{2} + \frac{1}{2 M} \sum_{j=1}^{M} (\mathrm{fake}_{j} - a)^{2}, \quad a = \mathrm{fake\_label}, \quad b = \mathrm{real\_label}",
    Aliases = ["LSGANLoss", "least_squares_discriminator_loss"],
    SearchWords = ["最小二乘 GAN", "gan", "生成对抗网络"])]
[English("Squared error of the answers to real and generated items.",
    Use = "you train a GAN on images: gradients stay even if the discriminator is right.",
    Avoid = "outliers among the answers dominate (hinge_gan).",
    Letters = "N, M: the numbers of real and of generated samples")]
[Chinese("判别器对真实样本与生成样本输出的平方误差。",
    Use = "在图像上训练 GAN 时：即使判别器判断正确，仍有梯度。",
    Avoid = "少数极端输出占主导时（用 hinge_gan）。",
    Letters = "N、M：真实样本与生成样本的个数")]
public readonly record struct LeastSquaresGan(
    [Chinese("生成样本应得到的输出。")] double FakeLabel,
    [Chinese("真实样本应得到的输出。")] double RealLabel) : ITensorLoss
{
    public LeastSquaresGan()
        : this(0, 1)
    {
    }

    /// <summary>Both means, halved and added.</summary>
    public LossTerms Of(Tensor real, Tensor fake) =>
        LossTerms.Scalar(0.5 * ((real - RealLabel).Square().MeanOrZero() + (fake - FakeLabel).Square().MeanOrZero()));
}
