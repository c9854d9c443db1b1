namespace Minima.Tensors.Losses;

/// <summary>Squared error of the amplitudes of the spectra: phases are free.</summary>
/// <remarks>
/// <para>Formula: mean of (|F(p)| - |F(t)|)^2, with F the orthonormal transform over all axes but the first; of two axes over both.</para>
/// <para>Domain: real. Range: [0, inf).</para>
/// <para>Shapes: prediction and target of one shape: two axes are one image; of more the first numbers the items, and the transform goes over the channels as well. One number. Only the prediction is differentiated.</para>
/// <para>Kinks: |F| at 0: derivative 0.</para>
/// <para>Convention: MONAI JukeboxLoss.</para>
/// <para>Source: Dhariwal et al. 2020 (Jukebox), arXiv:2005.00341.</para>
/// </remarks>
[Loss("spectral_amplitude", "Spectral amplitude (Jukebox)", "频谱幅度损失",
    Family = LossFamily.Image,
    Formula = "mean((|F(p)| - |F(t)|)^2)",
    Latex = @"\frac{1}{n} \sum_{k} \left(\left|F(p)_{k}\right| - \left|F(t)_{k}\right|\right)^{2}, \quad F(x)_{k} = \frac{1}{\sqrt{n}} \sum_{j} x_{j} \, e^{-2 \pi \mathrm{i} \sum_{a} \frac{j_{a} k_{a}}{n_{a}}}, \quad n = \prod_{a} n_{a}",
    Kinks = "an amplitude of 0: slope 0", ChineseKinks = "幅度为 0 处：斜率取 0",
    Aliases = ["JukeboxLoss"])]
[English("Compares spectra without their phases.",
    Use = "sounds or textures are generated, where phases do not matter to the ear or the eye.",
    Avoid = "position matters: a shifted picture has the same amplitudes.",
    Letters = "F: the Fourier transform; k: a frequency; j: a position; a: an axis; n: the number of elements")]
[Chinese("比较频谱的幅度，忽略相位。",
    Use = "生成声音或纹理，而听觉或视觉对相位不敏感时。",
    Avoid = "位置重要时：平移后的图像幅度不变。",
    Letters = "F：傅里叶变换；k：频率；j：位置；a：轴；n：元素个数")]
public readonly record struct SpectralAmplitude : ITensorLoss
{
    /// <summary>The mean squared difference of the amplitudes.</summary>
    public LossTerms Of([Axes("...")] Tensor prediction, [Axes("..."), Constant] Tensor target) =>
        LossTerms.Scalar((Amplitudes(prediction) - Amplitudes(target)).Square().MeanOrZero());

    private static Tensor Amplitudes(Tensor x)
    {
        Span<int> axes = stackalloc int[Shape.MostAxes];
        var first = x.Rank <= 2 ? 0 : 1;
        for (var axis = first; axis < x.Rank; axis++) axes[axis - first] = axis;
        var (real, imaginary) = Fourier.Of(x, axes[..(x.Rank - first)]);
        return (real.Square() + imaginary.Square()).Sqrt();
    }
}
