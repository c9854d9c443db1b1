namespace Minima.Tensors.Losses;

/// <summary>Estimates the squared error of a denoiser without clean images: the residual, and how much the output follows the noise.</summary>
/// <remarks>
/// <para>Formula: mean of (f - y)^2, - s^2 + 2 s^2 / (N tau) sum b (f' - f), with f the output for the noisy y, f' that for y + tau b, b the probe.</para>
/// <para>Domain: real; sigma &gt;= 0 (the known noise); tau &gt; 0.</para>
/// <para>Shapes: output, perturbed, noisy, probe of one shape; one number. Output and perturbed are differentiated.</para>
/// <para>Convention: MONAI SURELoss multiplies the residual and the divergence, and takes tau from the largest pixel.</para>
/// <para>Source: Stein 1981, Ann. Stat. 9(6), 1135-1151; Ramani, Blu and Unser 2008, IEEE TIP 17(9), 1540-1554.</para>
/// </remarks>
/// <param name="Sigma">Standard deviation of the noise, which must be known.</param>
/// <param name="Tau">Size of the perturbation along the probe; small compared with the range of the pixels.</param>
[Loss("sure", "SURE", "Stein 无偏风险估计",
    Family = LossFamily.Image, LowerBound = double.NegativeInfinity,
    Formula = "mean((f - y)^2) - s^2 + 2 s^2 / (N tau) sum b (f' - f);  s = sigma",
    Latex = @"\frac{1}{N} \sum_{i=1}^{N} (f_{i} - y_{i})^{2} - \sigma^{2} + \frac{2 \sigma^{2}}{N \tau} \sum_{i=1}^{N} b_{i} (f_{i}' - f_{i})",
    Aliases = ["SURELoss"])]
[English("The squared error of a denoiser, estimated without clean images.",
    Use = "only noisy images exist, and the noise is Gaussian of a known strength.",
    Avoid = "clean images exist (mse), or the noise is of another kind.",
    Letters = "f: the input `output`, with a prime the input `perturbed`; y: noisy; b: probe; N: the number of elements")]
[Chinese("无需干净图像即可估计的去噪器平方误差。",
    Use = "只有含噪图像，且噪声是强度已知的高斯噪声时。",
    Avoid = "有干净图像时（用 mse），或噪声为其他类型时。",
    Letters = "f：输入 `output`，带撇者为输入 `perturbed`；y：noisy；b：probe；N：元素个数")]
public readonly record struct SteinUnbiasedRisk(
    [NonNegative, Chinese("噪声的标准差，须已知。")] double Sigma,
    [Positive, Chinese("沿探测向量的扰动大小，应远小于像素的取值范围。")] double Tau) : ITensorLoss
{
    public SteinUnbiasedRisk()
        : this(0.1, 0.01)
    {
    }

    /// <summary>The estimate.</summary>
    public LossTerms Of([Axes("...")] Tensor output, [Axes("...")] Tensor perturbed, [Axes("..."), Constant] Tensor noisy, [Axes("..."), Constant] Tensor probe)
    {
        if (noisy.Count == 0) return LossTerms.Scalar(output.Sum());
        var residual = output - noisy;
        return LossTerms.Scalar((residual * residual).MeanOrZero() - (Sigma * Sigma) + (2 * Sigma * Sigma / Tau * (probe * (perturbed - output)).MeanOrZero()));
    }
}
