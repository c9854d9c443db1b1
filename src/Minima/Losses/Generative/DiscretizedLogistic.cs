using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Minus the logarithm of the share of a logistic distribution that falls into the bin of a level: a likelihood for pixels.</summary>
/// <remarks>
/// <para>Formula: -log(sigmoid((y + h - m) / s) - sigmoid((y - h - m) / s)), with m = mean, s = e^log_scale, y = target, h = half_bin; the first bin (y &lt; -0.999) is open below, the last (y &gt; 0.999) above.</para>
/// <para>Domain: mean, log_scale, target real; half_bin &gt; 0. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise, three inputs of one shape; mean and log_scale are differentiated. Reduction: mean.</para>
/// <para>Convention: PixelCNN++, 256 levels on [-1, 1]; one component, mixtures by mdn.</para>
/// <para>Numerics: the difference of sigmoids as a product, softplus(-u) + softplus(v) - log(1 - e^(v - u)) with u and v their arguments: exact in the tails; of narrow bins by hyperbolic cosines.</para>
/// <para>Source: Salimans et al. 2017 (PixelCNN++), ICLR, arXiv:1701.05517.</para>
/// </remarks>
/// <param name="HalfBin">Half the width of a bin.</param>
[Loss("discretized_logistic", "Discretised logistic", "离散化逻辑分布",
    Family = LossFamily.Generative, FloatUlps = 4096,
    Formula = "-log(sigmoid((y + h - m) / s) - sigmoid((y - h - m) / s));  m = mean, s = e^log_scale, y = target, h = half_bin",
    Aliases = ["discretized_mix_logistic_loss", "DiscretizedLogisticNLL"],
    Source = "Salimans et al. 2017")]
[English("The likelihood of one of 256 levels under a smooth distribution.",
    Use = "pixels or other rounded numbers are modelled and neighbouring levels are alike.",
    Avoid = "levels have no order (cross_entropy), or the data is continuous (laplace_nll, gaussian_nll).")]
[Chinese("平滑分布下 256 个灰度级之一的似然。",
    Use = "对像素等取整数值建模，且相邻级别相近时。",
    Avoid = "级别没有次序时（用 cross_entropy），或数据连续时（用 laplace_nll、gaussian_nll）。")]
public readonly record struct DiscretizedLogistic([Positive] double HalfBin) : IPointLoss3
{
    public DiscretizedLogistic()
        : this(1.0 / 255)
    {
    }

    static Inputs IPointLoss3.Differentiated => Inputs.First | Inputs.Second;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T mean, T logScale, T target)
        where T : IReal<T>
    {
        var sharpness = T.Exp(-logScale);
        var residual = target - mean;
        var below = T.Softplus(Held(-T.ZeroTimes(residual + T.Of(HalfBin), sharpness)));
        var above = T.Softplus(Held(T.ZeroTimes(residual - T.Of(HalfBin), sharpness)));

        // Both tails of a narrow bin nearly cancel in the slope by the mean: there as the logarithm of a sum of hyperbolic cosines.
        var half = T.Of(HalfBin) * sharpness;
        var cosines = T.LogAddExp(T.LogCosh(T.ZeroTimes(residual, sharpness)), T.LogCosh(half)) + 0.69314718055994530942 - half;
        var outside = T.IfLess(half, T.Of(0.5), cosines, below + above);

        // log(1 - e^-w): by three terms of its series where w is small or vanishes, 0 where e^w would leave the range of numbers.
        var width = 2.0 * half;
        var series = T.Log(2.0 * T.Of(HalfBin)) - logScale - width * (0.5 - width / 24);
        var inside = T.IfLess(width, T.Of(1e-3), series, T.IfLess(T.Of(80), width, T.Of(0), T.Log1mExp(-width)));
        return T.IfLess(target, T.Of(-0.999), below, T.IfLess(T.Of(0.999), target, above, outside - inside));
    }

    /// <summary>Below -800 softplus is 0 to the last digit: a constant, so that an infinite argument leaves no slope.</summary>
    [MethodImpl(AggressiveInlining)]
    private static T Held<T>(T x)
        where T : IReal<T> => T.IfLess(x, T.Of(-800), T.Of(-800), x);
}
