namespace Minima.Tensors.Losses;

/// <summary>Each row should draw its neighbour, at random by nearness, from its own class.</summary>
/// <remarks>
/// <para>Formula: l_i = -log(sum_p e^{-s d_ip^2} / sum_{k != i} e^{-s d_ik^2}) over the p with the label of i, d the Euclidean distance and s the scale.</para>
/// <para>Domain: real; scale &gt; 0. Range: [0, inf).</para>
/// <para>Shapes: prediction [N, D], int target [N]; one term for each anchor. The prediction is differentiated. Reduction: mean over the anchors that have a
/// positive; the others are 0.</para>
/// <para>Convention: rows keep their lengths; pytorch-metric-learning normalises them. The logarithm of each row is taken; the paper also has the plain
/// probability.</para>
/// <para>Source: Goldberger et al. 2004, NIPS, "Neighbourhood components analysis".</para>
/// </remarks>
/// <param name="Scale">Factor of the squared distances: the larger, the more only the nearest neighbours count.</param>
[Loss("nca", "Neighbourhood components analysis", "邻域成分分析",
    Family = LossFamily.Metric,
    Formula = "-log(sum_p e^{-s d_ip^2} / sum_{k != i} e^{-s d_ik^2});  s = scale",
    Latex = @"-\log \frac{\sum_{p \in P_{i}} e^{-s d_{ip}^{2}}}{\sum_{k \ne i} e^{-s d_{ik}^{2}}}, \quad d_{ij} = \left\lVert x_{i} - x_{j} \right\rVert, \quad P_{i} = \lbrace j \ne i : y_{j} = y_{i} \rbrace, \quad s = \mathrm{scale}",
    Aliases = ["NCALoss"])]
[English("The probability that a random near neighbour has the same class, made large.",
    Use = "a nearest-neighbour classifier will use the embedding, and classes may have several clusters.",
    Avoid = "batches hold few rows of each class (proxy_nca).",
    Letters = "d: the distance of two samples; p: a sample of the same class; i, j, k: samples")]
[Chinese("使随机抽取的近邻属于同一类的概率尽量大。",
    Use = "嵌入将用于最近邻分类，且一类可能分成多个簇时。",
    Avoid = "批内每类样本很少时（用 proxy_nca）。",
    Letters = "d：两个样本的距离；p：同类样本；i、j、k：样本")]
public readonly record struct NeighbourhoodComponents(
    [Positive, Chinese("距离平方的系数：越大，越只看最近的近邻。")] double Scale) : ITensorLoss
{
    public NeighbourhoodComponents()
        : this(1)
    {
    }

    /// <summary>One term for each anchor.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("N"), Labels] Tensor target)
    {
        var pairs = LabelPairs.Within(target, prediction.Type);
        var logits = -Scale * prediction.PairwiseSquaredDistances(prediction);
        return MetricReduction.PerAnchor((logits.LogSumExp(^1, pairs.Negative) - logits.LogSumExp(^1, pairs.Positive)).Softplus(), pairs.HasPositive);
    }
}
