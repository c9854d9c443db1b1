namespace Minima.Tensors.Losses;

/// <summary>The codebook moves to the codes, and the codes stay near the codebook.</summary>
/// <remarks>
/// <para>Formula: mean((sg(z) - e)^2) + b mean((z - sg(e))^2), the means over all elements, with sg constant and b the commitment.</para>
/// <para>Domain: real; commitment &gt;= 0. Range: [0, inf).</para>
/// <para>Shapes: latent z and codebook e (the entry chosen for each) of one shape; one number. Both are differentiated: z by the second part, e by the first.</para>
/// <para>Source: van den Oord, Vinyals and Kavukcuoglu 2017, arXiv:1711.00937.</para>
/// </remarks>
/// <param name="Commitment">Weight that holds the encoder's output to its code vector; 0.25 is usual.</param>
[Loss("vq_vae", "VQ-VAE codebook + commitment", "向量量化损失",
    Family = LossFamily.Generative, StopsGradient = true,
    Formula = "mean((sg(z) - e)^2) + b mean((z - sg(e))^2);  b = commitment",
    Latex = @"\frac{1}{n} \sum_{i=1}^{n} (\operatorname{sg}(z_{i}) - e_{i})^{2} + \frac{b}{n} \sum_{i=1}^{n} (z_{i} - \operatorname{sg}(e_{i}))^{2}, \quad b = \mathrm{commitment}",
    Aliases = ["VQLoss", "VQVAELoss"])]
[English("Trains a codebook and holds the codes to it.",
    Use = "codes are to be discrete: images, sound, tokens of a later model. For sharp images, add perceptual.",
    Avoid = "entries of the codebook die: reset them, or update by moving averages.",
    Letters = "z: latent; e: codebook; n: the number of elements")]
[Chinese("训练码本，并把编码约束在码本附近。",
    Use = "需要离散编码时：图像、声音、后续模型的词元；要得到清晰的图像，另加 perceptual。",
    Avoid = "码本条目失活时：重置它们，或用滑动平均更新。",
    Letters = "z：latent；e：codebook；n：元素个数")]
public readonly record struct VectorQuantization(
    [NonNegative, Chinese("使编码器输出靠近码本向量的权重，常用 0.25。")] double Commitment) : ITensorLoss
{
    public VectorQuantization()
        : this(0.25)
    {
    }

    /// <summary>Both parts.</summary>
    public LossTerms Of([Axes("...")] Tensor latent, [Axes("...")] Tensor codebook) => LossTerms.Scalar(
        (latent.Detach() - codebook).Square().MeanOrZero() + (Commitment * (latent - codebook.Detach()).Square().MeanOrZero()));
}
