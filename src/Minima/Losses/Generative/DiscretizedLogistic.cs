using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Negative log-likelihood of a level of a pixel: the mass of a logistic distribution in the level's bin.</summary>
/// <remarks>
/// <para>Formula: -log(sigmoid((t + h - m) / s) - sigmoid((t - h - m) / s)), with m = mean, s = exp(log_scale), h = half_bin;
/// the first and the last bin are open: below t = -0.999 the second sigmoid is 0, above 0.999 the first is 1.</para>
/// <para>Domain: mean, log_scale, target real; half_bin &gt; 0. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise, three inputs of one shape; mean and log_scale are differentiated. Reduction: mean.</para>
/// <para>Convention: 256 levels on [-1, 1], half_bin 1/255. One component: a mixture adds these under a log-sum-exp of the components' weights.</para>
/// <para>Numerics: the difference of two sigmoids is sigmoid(u) sigmoid(-v) (1 - exp(v - u)), whose logarithm is three terms that neither cancel
/// nor underflow. No bound on the probability is needed (PixelCNN++ takes the density at the centre below 1e-5). Beyond a log_scale of
/// 740 (double), 98 (float) the bin has no width left and the loss is infinite.</para>
/// <para>Limits: half_bin to 0 gives the density's -log, less log(2 half_bin).</para>
/// <para>Source: Salimans et al. 2017 (PixelCNN++), arXiv:1701.05517.</para>
/// </remarks>
/// <param name="HalfBin">Half the width of a bin: 1/255 for images with 256 levels scaled to [-1, 1].</param>
[Loss("discretized_logistic", "Discretised logistic NLL", "离散化逻辑分布负对数似然",
    Family = LossFamily.Generative, FloatUlps = 8,
    Formula = "-log(sigmoid((t + h - m) / s) - sigmoid((t - h - m) / s)),  m = mean, s = exp(log_scale), h = half_bin; the first bin (t < -0.999) and the last (t > 0.999) are open",
    ChineseFormula = "-log(sigmoid((t + h - m) / s) - sigmoid((t - h - m) / s)),  m = mean, s = exp(log_scale), h = half_bin；首个区间（t < -0.999）与末个区间（t > 0.999）向外开放",
    Aliases = ["DiscretizedLogistic", "discretized_logistic_likelihood"])]
[English("The likelihood of a grey level out of 256: the model predicts where the pixel lies and how sure it is.",
    Use = "the target is a number on a grid (8-bit pixels, audio samples) and you want likelihoods in bits.",
    Avoid = "the target is continuous, or mean and scale are enough: gaussian_nll_log_variance.")]
[Chinese("256 级灰度中某一级的似然：模型预测像素值落在何处，以及有多大把握。",
    Use = "目标值落在等距的网格上（8 位像素、音频采样），并且需要以比特计的似然时。",
    Avoid = "目标值是连续的，或者只需均值与尺度时：用 gaussian_nll_log_variance。",
    Limits = "half_bin 趋于 0 时为密度的负对数减 log(2 half_bin)。")]
public readonly record struct DiscretizedLogistic(
    [Positive, Chinese("区间宽度的一半：256 级图像缩放到 [-1, 1] 时为 1/255。")] double HalfBin) : IPointLoss3
{
    public DiscretizedLogistic()
        : this(1.0 / 255)
    {
    }

    static InputSet IPointLoss3.Differentiated => InputSet.First | InputSet.Second;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T mean, T logScale, T target)
        where T : IReal<T>
    {
        var sharpness = T.Exp(-logScale);
        var half = T.Of(HalfBin);

        // A constant input keeps the derivative 0 where the sharpness is infinite.
        return OfBin(target, T.ZeroTimes(target - mean + half, sharpness), T.ZeroTimes(mean - target + half, sharpness), T.Exp(T.Log(half) - logScale));
    }

    /// <summary>
    /// The loss from the distances, in scales, of the mean from the bin's upper and lower end, and from half the bin's width. Kept out of the kernel,
    /// which would be too large to be inlined whole.
    /// </summary>
    [MethodImpl(NoInlining)]
    private static T OfBin<T>(T target, T above, T below, T width)
        where T : IReal<T>
    {
        // An end 700 scales away counts like any further one; selected, so that an infinite one leaves no derivative and a NaN stays.
        var far = T.Of(700);
        var toEnd = T.Softplus(-T.IfLess(far, below, far, below));
        var toStart = T.Softplus(-T.IfLess(far, above, far, above));

        // In a narrow bin the derivatives of the ends all but cancel; there it is 2 cosh(above/2) cosh(below/2) / sinh(width).
        // A bin of 50 scales counts like a wider one; selected too.
        var narrow = 0.69314718055994530942 + T.LogCosh(0.5 * above) + T.LogCosh(0.5 * below) - T.LogCosh(width) - T.Log(T.Tanh(width));
        var wide = toStart + toEnd - T.Log1mExp(-2.0 * T.IfLess(T.Of(50), width, T.Of(50), width));
        var closed = T.IfLess(width, T.Of(1), narrow, wide);
        var zero = T.Of(0);
        return T.IfLess(zero, target - 0.999, toEnd, T.IfLess(target + 0.999, zero, toStart, closed));
    }
}
