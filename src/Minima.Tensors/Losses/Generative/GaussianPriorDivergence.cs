namespace Minima.Tensors.Losses;

/// <summary>The KL divergence of a diagonal normal distribution from the standard one: the cost of the code in a variational autoencoder.</summary>
/// <remarks>
/// <para>Formula: sum_d (e^v + m^2 - 1 - v) / 2, m = mean, v = log_variance: KL(N(m, e^v) || N(0, 1)).</para>
/// <para>Domain: real. Range: [0, inf).</para>
/// <para>Shapes: mean and log_variance [.., D]; one term for each row. Both are differentiated.</para>
/// <para>Numerics: e^v - 1 - v without cancellation near v = 0.</para>
/// <para>Limits: kl_gaussians with mean2 and log_variance2 0.</para>
/// <para>Source: Kingma and Welling 2014, ICLR, arXiv:1312.6114.</para>
/// </remarks>
[Loss("kl_gaussian_standard", "KL( N(mu,s^2) || N(0,1) )", "高斯到标准正态的 KL",
    Family = LossFamily.Generative,
    Formula = "sum_d (e^v + m^2 - 1 - v) / 2;  m = mean, v = log_variance",
    Latex = @"\frac{1}{2} \sum_{d} \left(e^{v_{d}} + m_{d}^{2} - 1 - v_{d}\right), \quad m = \mathrm{mean}, \quad v = \mathrm{log\_variance}",
    Aliases = ["vae_kl", "kl_standard_normal", "GaussianKL"])]
[English("The price of a code that is not standard normal.",
    Use = "you train a variational autoencoder or a bottleneck and have a reconstruction loss to add it to.",
    Avoid = "the prior is learned (kl_gaussians), or reconstruction belongs to it (vae_elbo).")]
[Chinese("编码偏离标准正态分布的代价。",
    Use = "训练变分自编码器或信息瓶颈，且已有可与之相加的重构损失时。",
    Avoid = "先验也要学习时（用 kl_gaussians），或需要连同重构项一起计算时（用 vae_elbo）。",
    Limits = "即 mean2 与 log_variance2 均为 0 的 kl_gaussians。")]
public readonly record struct GaussianPriorDivergence : ITensorLoss
{
    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("... D")] Tensor mean, [Axes("... D")] Tensor logVariance) => GaussianDivergence.KullbackLeibler(logVariance, mean);
}
