using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Negative log-likelihood of a proportion under a beta distribution with both shapes predicted.</summary>
/// <remarks>
/// <para>Formula: log Gamma(a) + log Gamma(b) - log Gamma(a + b) - (a - 1) log t - (b - 1) log(1 - t), with a = alpha and b = beta.</para>
/// <para>Domain: alpha, beta &gt; 0; 0 &lt; target &lt; 1. Link: none, the mean is a / (a + b). Range: all reals.</para>
/// <para>Shapes: any, elementwise, three inputs of one shape; alpha and beta are differentiated. Reduction: mean.</para>
/// <para>Convention: the shapes themselves, not mean and precision (statsmodels' BetaModel); not the beta-weighted Gaussian beta_nll.</para>
/// <para>Numerics: the log-gammas cancel as the shapes grow: about log10(alpha + beta) digits are lost.</para>
/// <para>Limits: alpha = beta = 1 gives 0 everywhere.</para>
/// <para>Source: Ferrari and Cribari-Neto 2004, Journal of Applied Statistics 31(7), 799-815, doi:10.1080/0266476042000214501.</para>
/// </remarks>
[Loss("beta_distribution_nll", "Beta-distribution NLL (proportions)", "贝塔分布负对数似然",
    Family = LossFamily.Probabilistic, Task = LossTask.None, LowerBound = double.NegativeInfinity, FloatUlps = 32768,
    Formula = "log Gamma(a) + log Gamma(b) - log Gamma(a + b) - (a - 1) log t - (b - 1) log(1 - t),  a = alpha, b = beta",
    Aliases = ["BetaModel", "beta_regression"])]
[English("The likelihood of a proportion between 0 and 1; the model predicts both shapes, so that mean and spread vary from row to row.",
    Use = "the target is a proportion strictly between 0 and 1 and its spread varies: rates, fractions, scores.",
    Avoid = "the target reaches 0 or 1, where the density is 0 or infinite: bce_with_logits takes the whole interval.")]
[Chinese("0 与 1 之间的比例的似然：模型预测两个形状参数，因此均值与离散程度都可因样本而异。",
    Use = "目标值是严格介于 0 和 1 之间的比例，且离散程度各不相同时：比率、份额、得分。",
    Avoid = "目标值会取到 0 或 1 时：那里密度为零或无穷；bce_with_logits 接受整个区间。",
    Limits = "alpha = beta = 1 时处处为 0。")]
public readonly record struct BetaDistributionNegativeLogLikelihood : IPointLoss3
{
    static InputSet IPointLoss3.Differentiated => InputSet.First | InputSet.Second;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>([Positive] T alpha, [Positive] T beta, [OpenUnit] T target)
        where T : IReal<T> =>
        T.LogGamma(alpha) + T.LogGamma(beta) - T.LogGamma(alpha + beta)
        - (alpha - 1.0) * T.Log(target) - (beta - 1.0) * T.Log1p(-target);
}
