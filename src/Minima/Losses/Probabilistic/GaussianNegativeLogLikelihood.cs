using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Negative log-likelihood of a Gaussian whose variance is predicted too.</summary>
/// <remarks>
/// <para>Formula: 0.5 (log v + r^2 / v), v = max(variance, epsilon), plus 0.5 log(2 pi) if full.</para>
/// <para>Domain: prediction, target real; variance &gt;= 0; epsilon &gt; 0. Link: identity. Range: all reals.</para>
/// <para>Shapes: any, elementwise, three inputs of one shape; prediction and variance are differentiated. Reduction: mean.</para>
/// <para>Convention: below epsilon the value is taken at epsilon and the gradient passes straight through (PyTorch), so that a small variance can recover. For that reason there is no Hessian.</para>
/// <para>Source: Nix and Weigend 1994, doi:10.1109/ICNN.1994.374138.</para>
/// </remarks>
/// <param name="Epsilon">Floor of the variance.</param>
/// <param name="Full">Adds the constant 0.5 log(2 pi), so that the value is the full negative log-likelihood. It changes no gradient.</param>
[Loss("gaussian_nll", "Gaussian NLL (mean, variance)", "高斯负对数似然",
    Family = LossFamily.Probabilistic, Task = LossTask.Regression, LowerBound = double.NegativeInfinity, StopsGradient = true,
    FloatUlps = 4,
    Formula = "0.5 (log v + r^2 / v), v = max(variance, epsilon)  [+ 0.5 log(2 pi) if full]",
    Latex = @"\frac{1}{2} \left(\log v + \frac{r^{2}}{v}\right) + \begin{cases} \frac{1}{2} \log(2 \pi) & \text{if } \mathrm{full} \\ 0 & \text{otherwise} \end{cases}, \quad v = \max\left(\mathrm{variance}, \varepsilon\right), \quad r = p - t",
    Aliases = ["GaussianNLLLoss"],
    SearchWords = ["uncertainty", "不确定性", "heteroscedastic", "异方差", "error bars"])]
[English("The model predicts a mean and a variance: a large variance makes errors cheaper, but costs something itself.",
    Use = "the noise differs from row to row and you want error bars.",
    Avoid = "the variance comes from an unconstrained head: gaussian_nll_log_variance needs no floor.")]
[Chinese("模型同时预测均值和方差：方差大则误差的代价小，但大方差本身也有代价。",
    Use = "各样本的噪声不同，需要误差范围时。",
    Avoid = "方差来自无约束的输出时：gaussian_nll_log_variance 不需要下限。")]
public readonly record struct GaussianNegativeLogLikelihood(
    [Positive, Chinese("方差的下限。")] double Epsilon,
    [Chinese("加上常数 0.5 log(2 pi)，使其为完整的负对数似然；不影响梯度。")] bool Full) : IPointLoss3
{
    public GaussianNegativeLogLikelihood()
        : this(1e-6, false)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target, [NonNegative] T variance)
        where T : IReal<T>
    {
        var residual = prediction - target;
        var floored = T.StraightThrough(T.Max(variance, T.Of(Epsilon)), variance);
        var loss = 0.5 * (T.Log(floored) + residual * (residual / floored));
        return Full ? loss + 0.91893853320467274178 : loss;
    }
}
