using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Negative log-likelihood of a count whose variance exceeds its mean; mean and dispersion are predicted.</summary>
/// <remarks>
/// <para>Formula: -log [Gamma(t + k) / (Gamma(k) t!) (1 + a m)^-k (a m / (1 + a m))^t], k = 1/a, with m = prediction the mean and a = dispersion:
/// the variance is m + a m^2.</para>
/// <para>Domain: prediction, dispersion &gt; 0; target &gt;= 0, not only whole numbers. Link: none, the prediction is the mean. Range: all reals; at least 0 for counts.</para>
/// <para>Shapes: any, elementwise, three inputs of one shape; prediction and dispersion are differentiated. Reduction: mean.</para>
/// <para>Convention: dispersion is 1 / total_count (PyTorch), 1 / theta (scVI), alpha (DeepAR, statsmodels' NB2).</para>
/// <para>Numerics: by Stirling's formula Gamma(t + k) / Gamma(k) is written as (t + k) log(1 + a t) and what remains of the two log-gammas.
/// Their large parts, and 1/a, appear nowhere: a dispersion of 1e-12 keeps its digits, in the derivatives too.</para>
/// <para>Limits: dispersion to 0 gives the Poisson likelihood m - t log m + log t!.</para>
/// <para>Source: Lawless 1987, Canadian Journal of Statistics 15(3), 209-225, doi:10.2307/3314912; Salinas et al. 2020 (DeepAR), arXiv:1704.04110.</para>
/// </remarks>
[Loss("negative_binomial_nll", "Negative binomial NLL", "负二项负对数似然",
    Family = LossFamily.Count, Task = LossTask.None, LowerBound = double.NegativeInfinity, FloatUlps = 512,
    Suits = LossPurpose.Distribution | LossPurpose.Overdispersion,
    Formula = "-log [Gamma(t + k) / (Gamma(k) t!) (1 + a m)^-k (a m / (1 + a m))^t],  k = 1/a, m = prediction, a = dispersion",
    Aliases = ["NegativeBinomial", "NegativeBinomialNLL", "NegativeBinomialLoss", "NB2", "nb_loss"],
    SearchWords = ["overdispersion", "过度离散", "counts", "计数"])]
[English("The likelihood of a count that scatters more than a Poisson: one output is its mean, the other how much more it scatters.",
    Use = "counts vary more than their mean allows (demand, gene expression, claims), and you want the spread of each row.",
    Avoid = "the spread is of no interest: poisson_nll or tweedie need one output fewer and estimate the mean as well.")]
[Chinese("比泊松分布更分散的计数的似然：一个输出是均值，另一个是多出的离散程度。",
    Use = "计数的波动超出均值所允许的范围（需求量、基因表达、理赔次数），并且需要每个样本的离散程度时。",
    Avoid = "不关心离散程度时：poisson_nll 或 tweedie 少一个输出，均值同样估计得好。",
    Limits = "dispersion 趋于 0 时为泊松似然 m - t log m + log t!。")]
public readonly record struct NegativeBinomialNegativeLogLikelihood : IPointLoss3
{
    static InputSet IPointLoss3.Differentiated => InputSet.First | InputSet.Third;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>([Positive] T prediction, [NonNegative] T target, [Positive] T dispersion)
        where T : IReal<T>
    {
        // An infinite target is infinitely improbable; NaN stays, in the derivatives too.
        var infinity = T.Of(double.PositiveInfinity);
        return T.IfLess(target, infinity, OfRatio(prediction, target, dispersion) + OfTarget(target), target / (prediction * dispersion));
    }

    /// <summary>
    /// With r = (1 + a m) / (1 + a t): t log(t r / m) + log(r)/a + log(1 + a t)/2, and what Stirling's formula leaves of log Gamma(k) and
    /// log Gamma(t + k). Kept out of the kernel, which would be too large to be inlined whole.
    /// </summary>
    [MethodImpl(NoInlining)]
    private static T OfRatio<T>(T prediction, T target, T dispersion)
        where T : IReal<T>
    {
        // Terms that would overflow are written with k instead.
        var size = dispersion * T.Max(prediction, target);
        var huge = T.Of(1e30);
        var k = 1.0 / dispersion;
        var inflated = 1.0 + dispersion * target;
        var inverse = T.IfLess(size, huge, dispersion / inflated, 1.0 / (target + k));
        var excess = T.IfLess(size, huge, (prediction - target) / inflated, (prediction - target) * (inverse * k));
        var logInflated = T.IfLess(size, huge, T.Log1p(dispersion * target), T.Log(dispersion) - T.Log(inverse));
        var logR = T.IfLess(size, huge, T.Log1p(dispersion * prediction) - logInflated, T.Log(inverse) + T.Log(prediction + k));
        var logRatio = T.IfLess(size, huge, logR - T.Log(prediction), T.Log(inverse) + T.Log1p(k / prediction));

        // r is 1 + w and t r / m is 1 + q. Near 1 their logarithms are written with x - log(1 + x), whose derivatives do not cancel.
        var half = T.Of(0.5);
        var w = (prediction - target) * inverse;
        var q = -excess / prediction;
        var off = T.Abs(q);
        var ofMean = T.IfLess(
            off,
            half,
            -(excess * (target / prediction)) - target * T.LogRemainder(T.IfLess(off, half, q, T.Of(0))),
            T.XLogY(target, target) + T.ZeroTimes(target, logRatio));

        // log(1 + w) / a by way of (e^x - 1) / x: divided by a dispersion that is almost 0, the remainder of a logarithm would lose its curvature.
        var ofDispersion = T.IfLess(T.Abs(w), half, excess / T.ExpRatio(T.Log1p(T.IfLess(T.Abs(w), half, w, T.Of(0)))), logR / dispersion);
        return ofMean + ofDispersion + 0.5 * logInflated + (T.StirlingRemainder(dispersion) - T.StirlingRemainder(inverse));
    }

    /// <summary>log t! - t log t + t, of which Stirling's formula leaves log(2 pi t)/2 and a remainder.</summary>
    [MethodImpl(NoInlining)]
    internal static T OfTarget<T>(T target)
        where T : IReal<T> =>
        T.IfLess(
            target,
            T.Of(1),
            T.LogGamma(target + 1.0) - T.XLogY(target, target) + target,
            0.91893853320467274178 + 0.5 * T.Log(target) + T.StirlingRemainder(1.0 / target));
}
