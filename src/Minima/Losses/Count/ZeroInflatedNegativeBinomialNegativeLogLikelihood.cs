using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Negative log-likelihood of a count that is 0 with a predicted probability, and negative binomial otherwise; mean and dispersion are predicted too.</summary>
/// <remarks>
/// <para>Formula: with m = e^prediction, z the logit of the extra-zero probability, a = dispersion and k = 1/a, t = 0: -log(sigmoid(z) + sigmoid(-z) (1 + a m)^-k);
/// t &gt; 0: softplus(z) - log [Gamma(t + k) / (Gamma(k) t!) (1 + a m)^-k (a m / (1 + a m))^t].</para>
/// <para>Domain: prediction, zero_logit (z) real; target &gt;= 0; dispersion &gt; 0. Link: log. Range: all reals; at least 0 for counts.</para>
/// <para>Shapes: any, elementwise, four inputs of one shape; prediction, zero_logit and dispersion are differentiated. Reduction: mean.</para>
/// <para>Convention: m is the mean of the negative binomial part; the dispersion is that of negative_binomial_nll, alpha in statsmodels' ZeroInflatedNegativeBinomialP.</para>
/// <para>Numerics: as in zero_inflated_poisson_nll, with log(1 + a m) / a in place of the rate; counts are those of negative_binomial_nll.</para>
/// <para>Limits: z to -infinity gives negative_binomial_nll of e^prediction, dispersion to 0 zero_inflated_poisson_nll.</para>
/// <para>Source: Greene 1994, NYU Stern working paper EC-94-10; Lambert 1992, Technometrics 34(1), 1-14, doi:10.2307/1269547.</para>
/// </remarks>
[Loss("zero_inflated_negative_binomial_nll", "Zero-inflated negative binomial NLL", "零膨胀负二项负对数似然",
    Family = LossFamily.Count, Task = LossTask.None, LowerBound = double.NegativeInfinity, FloatUlps = 512,
    Suits = LossPurpose.Distribution | LossPurpose.ManyZeros | LossPurpose.Overdispersion,
    Formula = "t = 0: -log(sigmoid(z) + sigmoid(-z) (1 + a m)^-k);  t > 0: softplus(z) - log [Gamma(t + k) / (Gamma(k) t!) (1 + a m)^-k (a m / (1 + a m))^t],  m = e^prediction, z = zero_logit, a = dispersion, k = 1/a",
    Aliases = ["ZeroInflatedNegativeBinomial", "ZeroInflatedNegativeBinomialP", "ZINB", "zinb_loss"],
    SearchWords = ["excess zeros", "零膨胀", "overdispersion", "过度离散"])]
[English("The likelihood of a count with too many zeros whose other values scatter more than a Poisson: the outputs are the logarithm of a mean, the logit of an extra zero and the dispersion.",
    Use = "many rows can never have an event, and the counts of the others vary more than their mean allows (gene expression of single cells, claims).",
    Avoid = "one of the two explains the zeros: negative_binomial_nll has many of them too, and zero_inflated_poisson_nll needs one output fewer.")]
[Chinese("零过多、其余值又比泊松分布更分散的计数的似然：三个输出分别是均值的对数、额外零值的 logit（对数几率）和离散程度。",
    Use = "许多样本根本不可能发生事件，而其余样本的计数波动超出均值所允许的范围时（单细胞基因表达、理赔次数）。",
    Avoid = "其中一种原因就足以解释零值时：negative_binomial_nll 本身也会给出很多零，zero_inflated_poisson_nll 则少一个输出。",
    Limits = "z 趋于负无穷时为 e^prediction 的 negative_binomial_nll，dispersion 趋于 0 时为 zero_inflated_poisson_nll。")]
public readonly record struct ZeroInflatedNegativeBinomialNegativeLogLikelihood : IPointLoss4
{
    static InputSet IPointLoss4.Differentiated => InputSet.First | InputSet.Second | InputSet.Fourth;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T zeroLogit, [NonNegative] T target, [Positive] T dispersion)
        where T : IReal<T>
    {
        var zero = T.Of(0);
        var switched = T.Softplus(zeroLogit);
        var mean = Mean(prediction);
        var logInflatedMean = T.Log1p(dispersion * mean);
        var ofCount = switched + OfCount(prediction, target, dispersion, mean, logInflatedMean);
        var ofZero = OfZero(prediction, zeroLogit, switched, dispersion, mean, logInflatedMean);

        // A target that is not above 0 is 0 or NaN, which stays in value and gradient.
        return T.IfLess(zero, target, ofCount, ofZero + T.ZeroTimes(target, ofZero));
    }

    /// <summary>The mean, clamped where it would overflow a float; there the logarithm of the mean is used instead.</summary>
    [MethodImpl(NoInlining)]
    private static T Mean<T>(T prediction)
        where T : IReal<T> => T.Exp(T.Clamp(prediction, double.NegativeInfinity, 80));

    /// <summary>
    /// negative_binomial_nll by the logarithm of the mean, with r = (1 + a m) / (1 + a t). It is t log(t r/m) + log(r)/a + log(1 + a t)/2, and what Stirling's formula leaves of log Gamma(k),
    /// log Gamma(t + k) and log t!. Far from the target a mean as an exponential would leave no digit of the curvature.
    /// </summary>
    [MethodImpl(NoInlining)]
    private static T OfCount<T>(T prediction, T target, T dispersion, T mean, T logInflatedMean)
        where T : IReal<T>
    {
        // Terms that would overflow are written with k instead.
        var (half, huge, k) = (T.Of(0.5), T.Of(1e30), 1.0 / dispersion);
        var inflated = 1.0 + dispersion * target;
        var inverse = T.IfLess(dispersion * target, huge, dispersion / inflated, 1.0 / (target + k));
        var share = T.IfLess(dispersion * target, huge, 1.0 / inflated, inverse * k);
        var logInverse = T.Log(inverse);
        var logInflated = T.IfLess(dispersion * target, huge, T.Log1p(dispersion * target), T.Log(dispersion) - logInverse);

        // log r and log(r/m): log(1 + a m) is x + log a beside what a softplus leaves.
        var left = logInverse + T.Softplus(-(prediction + T.Log(dispersion)));
        var near = logInflatedMean - logInflated;
        var logR = T.IfLess(dispersion * mean, half, near, prediction + left);
        var logRatio = T.IfLess(dispersion * mean, half, near - prediction, left);

        // r is 1 + w and t r / m is 1 + q. Near 1 their logarithms are written with x - log(1 + x), whose derivatives do not cancel.
        var w = (mean - target) * inverse;
        var q = (target * T.Exp(-T.Clamp(prediction, -60, double.PositiveInfinity)) - 1.0) * share;
        var off = T.Abs(q);
        var ofMean = T.IfLess(off, half, target * q - target * T.LogRemainder(T.IfLess(off, half, q, T.Of(0))), T.XLogY(target, target) + target * logRatio);
        var ofDispersion = T.IfLess(T.Abs(w), half, (mean - target) * share / T.ExpRatio(T.Log1p(T.IfLess(T.Abs(w), half, w, T.Of(0)))), logR / dispersion);
        var value = ofMean + ofDispersion + 0.5 * logInflated + (T.StirlingRemainder(dispersion) - T.StirlingRemainder(inverse)) + NegativeBinomialNegativeLogLikelihood.OfTarget(target);

        // An infinite target is infinitely improbable.
        return T.IfLess(target, T.Of(double.PositiveInfinity), value, target);
    }

    /// <summary>-log(sigmoid(z) + sigmoid(-z) e^-w) with w = log(1 + a m) / a, which is the rate where the dispersion is 0. Kept out of the kernel, which would be too large to be inlined whole.</summary>
    [MethodImpl(NoInlining)]
    private static T OfZero<T>(T prediction, T zeroLogit, T switched, T dispersion, T mean, T logInflatedMean)
        where T : IReal<T>
    {
        var logInflated = T.IfLess(dispersion * mean, T.Of(0.5), logInflatedMean, T.Softplus(prediction + T.Log(dispersion)));

        // By way of (e^x - 1) / x: divided by a dispersion that is almost 0, a logarithm would lose its derivative.
        var rate = T.IfLess(dispersion * mean, T.Of(0.5), mean / T.ExpRatio(logInflated), logInflated / dispersion);
        var positive = -T.Sigmoid(-zeroLogit) * T.Expm1(-rate);
        return T.IfLess(positive, T.Of(0.5), -T.Log1p(-positive), switched - T.LogAddExp(zeroLogit, -rate));
    }
}
