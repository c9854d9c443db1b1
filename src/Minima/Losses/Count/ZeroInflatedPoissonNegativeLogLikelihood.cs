using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Negative log-likelihood of a count that is 0 with a predicted probability, and Poisson with a predicted rate otherwise.</summary>
/// <remarks>
/// <para>Formula: with x the log-rate and z the logit of the extra-zero probability, t = 0: -log(sigmoid(z) + sigmoid(-z) exp(-e^x));
/// t &gt; 0: softplus(z) + e^x - t x + log t!.</para>
/// <para>Domain: prediction (x), zero_logit (z) real; target &gt;= 0. Link: log. Range: all reals; at least 0 for counts.</para>
/// <para>Shapes: any, elementwise, three inputs of one shape; prediction and zero_logit are differentiated. Reduction: mean.</para>
/// <para>Convention: the constant log t! is included, because the two cases are compared.</para>
/// <para>Numerics: a probable zero is -log1p of the probability of a positive count, an improbable one softplus(z) - log(e^z + exp(-e^x)):
/// nothing cancels in either.</para>
/// <para>Limits: z to -infinity gives poisson_nll with full = exact.</para>
/// <para>Source: Lambert 1992, Technometrics 34(1), 1-14, doi:10.2307/1269547.</para>
/// </remarks>
[Loss("zero_inflated_poisson_nll", "Zero-inflated Poisson NLL", "零膨胀泊松负对数似然",
    Family = LossFamily.Count, Task = LossTask.None, LowerBound = double.NegativeInfinity, FloatUlps = 64,
    Suits = LossPurpose.Distribution | LossPurpose.ManyZeros,
    Formula = "t = 0: -log(sigmoid(z) + sigmoid(-z) exp(-e^x));  t > 0: softplus(z) + e^x - t x + log t!,  z = zero_logit",
    Aliases = ["ZeroInflatedPoisson"],
    SearchWords = ["excess zeros", "零膨胀"])]
[English("The likelihood of a count with too many zeros: one output is the logarithm of a Poisson rate, the other the logit of an extra zero.",
    Use = "many rows can never have an event (no car, no claim) and the others count theirs.",
    Avoid = "the zeros are what a low rate would give anyway: poisson_nll needs one output fewer.")]
[Chinese("零过多的计数的似然：一个输出是泊松速率的对数，另一个是额外零值的 logit（对数几率）。",
    Use = "许多样本根本不可能发生事件（没有车就没有理赔），其余样本正常计数时。",
    Avoid = "速率低本身就足以解释这些零时：poisson_nll 少一个输出。",
    Limits = "z 趋于负无穷时为 full 取 exact 的 poisson_nll。")]
public readonly record struct ZeroInflatedPoissonNegativeLogLikelihood : IPointLoss3
{
    static InputSet IPointLoss3.Differentiated => InputSet.First | InputSet.Second;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T zeroLogit, [NonNegative] T target)
        where T : IReal<T>
    {
        var zero = T.Of(0);
        var switched = T.Softplus(zeroLogit);
        var rate = T.Exp(prediction);
        var infinity = T.Of(double.PositiveInfinity);
        var ofCount = switched + T.IfLess(rate, infinity, rate - target * prediction, rate) + T.LogGamma(target + 1.0);
        var ofZero = OfZero(prediction, zeroLogit, switched);

        // A target that is not above 0 is 0 or NaN, which stays in value and gradient.
        return T.IfLess(zero, target, ofCount, ofZero + T.ZeroTimes(target, ofZero));
    }

    /// <summary>-log(sigmoid(z) + sigmoid(-z) e^-rate). Kept out of the kernel, which would be too large to be inlined whole; its cost is negligible beside the log-gamma's.</summary>
    [MethodImpl(NoInlining)]
    private static T OfZero<T>(T prediction, T zeroLogit, T switched)
        where T : IReal<T>
    {
        // Rates above e^80 count as e^80, so that the gradient is not infinity times 0.
        var rate = T.Exp(T.Clamp(prediction, double.NegativeInfinity, 80));
        var positive = -T.Sigmoid(-zeroLogit) * T.Expm1(-rate);
        return T.IfLess(positive, T.Of(0.5), -T.Log1p(-positive), switched - T.LogAddExp(zeroLogit, -rate));
    }
}
