using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Negative log-likelihood of a Gaussian whose log-variance is predicted too.</summary>
/// <remarks>
/// <para>Formula: 0.5 (s + r^2 exp(-s)), plus 0.5 log(2 pi) if full, with r = prediction - target and s = log_variance.</para>
/// <para>Domain: all reals. Link: identity. Range: all reals.</para>
/// <para>Shapes: any, elementwise, three inputs of one shape; prediction and log_variance are differentiated. Reduction: mean.</para>
/// <para>Numerics: no floor under the variance is needed. A residual of 0 costs s / 2 with gradient 1/2 also where exp(-s) overflows,
/// and the square is taken last, so that it overflows only where the value does.</para>
/// <para>Limits: s = 0 gives half_mse; gaussian_nll takes the variance itself.</para>
/// <para>Source: Nix and Weigend 1994, doi:10.1109/ICNN.1994.374138; Kendall and Gal 2017, NeurIPS.</para>
/// </remarks>
/// <param name="Full">Adds the constant 0.5 log(2 pi), so that the value is the full negative log-likelihood. It changes no gradient.</param>
[Loss("gaussian_nll_log_variance", "Gaussian NLL (mean, log-variance)", "高斯负对数似然（对数方差）",
    Family = LossFamily.Probabilistic, Task = LossTask.Regression, Suits = LossPurpose.Distribution, LowerBound = double.NegativeInfinity, FloatUlps = 4,
    Formula = "0.5 (s + r^2 exp(-s))  [+ 0.5 log(2 pi) if full],  s = log_variance",
    Latex = @"\frac{1}{2} \left(s + r^{2} e^{-s}\right) + \begin{cases} \frac{1}{2} \log(2 \pi) & \text{if } \mathrm{full} \\ 0 & \text{otherwise} \end{cases}, \quad s = \mathrm{log\_variance}, \quad r = p - t")]
[English("The model predicts a mean and the logarithm of a variance: a large variance makes errors cheaper, but costs something itself.",
    Use = "the noise differs from row to row and you want error bars from an unconstrained head.",
    Avoid = "the residual has outliers: a single one inflates the variance; student_t_nll forgives it.")]
[Chinese("模型同时预测均值和方差的对数：方差大则误差的代价小，但大方差本身也有代价。",
    Use = "各样本的噪声不同，需要由无约束的输出给出误差范围时。",
    Avoid = "残差有离群点时：一个离群点就会撑大方差；student_t_nll 能容忍它。",
    Limits = "s = 0 时为 half_mse；gaussian_nll 直接以方差为输入。")]
public readonly record struct GaussianLogVarianceNegativeLogLikelihood(
    [Chinese("加上常数 0.5 log(2 pi)，使其为完整的负对数似然；不影响梯度。")] bool Full) : IPointLoss3
{
    public GaussianLogVarianceNegativeLogLikelihood()
        : this(false)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target, T logVariance)
        where T : IReal<T>
    {
        // The logarithm of 1/sigma; kept finite where the residual is 0, so that 0 is not multiplied by infinity.
        var residual = prediction - target;
        var precision = -0.5 * logVariance;
        var score = T.ZeroTimes(residual, T.Exp(T.IfLess(T.Of(0), T.Abs(residual), precision, T.Clamp(precision, double.NegativeInfinity, 40))));
        var square = score * score;

        // At a log-variance of -infinity the square dominates.
        var loss = T.IfLess(square, T.Of(double.PositiveInfinity), 0.5 * (logVariance + square), square);
        return Full ? loss + 0.91893853320467274178 : loss;
    }
}
