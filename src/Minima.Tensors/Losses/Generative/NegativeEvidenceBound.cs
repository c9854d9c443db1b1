using Minima.Reals.Primitives;

namespace Minima.Tensors.Losses;

/// <summary>The variational autoencoder: the error of reconstruction, plus beta times the divergence of the code from a standard normal one.</summary>
/// <remarks>
/// <para>Formula: sum_i ((1 - t_i) softplus(x_i) + t_i softplus(-x_i)) + beta 0.5 sum_d (exp(v_d) + m_d^2 - 1 - v_d), with x the logits, m the mean, v the log_variance.</para>
/// <para>Domain: real; target in [0, 1]; beta &gt;= 0. Range: [0, inf).</para>
/// <para>Shapes: logits and target [N, D], mean and log_variance [N, Z]; one term for each row. Logits, mean and log_variance are differentiated.</para>
/// <para>Convention: sums over pixels, as the bound says; a mean over pixels makes beta larger by their number.</para>
/// <para>Numerics: exp(v) - 1 - v is one function, exact near 0.</para>
/// <para>Source: Kingma and Welling 2014, arXiv:1312.6114; Higgins et al. 2017 (beta-VAE).</para>
/// </remarks>
/// <param name="Beta">Weight of the divergence of the code: 1 is the evidence bound, above 1 (beta-VAE, 4) the code's parts become independent but reconstructions blur.</param>
[Loss("vae_elbo", "Negative ELBO (VAE, beta-VAE)", "负 ELBO（β-VAE）",
    Family = LossFamily.Generative,
    Formula = "BCE(x, t) + beta 0.5 sum (exp(v) + m^2 - 1 - v)",
    Latex = @"\sum_{i} \left((1 - t_{i}) \log\left(1 + e^{x_{i}}\right) + t_{i} \log\left(1 + e^{-x_{i}}\right)\right) + \frac{\beta}{2} \sum_{d} \left(e^{v_{d}} + m_{d}^{2} - 1 - v_{d}\right)",
    Aliases = ["ELBO", "VAELoss", "BetaVAELoss"],
    SearchWords = ["vae", "变分自编码器", "beta-vae"])]
[English("Rebuild the item, and keep its code near a standard normal one.",
    Use = "you train a variational autoencoder on binary or greyscale images.",
    Avoid = "the data are real numbers (gaussian_nll for the first part), or the code collapses: start with beta 0 and raise it.",
    Letters = "x: logits; v: log_variance; m: mean; i, d: indices of the outputs and of the latent variables")]
[Chinese("重建样本，同时让隐码接近标准正态分布。",
    Use = "用二值或灰度图像训练变分自编码器时。",
    Avoid = "数据为实数时（第一部分用 gaussian_nll），或隐码坍塌时：beta 从 0 起逐步增大。",
    Letters = "x：logits；v：log_variance；m：mean；i、d：输出与隐变量的下标")]
public readonly record struct NegativeEvidenceBound(
    [NonNegative, Chinese("隐变量散度的权重：1 即证据下界；大于 1（beta-VAE，如 4）时隐变量各维趋于独立，但重建变模糊。")] double Beta) : ITensorLoss
{
    public NegativeEvidenceBound()
        : this(1)
    {
    }

    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N D")] Tensor logits, [Axes("N Z")] Tensor mean, [Axes("N Z")] Tensor logVariance, [Axes("N D"), Unit, Constant] Tensor target)
    {
        var rebuilt = ((1 - target) * logits.Softplus()) + (target * (-logits).Softplus());
        var divergence = 0.5 * (logVariance.Apply<ExpRemainder>() + (mean * mean));
        return rebuilt.Sum(^1) + (Beta * divergence.Sum(^1));
    }
}
