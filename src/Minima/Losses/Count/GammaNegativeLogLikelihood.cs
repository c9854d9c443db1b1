using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Half the deviance of a positive amount whose noise is proportional to its mean, the mean being the exponential of the prediction.</summary>
/// <remarks>
/// <para>Formula: x + t exp(-x), the mean being exp(x).</para>
/// <para>Domain: x real, target &gt; 0. Link: log. Range: [1 + log t, inf), least at x = log t.</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: half the deviance without its constant -1 - log t (scikit-learn's HalfGammaLoss).</para>
/// <para>Numerics: exp(-x) overflows below x = -709 (double), -88 (float), as the value itself does.</para>
/// <para>Limits: tweedie with power 2.</para>
/// <para>Source: McCullagh and Nelder 1989, Generalized Linear Models, 2nd edition, chapter 8.</para>
/// </remarks>
[Loss("gamma_nll", "Gamma deviance (half, log link)", "伽马损失",
    Family = LossFamily.Count, Task = LossTask.Regression, DefaultFor = LossTask.Positive, LowerBound = double.NegativeInfinity,
    Suits = LossPurpose.Distribution | LossPurpose.PositiveSkew | LossPurpose.GrowingSpread | LossPurpose.RelativeError, Preference = 2,
    FloatUlps = 2,
    Formula = "x + t exp(-x)",
    Aliases = ["HalfGammaLoss", "GammaDeviance"],
    SearchWords = ["insurance", "保险"])]
[English("For positive amounts whose spread grows with their mean: the relative error counts.",
    Use = "the target is strictly positive and skewed: claim sizes, waiting times, prices.",
    Avoid = "the target may be 0: tweedie with a power between 1 and 2 allows it.")]
[Chinese("用于离散程度随均值增长的正数：看重的是相对误差。",
    Use = "目标值严格为正且分布偏斜时：理赔金额、等待时间、价格。",
    Avoid = "目标值可能为 0 时：power 在 1 到 2 之间的 tweedie 允许取 0。",
    Limits = "即 power 取 2 的 tweedie。")]
public readonly record struct GammaNegativeLogLikelihood : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, [Positive] T target)
        where T : IReal<T>
    {
        // Where the exponential overflows it dominates; the target then adds nothing but its NaN.
        var inverse = T.Exp(-prediction);
        return T.IfLess(inverse, T.Of(double.PositiveInfinity), prediction + T.ZeroTimes(target, inverse), inverse + 0.0 * target);
    }
}
