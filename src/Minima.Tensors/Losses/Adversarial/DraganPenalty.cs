namespace Minima.Tensors.Losses;

/// <summary>Penalises a discriminator whose gradient around real items does not have the length k.</summary>
/// <remarks>
/// <para>Formula: lambda mean of (|g| - k)^2, with g the gradient of the discriminator at x + 0.5 std(x) u, k the norm.</para>
/// <para>Domain: real; lambda, norm &gt;= 0. Range: [0, inf).</para>
/// <para>Shapes: gradient [B, ..]: the gradient of the critic at each item (CriticGradient.At); one number, the mean over items. It is differentiated, and through it the parameters of the critic. The points: CriticGradient.Around.</para>
/// <para>Kinks: |g| at 0: derivative 0.</para>
/// <para>Source: Kodali, Abernethy, Hays and Kira 2017, arXiv:1705.07215.</para>
/// </remarks>
/// <param name="Lambda">Weight of the penalty.</param>
/// <param name="Norm">Norm of the gradient that the penalty aims at; 1 is usual.</param>
[Loss("dragan", "DRAGAN penalty", "DRAGAN 惩罚",
    Family = LossFamily.Adversarial,
    Formula = "lambda mean((|g| - k)^2);  g = D'(x + 0.5 std(x) u);  k = norm",
    Latex = @"\frac{\lambda}{N} \sum_{i=1}^{N} \left(\left\lVert g_{i} \right\rVert - \mathrm{norm}\right)^{2}, \quad g_{i} = \nabla D\left(x_{i} + 0.5 \, \operatorname{std}(x) \, u_{i}\right)",
    Kinks = "a gradient of 0: slope 0", ChineseKinks = "梯度为 0 处：斜率取 0",
    Aliases = ["DraganPenalty"])]
[English("Holds the slope of a discriminator around the data.",
    Use = "gan_discriminator is unstable and no generated items should enter the penalty.",
    Avoid = "the features differ much in scale: one standard deviation sets the noise of all of them.",
    Letters = "D: the critic; x: a real sample; u: uniform noise; N: the number of samples")]
[Chinese("约束判别器在数据附近的斜率。",
    Use = "gan_discriminator 训练不稳定，且惩罚项中不应出现生成样本时。",
    Avoid = "数据各维尺度相差很大时：所有维共用一个标准差。",
    Letters = "D：评判器；x：真实样本；u：均匀噪声；N：样本数")]
public readonly record struct DraganPenalty(
    [NonNegative, Chinese("惩罚项的权重。")] double Lambda,
    [NonNegative, Chinese("惩罚项所要求的梯度范数，常用 1。")] double Norm) : ITensorLoss
{
    public DraganPenalty()
        : this(10, 1)
    {
    }

    /// <summary>The penalty.</summary>
    public LossTerms Of([Axes("...")] Tensor gradient) =>
        LossTerms.Scalar(Lambda * (CriticGradient.SquaredNorms("dragan", gradient).Sqrt() - Norm).Square().MeanOrZero());
}
