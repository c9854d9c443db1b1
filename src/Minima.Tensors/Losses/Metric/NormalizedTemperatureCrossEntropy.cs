namespace Minima.Tensors.Losses;

/// <summary>Each positive pair must stand out among the negatives of its anchor: NT-Xent, the loss of SimCLR, on labels.</summary>
/// <remarks>
/// <para>Formula: l_ij = -log(e^{s_ij / T} / (e^{s_ij / T} + sum_n e^{s_in / T})) for every ordered pair (i, j) of one label, over the rows n of another, with s
/// the cosines and T the temperature.</para>
/// <para>Domain: real; temperature &gt; 0. Rows are normalised; a row of zeros stays as it is. Range: [0, inf).</para>
/// <para>Shapes: prediction [N, D], int target [N] (SimCLR: the two views of a picture have one label); one term for each pair, anchor by anchor. The
/// prediction is differentiated. Reduction: mean over pairs.</para>
/// <para>Convention: only the pair itself and negatives are in the denominator, also if an anchor has several positives (optax,
/// pytorch-metric-learning); supcon has all.</para>
/// <para>Source: Chen et al. 2020, arXiv:2002.05709; van den Oord et al. 2018, arXiv:1807.03748.</para>
/// </remarks>
/// <param name="Temperature">Divisor of the similarities: the smaller, the more the hardest negatives count. 0.07 to 0.5.</param>
[Loss("nt_xent", "NT-Xent", "NT-Xent 对比损失",
    Family = LossFamily.Metric,
    Formula = "-log(e^{s_ij / T} / (e^{s_ij / T} + sum_n e^{s_in / T}));  T = temperature",
    Latex = @"-\log \frac{e^{s_{ij} / T}}{e^{s_{ij} / T} + \sum_{y_{n} \ne y_{i}} e^{s_{in} / T}}, \quad s_{ij} = \cos(x_{i}, x_{j}), \quad y_{i} = y_{j}, \quad i \ne j, \quad T = \mathrm{temperature}",
    Aliases = ["NTXentLoss", "SimCLR", "SimCLRLoss"],
    SearchWords = ["contrastive learning", "对比学习", "self-supervised", "自监督"])]
[English("Each positive pair of a batch must stand out among the negatives of its anchor.",
    Use = "you learn without labels from two views of each example, in large batches.",
    Avoid = "many rows share a label (supcon), or batches are small (siglip, vicreg).",
    Letters = "s: the cosine of two samples; i, j: two samples of one class; n: a sample of another class; y: target")]
[Chinese("批内每个正样本对都须在其锚点的负样本中脱颖而出。",
    Use = "用大批次，由每个样本的两个视图做无标签学习时。",
    Avoid = "许多样本同属一个标签时（用 supcon），或批次很小时（用 siglip、vicreg）。",
    Letters = "s：两个样本的余弦；i、j：同类的两个样本；n：异类样本；y：target")]
public readonly record struct NormalizedTemperatureCrossEntropy(
    [Positive, Chinese("相似度的除数：越小，最难的负样本越受重视。取 0.07 至 0.5。")] double Temperature) : ITensorLoss
{
    public NormalizedTemperatureCrossEntropy()
        : this(0.07)
    {
    }

    /// <summary>One term for each positive pair.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("N"), Labels] Tensor target)
    {
        var labels = LabelPairs.Within(target, prediction.Type);
        var pairs = PairList.Of(labels.Positive);
        var logits = CosineSimilarity.OfPairs(prediction) / Temperature;
        return (pairs.OfAnchors(logits.LogSumExp(^1, labels.Negative)) - pairs.At(logits)).Softplus();
    }
}
