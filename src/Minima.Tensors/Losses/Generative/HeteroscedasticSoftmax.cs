namespace Minima.Tensors.Losses;

/// <summary>Classification with logits that carry noise of a predicted size: the likelihood is averaged over samples.</summary>
/// <remarks>
/// <para>Formula: -log mean_s softmax(x + exp(l) e_s)_y, with l the log_scale, e_s the noise.</para>
/// <para>Domain: real; labels 0 to K - 1. Range: [0, inf).</para>
/// <para>Shapes: prediction and log_scale [N, K], noise [S, N, K] standard normal, target [N] labels; one term for each row. Prediction and log_scale are differentiated.</para>
/// <para>Source: Kendall and Gal 2017, NeurIPS, arXiv:1703.04977.</para>
/// </remarks>
[Loss("heteroscedastic_softmax", "Heteroscedastic classification (Kendall & Gal)", "异方差分类",
    Family = LossFamily.Generative,
    Latex = @"-\log\left(\frac{1}{S} \sum_{s=1}^{S} \operatorname{softmax}\left(x + e^{l} e_{s}\right)_{y}\right), \quad l = \mathrm{log\_scale}, \quad e_{s} = \mathrm{noise}_{s}",
    Aliases = ["HeteroscedasticClassification"])]
[English("Classification with a noise of its own for each item.",
    Use = "some items are ambiguous, and the model should say which.",
    Avoid = "labels are wrong rather than ambiguous (gce, forward_correction).")]
[Chinese("为每个样本各自估计噪声的分类损失。",
    Use = "部分样本含义模糊，且希望模型指出是哪些时。",
    Avoid = "标签是错误而非模糊时（用 gce、forward_correction）。")]
public readonly record struct HeteroscedasticSoftmax : ITensorLoss
{
    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N K")] Tensor prediction, [Axes("N K")] Tensor logScale, [Axes("S N K"), Constant] Tensor noise, [Axes("N"), Labels("K")] Tensor target)
    {
        var samples = noise.Shape[0];
        var logits = prediction.BroadcastTo(noise.Shape) + (logScale.Exp().BroadcastTo(noise.Shape) * noise);
        var places = new int[noise.Shape[0] * noise.Shape[1]];
        var labels = target.Contiguous().Read<int>();
        for (var i = 0; i < places.Length; i++) places[i] = labels[i % labels.Length];
        var losses = SoftmaxCrossEntropy.PerRow(logits.Reshape([places.Length, noise.Shape[2]]), Tensor.Of(places, [places.Length]));
        return Math.Log(Math.Max(samples, 1)) - (-losses.Reshape([samples, noise.Shape[1]])).LogSumExp(0);
    }
}
