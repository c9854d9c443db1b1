namespace Minima.Tensors.Losses;

/// <summary>Pairs weighted by how similar they are, in themselves and against the other pairs of their anchor.</summary>
/// <remarks>
/// <para>Formula: l_i = 1/a log(1 + sum_p e^{-a (s_ip - l)}) + 1/b log(1 + sum_n e^{b (s_in - l)}) over the p with the label of i and the n with another, s
/// the cosines, a = alpha, b = beta, l = lambda.</para>
/// <para>Domain: real; alpha, beta &gt; 0. Rows are normalised; a row of zeros stays as it is. Range: [0, inf).</para>
/// <para>Shapes: prediction [N, D], int target [N]; one term for each anchor, also for one that lacks positives or negatives: each half counts alone. The
/// prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Source: Wang et al. 2019, arXiv:1904.06627.</para>
/// </remarks>
/// <param name="Alpha">Sharpness among positives: the larger, the more the least similar ones count. 2 is usual.</param>
/// <param name="Beta">Sharpness among negatives: the larger, the more the most similar ones count. 50 is usual.</param>
/// <param name="Lambda">Cosine that separates positives from negatives; 0.5 to 1.</param>
[Loss("multi_similarity", "Multi-similarity", "多相似度损失",
    Family = LossFamily.Metric,
    Formula = "1/a log(1 + sum_p e^{-a (s_ip - l)}) + 1/b log(1 + sum_n e^{b (s_in - l)});  a = alpha, b = beta, l = lambda",
    Latex = @"\begin{aligned} & \frac{1}{\alpha} \log\left(1 + \sum_{p \in P_{i}} e^{-\alpha (s_{ip} - \lambda)}\right) + \frac{1}{\beta} \log\left(1 + \sum_{n \in N_{i}} e^{\beta (s_{in} - \lambda)}\right), \quad s_{ij} = \cos(x_{i}, x_{j}) \\ & P_{i} = \lbrace j \ne i : y_{j} = y_{i} \rbrace, \quad N_{i} = \lbrace j : y_{j} \ne y_{i} \rbrace \end{aligned}",
    Aliases = ["MultiSimilarityLoss"])]
[English("Pulls and pushes all pairs of a batch, the hard ones the most; each anchor has two smooth hinges.",
    Use = "you train an embedding on labelled batches and want a strong default.",
    Avoid = "labels are noisy: a large beta follows single negatives (supcon).",
    Letters = "s: the cosine of two samples; p, n: samples of the same class and of another class; i, j: samples")]
[Chinese("拉近或推开批内所有样本对，越难的样本对力度越大；每个锚点有两个光滑的合页。",
    Use = "在带标签的批次上训练嵌入，想要一个可靠的首选时。",
    Avoid = "标签有噪声时（用 supcon）：beta 较大时会被个别负样本牵着走。",
    Letters = "s：两个样本的余弦；p、n：同类样本与异类样本；i、j：样本")]
public readonly record struct MultiSimilarity(
    [Positive, Chinese("正样本的锐度：越大，相似度最低的正样本越受重视。常用 2。")] double Alpha,
    [Positive, Chinese("负样本的锐度：越大，相似度最高的负样本越受重视。常用 50。")] double Beta,
    [Chinese("区分正负样本的余弦阈值，取 0.5 至 1。")] double Lambda) : ITensorLoss
{
    public MultiSimilarity()
        : this(2, 50, 0.5)
    {
    }

    /// <summary>One term for each anchor.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("N"), Labels] Tensor target)
    {
        var pairs = LabelPairs.Within(target, prediction.Type);
        var cosines = CosineSimilarity.OfPairs(prediction);
        var pull = (-Alpha * (cosines - Lambda)).LogSumExp(^1, pairs.Positive).Softplus();
        var push = (Beta * (cosines - Lambda)).LogSumExp(^1, pairs.Negative).Softplus();
        return (pull / Alpha) + (push / Beta);
    }
}
