using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Minus the peak signal-to-noise ratio.</summary>
/// <remarks>
/// <para>Formula: 10 log10(mean(r^2) / max^2). Range: [-inf, inf); -inf for a perfect image, with gradient 0.</para>
/// <para>Domain: prediction, target real; max_value &gt; 0.</para>
/// <para>Shapes: any, one image. Only the prediction is differentiated. A scalar: no reduction, no weights.</para>
/// <para>Convention: minus the usual sign, so that less is better (kornia psnr_loss).</para>
/// <para>Kinks: 0 where all residuals are 0.</para>
/// <para>Numerics: the sum in double, for float too.</para>
/// <para>Limits: a logarithm of mse: the gradient is that of mse over mse, times 10 / log(10).</para>
/// <para>Source: folklore.</para>
/// </remarks>
/// <param name="MaxValue">Largest value that a pixel takes: 1 or 255.</param>
[Loss("psnr", "PSNR (negative)", "峰值信噪比损失（取负）",
    Family = LossFamily.Regression, LowerBound = double.NegativeInfinity, Kinks = "0 where all residuals are 0", ChineseKinks = "残差全为 0 时斜率取 0",
    Formula = "10 log10(mean(r^2) / max^2);  max = max_value",
    Latex = @"10 \log_{10} \frac{\sum_{i=1}^{N} r_{i}^{2}}{N \, \mathrm{max\_value}^{2}}, \quad r_{i} = p_{i} - t_{i}",
    Aliases = ["psnr_loss", "PSNRLoss"])]
[English("Minus the peak signal-to-noise ratio in decibels: the logarithm of the mean squared error.",
    Use = "you restore images and are judged by PSNR.",
    Avoid = "some images are reproduced exactly: their loss is minus infinity; mse.")]
[Chinese("峰值信噪比（分贝）的相反数：均方误差的对数。",
    Use = "做图像复原，且以 PSNR 评价时。",
    Avoid = "部分图像可以完全复原时：损失为负无穷；选 mse。",
    Limits = "mse 的对数：梯度为 mse 的梯度除以 mse，再乘以 10 / log(10)。")]
public readonly record struct PeakSignalToNoise(
    [Positive, Chinese("像素的最大值：1 或 255。")] double MaxValue) : ISumLoss
{
    public PeakSignalToNoise()
        : this(1)
    {
    }

    static int ISumLoss.Count => 1;

    static bool ISumLoss.IsScalar => true;

    static Domain ISumLoss.PredictionDomain => Domain.Real;

    static Domain ISumLoss.TargetDomain => Domain.Real;

    SumGroups ISumLoss.Groups => SumGroups.Batch;

    [MethodImpl(AggressiveInlining)]
    public SumTerms<T> TermsOf<T>(T prediction, T target)
        where T : IReal<T>
    {
        var residual = prediction - target;
        return new(residual * residual);
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Sums<T> sums)
        where T : IReal<T>
    {
        var peak = T.Of(MaxValue);
        return 10.0 / Math.Log(10) * T.Log(sums[0] / (T.Of(sums.Count, "") * (peak * peak)));
    }
}
