using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Gaussian negative log-likelihood, each element weighted by a power of its predicted variance, which counts as a constant.</summary>
/// <remarks>
/// <para>Formula: c (r^2 / v + log v) / 2, c = v^beta held constant, with r = mean - target, v = variance.</para>
/// <para>Domain: mean, target real; variance &gt; 0; beta &gt;= 0. Range: all reals.</para>
/// <para>Shapes: any, elementwise, three inputs of one shape; mean and variance are differentiated, the weight is not: there is no Hessian. Reduction: mean.</para>
/// <para>Limits: beta 0 is gaussian_nll; with beta 1 the mean learns as with half_mse.</para>
/// <para>Source: Seitzer et al. 2022, ICLR, arXiv:2203.09168.</para>
/// </remarks>
/// <param name="Beta">Exponent of the variance by which each sample is weighted: 0 gives the Gaussian likelihood, 1 the squared error's gradient for the mean. 0.5 is usual.</param>
[Loss("beta_nll", "Beta-NLL", "β-NLL 损失",
    Family = LossFamily.Generative, LowerBound = double.NegativeInfinity, StopsGradient = true, FloatUlps = 4,
    Formula = "c (r^2 / v + log v) / 2;  c = stop_gradient(v^beta), r = mean - target, v = variance",
    Aliases = ["beta_gaussian_nll", "BetaNLLLoss"])]
[English("Gaussian likelihood in which elements with a large predicted variance still learn their mean.",
    Use = "gaussian_nll explains errors by variance instead of fitting them.",
    Avoid = "the value itself must be a likelihood (gaussian_nll).")]
[Chinese("高斯似然的变体：预测方差大的元素也能照常学习均值。",
    Use = "gaussian_nll 靠增大方差来“解释”误差，而不去拟合时。",
    Avoid = "损失值本身必须是似然时（用 gaussian_nll）。",
    Limits = "beta = 0 时为 gaussian_nll；beta = 1 时均值的学习与 half_mse 相同。")]
public readonly record struct BetaNegativeLogLikelihood(
    [NonNegative, Chinese("样本权重中方差的指数：0 即高斯似然，取 1 时均值的梯度同平方误差。常用 0.5。")] double Beta) : IPointLoss3
{
    public BetaNegativeLogLikelihood()
        : this(0.5)
    {
    }

    static InputSet IPointLoss3.Differentiated => InputSet.First | InputSet.Second;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T mean, [Positive] T variance, T target)
        where T : IReal<T>
    {
        var residual = mean - target;
        var weight = Beta == 0.5 ? T.Sqrt(variance) : T.Pow(variance, Beta);

        // The weight is constant: its derivative stays 0 where the square is infinite.
        return T.ZeroTimes(0.5 * T.StopGradient(weight), residual * (residual / variance) + T.Log(variance));
    }
}
