namespace Minima.Tensors.Losses;

/// <summary>A softmax over cosines: rows and class weights count by their direction alone.</summary>
/// <remarks>
/// <para>Formula: l_i = -log softmax_k(s cos(x_i, w_k))_y, with w the class weights, y the label and s the scale.</para>
/// <para>Domain: real; scale &gt; 0; labels 0 to K - 1. Rows of zeros stay as they are. Range: [0, inf).</para>
/// <para>Shapes: prediction [N, D], weight [K, D] (learned), int target [N]; one term for each row. Prediction and weight are differentiated. Reduction: mean over
/// rows.</para>
/// <para>Convention: the scale is 1 / T; pytorch-metric-learning's temperature 0.05 is 20.</para>
/// <para>Source: Wang et al. 2017 (NormFace), arXiv:1704.06369; Zhai and Wu 2019, arXiv:1811.12649.</para>
/// </remarks>
/// <param name="Scale">Factor of the cosines, an inverse temperature; 20 to 64.</param>
[Loss("normalized_softmax", "Normalised softmax", "归一化 softmax",
    Family = LossFamily.Metric,
    Formula = "-log softmax_k(s cos(x_i, w_k))_y;  s = scale",
    Latex = @"-\log \frac{e^{s \cos(x_{i}, w_{y})}}{\sum_{k} e^{s \cos(x_{i}, w_{k})}}, \quad s = \mathrm{scale}",
    Aliases = ["NormalizedSoftmaxLoss", "NormFace"])]
[English("Classification by directions alone: an embedding for retrieval as a by-product.",
    Use = "you want a strong, simple baseline for retrieval with known classes.",
    Avoid = "classes must be separated by a margin (cosface, arcface).",
    Letters = "k: a class")]
[Chinese("只按方向分类，并顺带得到可用于检索的嵌入。",
    Use = "类别已知，想要一个简单而有效的检索基线时。",
    Avoid = "类别之间必须留出间隔时（用 cosface、arcface）。",
    Letters = "k：类别")]
public readonly record struct NormalizedSoftmax(
    [Positive, Chinese("余弦的放大倍数，即温度的倒数，取 20 至 64。")] double Scale) : ITensorLoss
{
    public NormalizedSoftmax()
        : this(20)
    {
    }

    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("K D")] Tensor weight, [Axes("N"), Labels("K")] Tensor target) =>
        SoftmaxCrossEntropy.PerRow(Scale * CosineSimilarity.OfPairs(prediction, weight), target);
}
