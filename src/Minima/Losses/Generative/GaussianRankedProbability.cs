using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The continuous ranked probability score: the distance of a predicted normal distribution from the observation, in the units of the target.</summary>
/// <remarks>
/// <para>Formula: s (z (2 Phi(z) - 1) + 2 phi(z) - 1 / sqrt(pi)), z = (y - m) / s, with m = mean, s = scale, y = target.</para>
/// <para>Domain: mean, target real; scale &gt; 0. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise, three inputs of one shape; mean and scale are differentiated. Reduction: mean.</para>
/// <para>Convention: scale is the standard deviation.</para>
/// <para>Numerics: written as (y - m)(2 Phi(z) - 1) + s (2 phi(z) - 1 / sqrt(pi)), whose derivative with respect to s does not cancel for large z.
/// In float the derivative with respect to the mean loses digits where z is near 0, as the probability less 1/2 does.</para>
/// <para>Limits: scale to 0 gives mae.</para>
/// <para>Source: Gneiting et al. 2005, Monthly Weather Review 133(5), 1098-1118.</para>
/// </remarks>
[Loss("crps_gaussian", "CRPS (Gaussian, closed form)", "连续分级概率评分（高斯）",
    Family = LossFamily.Generative, FloatUlps = 16384,
    Formula = "s (z (2 Phi(z) - 1) + 2 phi(z) - 1 / sqrt(pi));  z = (y - m) / s, m = mean, s = scale",
    Aliases = ["continuous_ranked_probability_score", "crps_normal", "crps"],
    SearchWords = ["probabilistic forecast", "概率预测"])]
[English("A proper score of a normal forecast that grows only linearly with the error.",
    Use = "you forecast a mean and a spread and gaussian_nll is too harsh on outliers.",
    Avoid = "the forecast is not normal: interval_score or pinball score quantiles of any shape.")]
[Chinese("正态预测的严格适当评分，随误差仅线性增长。",
    Use = "同时预测均值与离散程度，而 gaussian_nll 对离群点过于严厉时。",
    Avoid = "预测分布不是正态时：interval_score 或 pinball 可为任意形状的分位数评分。",
    Limits = "尺度趋于 0 时为 mae。")]
public readonly record struct GaussianRankedProbability : IPointLoss3
{
    static InputSet IPointLoss3.Differentiated => InputSet.First | InputSet.Second;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T mean, [Positive] T scale, T target)
        where T : IReal<T>
    {
        var residual = target - mean;

        // Beyond 40 scales neither function changes any more; selected, so that an infinite quotient leaves no derivative and a NaN stays.
        var quotient = residual / scale;
        var z = T.IfLess(T.Of(40), quotient, T.Of(40), T.IfLess(quotient, T.Of(-40), T.Of(-40), quotient));
        var below = T.Exp(T.LogNdtr(z));
        var density = 0.39894228040143267794 * T.Exp(-0.5 * (z * z));
        return residual * (2.0 * below - 1.0) + scale * (2.0 * density - 0.56418958354775628695);
    }
}
