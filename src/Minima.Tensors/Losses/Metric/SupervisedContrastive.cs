namespace Minima.Tensors.Losses;

/// <summary>Each row must recognise all rows of its label among all other rows of the batch.</summary>
/// <remarks>
/// <para>Formula: l_i = -1/|P_i| sum_{p in P_i} log(e^{s_ip / T} / sum_{k != i} e^{s_ik / T}), with s the cosines, P_i the other rows with the label of i, and T
/// the temperature.</para>
/// <para>Domain: real; temperature &gt; 0. Rows are normalised; a row of zeros stays as it is. Range: [0, inf).</para>
/// <para>Shapes: prediction [N, D], int target [N]; one term for each anchor. The prediction is differentiated. Reduction: mean over the anchors that have a
/// positive; the others are 0.</para>
/// <para>Convention: L_out of the paper, without the factor T / 0.07 of the authors' code.</para>
/// <para>Source: Khosla et al. 2020, arXiv:2004.11362.</para>
/// </remarks>
/// <param name="Temperature">Divisor of the similarities: the smaller, the more the hardest samples count. 0.07 to 0.5.</param>
[Loss("supcon", "Supervised contrastive", "有监督对比损失",
    Family = LossFamily.Metric,
    Formula = "-1/|P_i| sum_{p in P_i} log(e^{s_ip / T} / sum_{k != i} e^{s_ik / T});  T = temperature",
    Latex = @"-\frac{1}{\left|P_{i}\right|} \sum_{p \in P_{i}} \log \frac{e^{s_{ip} / T}}{\sum_{k \ne i} e^{s_{ik} / T}}, \quad s_{ij} = \cos(x_{i}, x_{j}), \quad P_{i} = \lbrace j \ne i : y_{j} = y_{i} \rbrace, \quad T = \mathrm{temperature}",
    Aliases = ["SupConLoss"])]
[English("Each row must recognise all rows of its class among the whole batch.",
    Use = "you have labels and want an embedding that a linear classifier or nearest neighbours can use.",
    Avoid = "only two views of each example belong together (nt_xent), or batches hold one row of most classes (proxy_anchor).",
    Letters = "s: the cosine of two samples; P: the set of other samples of the class; p: one of them; i, j, k: samples")]
[Chinese("每个样本都须在整批中认出与自己同类的所有样本。",
    Use = "有标签，想得到可供线性分类器或最近邻使用的嵌入时。",
    Avoid = "只有每个样本的两个视图算同类时（用 nt_xent），或批内多数类别只有一个样本时（用 proxy_anchor）。",
    Letters = "s：两个样本的余弦；P：同类的其他样本；p：其中之一；i、j、k：样本")]
public readonly record struct SupervisedContrastive(
    [Positive, Chinese("相似度的除数：越小，最难的样本越受重视。取 0.07 至 0.5。")] double Temperature) : ITensorLoss
{
    public SupervisedContrastive()
        : this(0.1)
    {
    }

    /// <summary>One term for each anchor.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("N"), Labels] Tensor target)
    {
        var pairs = LabelPairs.Within(target, prediction.Type);
        var each = SoftmaxCrossEntropy.AtEveryClass(CosineSimilarity.OfPairs(prediction) / Temperature, pairs.Others);
        return MetricReduction.PerAnchor(each.Mean(^1, pairs.Positive), pairs.HasPositive);
    }
}
