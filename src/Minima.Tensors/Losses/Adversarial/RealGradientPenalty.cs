namespace Minima.Tensors.Losses;

/// <summary>The discriminator should be flat at real items (R1), or at generated ones (R2).</summary>
/// <remarks>
/// <para>Formula: gamma / 2 mean of |g|^2, with g the gradient of the discriminator at the items.</para>
/// <para>Domain: real; gamma &gt;= 0. Range: [0, inf).</para>
/// <para>Shapes: gradient [B, ..]: the gradient of the critic at each item (CriticGradient.At); one number, the mean over items. It is differentiated, and through it the parameters of the critic.</para>
/// <para>Source: Mescheder, Geiger and Nowozin 2018, ICML, arXiv:1801.04406.</para>
/// </remarks>
/// <param name="Gamma">Weight of the penalty; 10 is usual, less for small images.</param>
[Loss("r1_penalty", "R1 / R2 penalty", "R1/R2 惩罚",
    Family = LossFamily.Adversarial,
    Formula = "gamma / 2 mean |g|^2",
    Latex = @"\frac{\gamma}{2 N} \sum_{i=1}^{N} \left\lVert g_{i} \right\rVert^{2}",
    Aliases = ["R1", "R2", "R1Penalty"])]
[English("Keeps a discriminator flat where the data are.",
    Use = "you train with gan_discriminator: add it to that loss (StyleGAN2 applies it every sixteenth step).",
    Avoid = "the critic is to have slope 1 (gradient_penalty).",
    Letters = "N: the number of samples")]
[Chinese("使判别器在数据处保持平坦。",
    Use = "使用 gan_discriminator 训练时：与之相加（StyleGAN2 每十六步施加一次）。",
    Avoid = "要求评判器斜率为 1 时（用 gradient_penalty）。",
    Letters = "N：样本数")]
public readonly record struct RealGradientPenalty(
    [NonNegative, Chinese("惩罚项的权重，常用 10，小图像可减小。")] double Gamma) : ITensorLoss
{
    public RealGradientPenalty()
        : this(10)
    {
    }

    /// <summary>The penalty.</summary>
    public LossTerms Of([Axes("...")] Tensor gradient) =>
        LossTerms.Scalar(Gamma / 2 * CriticGradient.SquaredNorms("r1_penalty", gradient).MeanOrZero());
}
