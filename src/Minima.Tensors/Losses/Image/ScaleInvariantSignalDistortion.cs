namespace Minima.Tensors.Losses;

/// <summary>Minus the ratio, in decibels, of the part that follows the target to the rest, at any loudness.</summary>
/// <remarks>
/// <para>Formula: -10 log10(|s|^2 / |p - s|^2), s = (p t / t t) t, with p and t less their means.</para>
/// <para>Domain: real, signals that are not constant. Range: all reals; -inf if the prediction is a multiple of the target.</para>
/// <para>Shapes: prediction and target [.., T] signals; one term for each. Only the prediction is differentiated.</para>
/// <para>Convention: means are taken off (SI-SNR).</para>
/// <para>Source: Le Roux, Wisdom, Erdogan and Hershey 2019, ICASSP, arXiv:1811.02508.</para>
/// </remarks>
[Loss("si_sdr", "SI-SDR (negative)", "负的尺度不变信号失真比",
    Family = LossFamily.Image, LowerBound = double.NegativeInfinity,
    Formula = "-10 log10(|s|^2 / |p - s|^2);  s = (p t / t t) t",
    Latex = @"-10 \log_{10} \frac{\left\lVert s \right\rVert^{2}}{\left\lVert \tilde{p} - s \right\rVert^{2}}, \quad s = \frac{\tilde{p} \cdot \tilde{t}}{\tilde{t} \cdot \tilde{t}} \, \tilde{t}, \quad \tilde{p} = p - \bar{p}, \quad \tilde{t} = t - \bar{t}",
    Aliases = ["ScaleInvariantSignalDistortionRatio", "SISDRLoss"])]
[English("Decibels of distortion, whatever the volume.",
    Use = "sources are separated or speech is enhanced, and loudness does not matter.",
    Avoid = "a source may be silent: the ratio does not exist then (multires_stft, mae).",
    Letters = "s: the prediction's projection onto the target")]
[Chinese("以分贝计的失真，与音量无关。",
    Use = "做声源分离或语音增强，且响度无关紧要时。",
    Avoid = "声源可能静音时：此时比值不存在（用 multires_stft、mae）。",
    Letters = "s：预测值在目标值上的投影")]
public readonly record struct ScaleInvariantSignalDistortion : ITensorLoss
{
    /// <summary>One term for each signal.</summary>
    public LossTerms Of([Axes("... T")] Tensor prediction, [Axes("... T"), Constant] Tensor target)
    {
        if (prediction.Count == 0) return prediction.Sum(^1);
        var p = prediction.Center(^1);
        var t = target.Center(^1);
        var share = (p * t).Sum(^1, keep: true) / (t * t).Sum(^1, keep: true);
        var signal = share.BroadcastTo(t.Shape) * t;
        var rest = p - signal;
        return ((signal * signal).Sum(^1) / (rest * rest).Sum(^1)).Log() * (-10 / Math.Log(10));
    }
}
