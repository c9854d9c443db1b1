namespace Minima.Tensors.Losses;

/// <summary>Each picture must find its text among the texts of the batch, and each text its picture: CLIP.</summary>
/// <remarks>
/// <para>Formula: half the mean over i of -log softmax_j(S_ij)_i and of -log softmax_i(S_ij)_j at j = i, with S = min(exp(t), 100) cos(image, text) and t the
/// learned log_scale.</para>
/// <para>Domain: real; log_scale below infinity. Rows are normalised; a row of zeros stays as it is. Range: [0, inf).</para>
/// <para>Shapes: image [N, D], text [N, D], log_scale [1]; one number. All three are differentiated. An empty batch: 0.</para>
/// <para>Kinks: exp(t) = 100, where the derivative is that below; beyond it 0.</para>
/// <para>Convention: CLIP starts with t = log(1 / 0.07).</para>
/// <para>Numerics: some rows at a time, so that the similarities of all pairs are never all in memory; there is no second derivative.</para>
/// <para>Source: Radford et al. 2021, arXiv:2103.00020.</para>
/// </remarks>
[Loss("clip", "CLIP", "CLIP 对称对比",
    Family = LossFamily.Metric,
    Formula = "1/2 mean_i(-log softmax_j(S_ij)_i - log softmax_j(S_ji)_i), S = min(exp(t), 100) cos(image, text)",
    Latex = @"\frac{1}{2 N} \sum_{i=1}^{N} \left(-\log \operatorname{softmax}_{j}\left(S_{ij}\right)_{i} - \log \operatorname{softmax}_{j}\left(S_{ji}\right)_{i}\right), \quad S_{ij} = \min\left(e^{\mathrm{log\_scale}}, 100\right) \cos\left(\mathrm{image}_{i}, \mathrm{text}_{j}\right)",
    Kinks = "exp(t) = 100: the slope below it",
    ChineseKinks = "exp(t) = 100 处取其下方的斜率",
    Aliases = ["ClipLoss"])]
[English("Pictures and texts must find one another among all of the batch, in both directions.",
    Use = "two kinds of data come in pairs and batches are large.",
    Avoid = "batches are small or spread over machines (siglip needs no sum over the batch).",
    Letters = "t: log_scale; S: the scaled similarity of an image and a text")]
[Chinese("图像与文本须在整批中互相找到对方，两个方向都计算。",
    Use = "两种模态的数据成对出现，且批次很大时。",
    Avoid = "批次小或分布在多台机器上时（用 siglip：它无需对整批求和）。",
    Letters = "t：log_scale；S：图像与文本的缩放相似度")]
public readonly record struct ContrastiveLanguageImage : ITensorLoss
{
    private const double MostScale = 100;

    /// <summary>The mean of both directions.</summary>
    public LossTerms Of([Axes("N D")] Tensor image, [Axes("N D")] Tensor text, [Axes("1"), Below(double.PositiveInfinity)] Tensor logScale)
    {
        var scale = logScale.Reshape(Shape.Scalar).Exp().Clamp(double.NegativeInfinity, MostScale);
        var (pictures, texts) = (image.Normalize(^1) * scale, text.Normalize(^1));
        var labels = Tensor.Arange(image.Shape[0]);
        return LossTerms.Scalar(((SoftmaxCrossEntropy.OfProducts(pictures, texts, labels) + SoftmaxCrossEntropy.OfProducts(texts, pictures, labels)) / 2).MeanOrZero());
    }
}
