using Minima.Reals.Primitives;

namespace Minima.Tensors.Losses;

/// <summary>Regression that predicts a distribution of means and variances: the likelihood, and a penalty on evidence that is wrong.</summary>
/// <remarks>
/// <para>Formula: 0.5 log(pi / v) - a log O + (a + 0.5) log((y - g)^2 v + O) + log Gamma(a) - log Gamma(a + 0.5) + lambda |y - g| (2 v + a), O = 2 b (1 + v), with g, v, a, b = gamma, nu, alpha, beta.</para>
/// <para>Domain: gamma, target real; nu, alpha, beta &gt; 0 (alpha &gt; 1 for a finite variance); lambda &gt;= 0. Range: all reals.</para>
/// <para>Shapes: all inputs of one shape; one term for each element. All but the target are differentiated.</para>
/// <para>Kinks: |y - g| at 0: derivative 0.</para>
/// <para>Source: Amini, Schwarting, Soleimany and Rus 2020, NeurIPS, arXiv:1910.02600.</para>
/// </remarks>
/// <param name="Lambda">Weight of the penalty on evidence for wrong predictions; 0.01 to 1.</param>
[Loss("evidential_regression", "Evidential regression (NIG)", "证据回归",
    Family = LossFamily.Generative, LowerBound = double.NegativeInfinity,
    Formula = "0.5 log(pi/v) - a log O + (a + 0.5) log((y - g)^2 v + O) + lgamma(a) - lgamma(a + 0.5) + lambda |y - g| (2 v + a);  O = 2 b (1 + v)",
    Latex = @"\frac{1}{2} \log \frac{\pi}{\nu} - \alpha \log \Omega + \left(\alpha + \frac{1}{2}\right) \log\left((y - \gamma)^{2} \nu + \Omega\right) + \log \Gamma(\alpha) - \log \Gamma\left(\alpha + \frac{1}{2}\right) + \lambda \left|y - \gamma\right| (2 \nu + \alpha), \quad \Omega = 2 \beta (1 + \nu), \quad y = \mathrm{target}",
    Kinks = "y = gamma: slope 0 of the charge", ChineseKinks = "y = gamma 处：惩罚项斜率取 0",
    Aliases = ["EvidentialLoss", "DER"])]
[English("Regression that says how sure it is, and why.",
    Use = "one network, without sampling, should tell noise from ignorance.",
    Avoid = "calibrated intervals are needed (interval_score, multi_quantile).",
    Letters = "v: nu; a: alpha; g: gamma; b: beta")]
[Chinese("能给出把握程度并说明其来源的回归。",
    Use = "希望单个网络无需采样，即可区分数据噪声与知识不足时。",
    Avoid = "需要校准的区间时（用 interval_score、multi_quantile）。",
    Letters = "v：nu；a：alpha；g：gamma；b：beta")]
public readonly record struct EvidentialRegression(
    [NonNegative, Chinese("对“预测错误却证据充分”的惩罚权重，取 0.01 至 1。")] double Lambda) : ITensorLoss
{
    private const double LnPi = 1.14472988584940017414;

    public EvidentialRegression()
        : this(0.01)
    {
    }

    /// <summary>One term for each element.</summary>
    public LossTerms Of([Axes("...")] Tensor gamma, [Axes("..."), Positive] Tensor nu, [Axes("..."), Positive] Tensor alpha, [Axes("..."), Positive] Tensor beta, [Axes("..."), Constant] Tensor target)
    {
        var error = target - gamma;
        var omega = 2 * beta * (1 + nu);
        var spread = ((alpha + 0.5) * ((error * error * nu) + omega).Log()) - (alpha * omega.Log());
        var likelihood = (0.5 * (LnPi - nu.Log())) + spread + alpha.Apply<LogGamma>() - (alpha + 0.5).Apply<LogGamma>();
        return likelihood + (Lambda * (error.Abs() * ((2 * nu) + alpha)));
    }
}
