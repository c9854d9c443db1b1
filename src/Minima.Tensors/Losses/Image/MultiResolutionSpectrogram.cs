namespace Minima.Tensors.Losses;

/// <summary>The distance between the spectrograms of two signals, relative to the target and on a logarithmic scale.</summary>
/// <remarks>
/// <para>Formula: ||M_t - M_p|| / ||M_t|| + mean |log M_t - log M_p|, M = sqrt(max(|STFT|^2, 1e-7)), with a Hann window of n and a step of n / 2.</para>
/// <para>Domain: real; fft_size n &gt;= 2. Range: [0, inf).</para>
/// <para>Shapes: prediction and target [.., T] signals of at least n samples; one number, the mean over signals. Only the prediction is differentiated. Several resolutions: add the losses of several sizes (512, 1024, 2048).</para>
/// <para>Kinks: powers below 1e-7 count as 1e-7, with derivative 0; |x| and lengths: derivative 0 at 0.</para>
/// <para>Convention: auraloss steps by n / 4 or as requested.</para>
/// <para>Source: Yamamoto, Song and Kim 2020 (Parallel WaveGAN), arXiv:1910.11480.</para>
/// </remarks>
/// <param name="FftSize">Samples of a frame; take the mean over several sizes, such as 512, 1024 and 2048.</param>
[Loss("multires_stft", "Multi-resolution STFT", "多分辨率 STFT 损失",
    Family = LossFamily.Image,
    Formula = "||M_t - M_p|| / ||M_t|| + mean |log M_t - log M_p|;  and fft_size",
    ChineseFormula = "||M_t - M_p|| / ||M_t|| + mean |log M_t - log M_p|；另有参数 fft_size",
    Latex = @"\begin{aligned} & \frac{\left\lVert M_{t} - M_{p} \right\rVert}{\left\lVert M_{t} \right\rVert} + \frac{1}{J K} \sum_{j, k} \left|\log M_{t, jk} - \log M_{p, jk}\right|, \quad M_{x, jk} = \sqrt{\max\left(\left|F_{x, jk}\right|^{2}, 10^{-7}\right)} \\ & F_{x, jk} = \sum_{i=0}^{n-1} \sin^{2}\left(\frac{\pi i}{n}\right) x_{\lfloor n / 2 \rfloor j + i} \, e^{-\frac{2 \pi \mathrm{i} k i}{n}}, \quad 0 \le k \le \frac{n}{2}, \quad n = \mathrm{fft\_size} \end{aligned}",
    Kinks = "powers below 1e-7, equal magnitudes: slope 0", ChineseKinks = "功率低于 1e-7 处与幅度相等处：斜率取 0",
    Aliases = ["STFTLoss", "MultiResolutionSTFTLoss"])]
[English("Compares the spectrograms of two signals.",
    Use = "sound is generated or enhanced: phases need not match.",
    Avoid = "the waveform itself counts (si_sdr, mse).",
    Letters = "M: the magnitude of the short-time Fourier transform F; p: prediction; t: target; x: either of them; j: a frame; k: a frequency; J, K: the numbers of frames and frequencies")]
[Chinese("比较两个信号的时频谱。",
    Use = "生成或增强声音时：相位不必一致。",
    Avoid = "波形本身重要时（用 si_sdr、mse）。",
    Letters = "M：短时傅里叶变换 F 的幅值；p：prediction；t：target；x：两者之一；j：帧；k：频率；J、K：帧数与频率数")]
public readonly record struct MultiResolutionSpectrogram(
    [Between(2, 65_536), Chinese("每帧的采样点数；可对 512、1024、2048 等多个尺寸取平均。")] int FftSize) : ITensorLoss
{
    private const double LeastPower = 1e-7;

    public MultiResolutionSpectrogram()
        : this(4)
    {
    }

    /// <summary>Both parts, the mean over signals.</summary>
    public LossTerms Of([Axes("... T")] Tensor prediction, [Axes("... T"), Constant] Tensor target)
    {
        var (p, t) = (Magnitudes(prediction), Magnitudes(target));
        var convergence = (t - p).Norm(^1) / t.Norm(^1);
        return LossTerms.Scalar((convergence + (p.Log() - t.Log()).Abs().MeanOrZero(^1)).MeanOrZero());
    }

    /// <summary>A row of magnitudes for each signal.</summary>
    private Tensor Magnitudes(Tensor signals)
    {
        var length = signals.Shape[^1];
        if (length < FftSize) throw new LossException(LossError.Shape, $"multires_stft: the signals have {length} samples; they need at least fft_size = {FftSize}.");
        var step = FftSize / 2;
        var frames = ((length - FftSize) / step) + 1;
        var rows = signals.Count / length;
        var places = new int[rows * frames * FftSize];
        for (var i = 0; i < places.Length; i++) places[i] = (i / FftSize % frames * step) + (i % FftSize);
        var window = new double[FftSize];
        for (var i = 0; i < FftSize; i++) window[i] = 0.5 - (0.5 * double.CosPi(2.0 * i / FftSize));
        var framed = signals.Reshape([rows, length]).TakeAlong(Tensor.Of(places, [rows, frames * FftSize])).Reshape([rows * frames, FftSize]);
        var powers = Fourier.Powers(framed * Tensor.Of(window, [FftSize]).To(signals.Type).BroadcastTo(framed.Shape));
        return powers.Clamp(LeastPower, double.PositiveInfinity).Sqrt().Reshape([rows, powers.Count / Math.Max(rows, 1)]);
    }
}
