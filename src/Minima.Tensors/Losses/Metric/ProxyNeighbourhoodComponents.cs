namespace Minima.Tensors.Losses;

/// <summary>Each row must be nearer to the proxy of its class than to the proxies of others: neighbourhood components without neighbours.</summary>
/// <remarks>
/// <para>Formula: l_i = -log(e^{-s d_iy^2} / sum_k e^{-s d_ik^2}), d_ik the Euclidean distance of row i from proxy k, both normalised, y the label and s the
/// scale.</para>
/// <para>Domain: real; scale &gt; 0; labels 0 to K - 1. Rows of zeros stay as they are. Range: [0, inf).</para>
/// <para>Shapes: prediction [N, D], weight [K, D] (the proxies, which are learned), int target [N]; one term for each row. Prediction and weight are
/// differentiated. Reduction: mean over rows.</para>
/// <para>Convention: the true proxy is in the denominator (ProxyNCA++, pytorch-metric-learning); the paper of 2017 leaves it out.</para>
/// <para>Source: Movshovitz-Attias et al. 2017, arXiv:1703.07464; Teh et al. 2020, arXiv:2004.01113.</para>
/// </remarks>
/// <param name="Scale">Factor of the squared distances, an inverse temperature.</param>
[Loss("proxy_nca", "Proxy-NCA", "代理 NCA",
    Family = LossFamily.Metric,
    Formula = "-log(e^{-s d_iy^2} / sum_k e^{-s d_ik^2});  s = scale",
    Latex = @"-\log \frac{e^{-s d_{iy}^{2}}}{\sum_{k} e^{-s d_{ik}^{2}}}, \quad d_{ik} = \left\lVert \frac{x_{i}}{\left\lVert x_{i} \right\rVert} - \frac{w_{k}}{\left\lVert w_{k} \right\rVert} \right\rVert, \quad s = \mathrm{scale}",
    Aliases = ["ProxyNCALoss"])]
[English("Rows are compared with one learned proxy for each class in place of with each other.",
    Use = "classes are many, batches small, and pairs of one class rarely meet.",
    Avoid = "classes have several clusters (soft_triple), or relations within the batch matter (proxy_anchor).",
    Letters = "d: the distance of a sample and a proxy, both normalised")]
[Chinese("样本不再彼此比较，而是与每类一个可学习的代理比较。",
    Use = "类别多、批次小，同类样本很少同批出现时。",
    Avoid = "一类有多个簇时（用 soft_triple），或批内样本间的关系重要时（用 proxy_anchor）。",
    Letters = "d：归一化后样本与代理的距离")]
public readonly record struct ProxyNeighbourhoodComponents(
    [Positive, Chinese("距离平方的系数，即温度的倒数。")] double Scale) : ITensorLoss
{
    public ProxyNeighbourhoodComponents()
        : this(1)
    {
    }

    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("K D")] Tensor weight, [Axes("N"), Labels("K")] Tensor target) =>
        SoftmaxCrossEntropy.PerRow(-Scale * prediction.Normalize(^1).PairwiseSquaredDistances(weight.Normalize(^1)), target);
}
