namespace Minima.Tensors.Losses;

/// <summary>A word and its neighbour must point the same way, a word and random words must not: the loss of word2vec.</summary>
/// <remarks>
/// <para>Formula: softplus(-u.v) + sum_j softplus(u.w_j), with u the centre, v the positive and w the negatives.</para>
/// <para>Domain: real. Range: (0, inf).</para>
/// <para>Shapes: centres and positives [N, D], negatives [N, M, D]; one term for each centre. All are differentiated. Reduction: mean over centres.</para>
/// <para>Convention: the sum over negatives, not their mean.</para>
/// <para>Numerics: softplus, full relative accuracy in the tail.</para>
/// <para>Source: Mikolov et al. 2013, NeurIPS, arXiv:1310.4546.</para>
/// </remarks>
[Loss("negative_sampling", "Negative sampling (word2vec)", "负采样（word2vec）",
    Family = LossFamily.MultiClass,
    Latex = @"\log\left(1 + e^{-u \cdot v}\right) + \sum_{j} \log\left(1 + e^{u \cdot w_{j}}\right)",
    Aliases = ["SGNS", "skip_gram_negative_sampling"])]
[English("Logistic regression on dot products: neighbours against words drawn at random.",
    Use = "you learn embeddings of words, items or nodes from pairs that occur together.",
    Avoid = "scores are to be probabilities (noise_contrastive), or vectors of one length (info_nce).",
    Letters = "u: center; v: positive; w: negative; j: a negative")]
[Chinese("对内积做逻辑回归：区分真实的邻近词与随机抽取的词。",
    Use = "由共同出现的配对学习词、商品或节点的嵌入时。",
    Avoid = "希望得分是概率时（用 noise_contrastive），或要求向量等长时（用 info_nce）。",
    Letters = "u：center；v：positive；w：negative；j：负样本")]
public readonly record struct NegativeSampling : ITensorLoss
{
    /// <summary>One term for each centre.</summary>
    public LossTerms Of([Axes("N D")] Tensor center, [Axes("N D")] Tensor positive, [Axes("N M D")] Tensor negative)
    {
        var centers = center.Reshape([center.Shape[0], 1, center.Shape[1]]).BroadcastTo(negative.Shape);
        return (-(center * positive).Sum(^1)).Apply(default(Softplus)) + (centers * negative).Sum(^1).Apply(default(Softplus)).Sum(^1);
    }
}
