namespace Minima.Tensors.Losses;

/// <summary>A softmax over cosines in which the own class must win by a margin of the cosine.</summary>
/// <remarks>
/// <para>Formula: l_i = -log softmax_k(s (cos(x_i, w_k) - m [k = y]))_y, with w the class weights, y the label, s the scale and m the margin.</para>
/// <para>Domain: real; scale &gt; 0; labels 0 to K - 1. Rows of zeros stay as they are. Range: [0, inf).</para>
/// <para>Shapes: prediction [N, D], weight [K, D] (learned), int target [N]; one term for each row. Prediction and weight are differentiated. Reduction: mean over
/// rows.</para>
/// <para>Source: Wang et al. 2018 (CosFace), arXiv:1801.09414; Wang et al. 2018 (AM-softmax), arXiv:1801.05599.</para>
/// </remarks>
/// <param name="Margin">Margin subtracted from the cosine of the true class; 0.35 is usual.</param>
/// <param name="Scale">Factor of the cosines, an inverse temperature; 20 to 64.</param>
[Loss("cosface", "CosFace", "CosFace 加性余弦间隔",
    Family = LossFamily.Metric,
    Formula = "-log softmax_k(s (cos(x_i, w_k) - m [k = y]))_y;  m = margin, s = scale",
    Latex = @"-\log \operatorname{softmax}_{k}\left(\mathrm{scale} \left(\cos\left(x, w_{k}\right) - \mathrm{margin} \, [k = y]\right)\right)_{y}",
    Aliases = ["CosFaceLoss", "AM-Softmax", "LMCL"])]
[English("A softmax over cosines with a margin for the own class.",
    Use = "faces or other identities must be distinguished that training never saw.",
    Avoid = "data are noisy or few: margin and scale are then hard to meet (normalized_softmax).",
    Letters = "k: a class")]
[Chinese("余弦 softmax，并为样本所属类别留出间隔。",
    Use = "要区分训练中从未见过的人脸或其他身份时。",
    Avoid = "数据少或有噪声时（用 normalized_softmax）：间隔与尺度的要求难以满足。",
    Letters = "k：类别")]
public readonly record struct CosFace(
    [Chinese("从真实类别余弦中减去的间隔，常用 0.35。")] double Margin,
    [Positive, Chinese("余弦的放大倍数，即温度的倒数，取 20 至 64。")] double Scale) : ITensorLoss
{
    public CosFace()
        : this(0.35, 64)
    {
    }

    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("K D")] Tensor weight, [Axes("N"), Labels("K")] Tensor target)
    {
        var cosines = CosineSimilarity.OfPairs(prediction, weight);
        return SoftmaxCrossEntropy.PerRow(Scale * CosineSimilarity.WithOwn(cosines, target, cosines.Pick(target) - Margin), target);
    }
}
