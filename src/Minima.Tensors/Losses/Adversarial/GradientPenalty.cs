namespace Minima.Tensors.Losses;

/// <summary>Penalises a critic whose gradient between real and generated items does not have the length 1.</summary>
/// <remarks>
/// <para>Formula: lambda mean of (|g| - 1)^2, with g the gradient of the critic at u real + (1 - u) fake.</para>
/// <para>Domain: real; lambda &gt;= 0. Range: [0, inf).</para>
/// <para>Shapes: gradient [B, ..]: the gradient of the critic at each item (CriticGradient.At); one number, the mean over items. It is differentiated, and through it the parameters of the critic.</para>
/// <para>Kinks: |g| at 0: derivative 0.</para>
/// <para>Convention: u is drawn by the caller for each item from 0 to 1.</para>
/// <para>Source: Gulrajani et al. 2017, NeurIPS, arXiv:1704.00028.</para>
/// </remarks>
/// <param name="Lambda">Weight of the penalty.</param>
[Loss("gradient_penalty", "Gradient penalty (WGAN-GP)", "梯度惩罚",
    Family = LossFamily.Adversarial,
    Formula = "lambda mean((|g| - 1)^2);  g = D'(u real + (1 - u) fake)",
    Latex = @"\frac{\lambda}{N} \sum_{i=1}^{N} \left(\left\lVert g_{i} \right\rVert - 1\right)^{2}, \quad g_{i} = \nabla D\left(u_{i} \, \mathrm{real}_{i} + \left(1 - u_{i}\right) \mathrm{fake}_{i}\right)",
    Kinks = "a gradient of 0: slope 0", ChineseKinks = "梯度为 0 处：斜率取 0",
    Aliases = ["WGAN-GP", "gradient_penalty_loss"])]
[English("Holds the slope of a critic to 1 between real and generated items.",
    Use = "you train with wgan_critic: add it in place of clipped weights.",
    Avoid = "second derivatives are too dear: spectral normalisation, or r1_penalty every few steps.",
    Letters = "D: the critic; u: a random number from 0 to 1; real, fake: real and generated samples; N: the number of samples")]
[Chinese("使评判器在真实与生成样本之间的斜率保持为 1。",
    Use = "使用 wgan_critic 训练时：与之相加，代替权重裁剪。",
    Avoid = "二阶导数计算代价太高时：改用谱归一化，或每隔几步施加一次 r1_penalty。",
    Letters = "D：评判器；u：0 到 1 的随机数；real、fake：真实样本与生成样本；N：样本数")]
public readonly record struct GradientPenalty(
    [NonNegative, Chinese("惩罚项的权重。")] double Lambda) : ITensorLoss
{
    public GradientPenalty()
        : this(10)
    {
    }

    /// <summary>The penalty.</summary>
    public LossTerms Of([Axes("...")] Tensor gradient) =>
        LossTerms.Scalar(Lambda * (CriticGradient.SquaredNorms("gradient_penalty", gradient).Sqrt() - 1).Square().MeanOrZero());
}
