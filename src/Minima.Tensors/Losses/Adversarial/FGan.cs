namespace Minima.Tensors.Losses;

/// <summary>The discriminator measures a divergence of your choice between real and generated items.</summary>
/// <remarks>
/// <para>Formula: -mean of g(real) + mean of f*(g(fake)); kl: g = v, f* = exp(t - 1); reverse_kl: g = -exp(-v), f* = -1 - log(-t); pearson: g = v, f* = t^2 / 4 + t; js: g = log 2 - softplus(-v), f* = -log(2 - exp(t)).</para>
/// <para>Domain: real. Range: all reals; minus the divergence at the best discriminator.</para>
/// <para>Shapes: real and fake: the critic's outputs for real and for generated items, in any shape each; one number, the mean over each, added. Both are differentiated.</para>
/// <para>Numerics: f*(g(v)) is written out: v - 1 for reverse_kl, softplus(v) - log 2 for js; the composed forms overflow.</para>
/// <para>Source: Nowozin, Cseke and Tomioka 2016, NeurIPS, arXiv:1606.00709.</para>
/// </remarks>
/// <param name="Divergence">Divergence that the two players estimate.</param>
[Loss("f_gan", "f-GAN (variational divergence)", "f-GAN",
    Family = LossFamily.Adversarial, LowerBound = double.NegativeInfinity,
    Formula = "-mean g(real) + mean h(g(fake));  g and h by divergence",
    ChineseFormula = "-mean g(real) + mean h(g(fake))；g 与 h 由 divergence 决定",
    Latex = @"\begin{cases} \mathbb{E}\left[e^{f - 1}\right] - \mathbb{E}[r] & \text{if } \mathrm{divergence} = \mathrm{kl} \\ \mathbb{E}\left[e^{-r}\right] + \mathbb{E}[f - 1] & \text{if } \mathrm{divergence} = \mathrm{reverse\_kl} \\ \mathbb{E}\left[\frac{f^{2}}{4} + f\right] - \mathbb{E}[r] & \text{if } \mathrm{divergence} = \mathrm{pearson} \\ \mathbb{E}\left[\log\left(1 + e^{-r}\right) - \log 2\right] + \mathbb{E}\left[\log\left(1 + e^{f}\right) - \log 2\right] & \text{if } \mathrm{divergence} = \mathrm{js} \end{cases}, \quad r = \mathrm{real}, \quad f = \mathrm{fake}",
    Aliases = ["fGAN"])]
[English("A GAN for a divergence of your choice.",
    Use = "you want the generator to cover all modes (kl) or to stay within the data (reverse_kl).",
    Avoid = "you only want good samples (hinge_gan).",
    Letters = "g: the activation of the critic's output; h: the convex conjugate of the divergence")]
[Chinese("可以自选散度的 GAN。",
    Use = "希望生成器覆盖所有模式（kl），或只停留在数据之内（reverse_kl）时。",
    Avoid = "只要样本质量好时（用 hinge_gan）。",
    Letters = "g：评判器输出的激活函数；h：散度的凸共轭")]
public readonly record struct FGan(
    [Chinese("两个网络所估计的散度。")] VariationalDivergence Divergence) : ITensorLoss
{
    private const double Ln2 = 0.69314718055994530942;

    public FGan()
        : this(VariationalDivergence.Kl)
    {
    }

    /// <summary>One number.</summary>
    public LossTerms Of(Tensor real, Tensor fake) => LossTerms.Scalar(Divergence switch
    {
        VariationalDivergence.Kl => (fake - 1).Exp().MeanOrZero() - real.MeanOrZero(),
        VariationalDivergence.ReverseKl => (fake - 1).MeanOrZero() + (-real).Exp().MeanOrZero(),
        VariationalDivergence.Pearson => ((fake * fake / 4) + fake).MeanOrZero() - real.MeanOrZero(),
        _ => (fake.Softplus() - Ln2).MeanOrZero() + ((-real).Softplus() - Ln2).MeanOrZero(),
    });
}
