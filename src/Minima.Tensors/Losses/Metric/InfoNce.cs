namespace Minima.Tensors.Losses;

/// <summary>Each query must find its own key among the keys of the batch: the cross-entropy of their similarities.</summary>
/// <remarks>
/// <para>Formula: l_i = -log softmax_j(cos(q_i, k_j) / T)_i, with q the queries, k the keys and T the temperature.</para>
/// <para>Domain: real; rows are normalised; a row of zeros stays as it is. T &gt; 0. Range: [0, inf).</para>
/// <para>Shapes: queries [N, D], keys [N, D]; one term for each query. Both are differentiated (MoCo: pass the keys as they are, by Detach). Reduction: mean over queries.</para>
/// <para>Convention: one direction; clip takes the mean of both, nt_xent the views of one another.</para>
/// <para>Numerics: some queries at a time, so that their similarities with all keys are never all in memory; there is no second derivative.</para>
/// <para>Source: van den Oord et al. 2018, arXiv:1807.03748; He et al. 2020 (MoCo), arXiv:1911.05722.</para>
/// </remarks>
/// <param name="Temperature">Divisor of the similarities: the smaller, the more the hardest negatives count. 0.07 to 0.5, usually 0.1.</param>
[Loss("info_nce", "InfoNCE", "InfoNCE",
    Family = LossFamily.Metric,
    Formula = "-log softmax_j(cos(q_i, k_j) / T)_i;  T = temperature",
    Latex = @"-\log \operatorname{softmax}_{j}\left(\frac{\cos\left(q_{i}, k_{j}\right)}{\mathrm{temperature}}\right)_{i}, \quad q = \mathrm{query}, \quad k = \mathrm{key}",
    Aliases = ["CPC", "MultipleNegativesRankingLoss"],
    SearchWords = ["contrastive learning", "对比学习", "self-supervised", "自监督"])]
[English("Each query must find its own key among all keys of the batch.",
    Use = "pairs are what you have (two views, question and answer) and everything else in the batch may serve as a negative.",
    Avoid = "several rows of the batch belong together (supcon), or batches are small (siglip).")]
[Chinese("每个查询须在批内所有键中找到与自己配对的键。",
    Use = "数据成对出现（两个视图、问题与答案），且批内其余样本都可当作负样本时。",
    Avoid = "批内有多个样本同属一类时（用 supcon），或批次很小时（用 siglip）。")]
public readonly record struct InfoNce(
    [Positive, Chinese("相似度的除数：越小，最难的负样本越受重视。取 0.07 至 0.5，常用 0.1。")] double Temperature) : ITensorLoss
{
    public InfoNce()
        : this(0.07)
    {
    }

    /// <summary>One term for each query.</summary>
    public LossTerms Of([Axes("N D")] Tensor query, [Axes("N D")] Tensor key) =>
        SoftmaxCrossEntropy.OfProducts(query.Normalize(^1) / Temperature, key.Normalize(^1), Tensor.Arange(query.Shape[0]));
}
