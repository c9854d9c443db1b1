using Minima.Reals.Primitives;

namespace Minima.Tensors.Losses;

/// <summary>The KL divergence of one diagonal normal distribution from another.</summary>
/// <remarks>
/// <para>Formula: sum_d (v2 - v1 + (e^v1 + (m1 - m2)^2) / e^v2 - 1) / 2, m = means, v = logarithms of the variances: KL(N1 || N2).</para>
/// <para>Domain: real. Range: [0, inf).</para>
/// <para>Shapes: mean, log_variance, mean2 and log_variance2 [.., D]; one term for each row. All four are differentiated; detach a side to make it constant (KL balancing takes two such losses).</para>
/// <para>Numerics: with r = v1 - v2 as e^r - 1 - r, without cancellation where the variances agree.</para>
/// <para>Source: Kullback and Leibler 1951, Ann. Math. Stat. 22(1), 79-86, doi:10.1214/aoms/1177729694.</para>
/// </remarks>
[Loss("kl_gaussians", "KL between diagonal Gaussians", "高斯间 KL",
    Family = LossFamily.Generative,
    Formula = "sum_d (v2 - v1 + (e^v1 + (m1 - m2)^2) / e^v2 - 1) / 2",
    Latex = @"\frac{1}{2} \sum_{d} \left(v'_{d} - v_{d} + \frac{e^{v_{d}} + \left(m_{d} - m'_{d}\right)^{2}}{e^{v'_{d}}} - 1\right), \quad m = \mathrm{mean}, \quad v = \mathrm{log\_variance}, \quad m' = \mathrm{mean2}, \quad v' = \mathrm{log\_variance2}",
    Aliases = ["normal_kl", "kl_normal_normal", "kl_balancing"])]
[English("The divergence between two predicted normal distributions.",
    Use = "a posterior must follow a learned prior, or the other way round: world models, hierarchical codes.",
    Avoid = "the prior is standard normal (kl_gaussian_standard).",
    Letters = "v1: log_variance; v2: log_variance2; m1: mean; m2: mean2")]
[Chinese("两个预测所得正态分布之间的散度。",
    Use = "后验须跟随学到的先验（或相反）时：世界模型、层级编码。",
    Avoid = "先验是标准正态时（用 kl_gaussian_standard）。",
    Letters = "v1：log_variance；v2：log_variance2；m1：mean；m2：mean2")]
public readonly record struct GaussianDivergence : ITensorLoss
{
    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("... D")] Tensor mean, [Axes("... D")] Tensor logVariance, [Axes("... D")] Tensor mean2, [Axes("... D")] Tensor logVariance2) =>
        KullbackLeibler(logVariance - logVariance2, (mean - mean2) * (-0.5 * logVariance2).Exp());

    /// <summary>KL of one from another along the last axis, by the logarithm of the ratio of their variances and the difference of their means in units of the other's deviation.</summary>
    internal static Tensor KullbackLeibler(Tensor logRatio, Tensor shift) => 0.5 * (logRatio.Apply<ExpRemainder>() + shift.Square()).Sum(^1);
}
