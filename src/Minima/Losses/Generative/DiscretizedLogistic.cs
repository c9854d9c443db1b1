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
/// <para>Numerics: the difference of sigmoids as a product, softplus(-u) + softplus(v) - log(1 - e^(v - u)) with u and v their arguments: exact in the tails and for narrow bins.</para>
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
        var below = T.Softplus(-T.ZeroTimes(residual + T.Of(HalfBin), sharpness));
        var above = T.Softplus(T.ZeroTimes(residual - T.Of(HalfBin), sharpness));

        // log(1 - e^-w) of the width w: by its ratio to w where that is small, so that it stays finite however wide the distribution is.
        var width = 2.0 * T.Of(HalfBin);
        var scaled = width * sharpness;
        var narrow = T.Log(width) - logScale + T.Log(T.ExpRatio(-scaled));
        var inBin = T.IfLess(scaled, T.Of(1), narrow, T.Log1mExp(-scaled));
        return T.IfLess(target, T.Of(-0.999), below, T.IfLess(T.Of(0.999), target, above, below + above - inBin));
    }
}
