using Minima.Losses;

namespace Minima.Tensors.Losses;

/// <summary>Cross-entropy of the top item: the softmax of the relevance against that of the scores.</summary>
/// <remarks>
/// <para>Formula: -sum_i softmax(y)_i log softmax(s)_i, with s the scores and y the relevance.</para>
/// <para>Domain: scores and relevance real; mask 0 or 1, else refused. Range: [0, inf); the minimum is the entropy of softmax(y).</para>
/// <para>Shapes: prediction, target [B, N], mask likewise or left out; one term for each list. Masked items are out of both softmaxes; a list with none left is 0.
/// The prediction is differentiated. Reduction: mean over lists.</para>
/// <para>Convention: no epsilon in the logarithm (allRank has 1e-10).</para>
/// <para>Numerics: the fused softmax of soft_cross_entropy; a log-probability near 0 keeps its digits.</para>
/// <para>Limits: soft_cross_entropy with the softmax of the relevance as target.</para>
/// <para>Source: Cao et al. 2007, ICML, doi:10.1145/1273496.1273513.</para>
/// </remarks>
[Loss("listnet", "ListNet (top-one)", "ListNet 列表损失",
    Family = LossFamily.Ranking,
    Latex = @"-\sum_{i} \operatorname{softmax}(y)_{i} \log \, \operatorname{softmax}(s)_{i}",
    Aliases = ["ListNetLoss"],
    SearchWords = ["learning to rank", "排序学习"])]
[English("Compares, item by item, the probability of being on top.",
    Use = "relevance is graded, lists are long, and a smooth loss that costs no pairs is wanted.",
    Avoid = "relevance is clicks (ranking_softmax), or the whole order counts (listmle).",
    Letters = "i: an item of a list")]
[Chinese("逐项比较“排在首位”的概率。",
    Use = "相关性有等级、列表较长，且想要光滑又无需成对计算的损失时。",
    Avoid = "相关性是点击时（用 ranking_softmax），或整个次序都重要时（用 listmle）。",
    Limits = "即以相关度的 softmax 为目标的 soft_cross_entropy。",
    Letters = "i：列表中的项")]
public readonly record struct ListNet : ITensorLoss
{
    /// <summary>One term for each list.</summary>
    public LossTerms Of([Axes("B N")] Tensor prediction, [Axes("B N"), Constant] Tensor target, [Axes("B N"), Constant, CanBeNone] Tensor mask)
    {
        if (prediction.Count == 0) return prediction.Sum(^1);
        if (mask.IsNone) return new SoftCrossEntropy().Apply(prediction, target.Softmax(^1), new LossArguments { Reduction = Minima.Reduction.None });
        var lists = ScoreLists.Of("listnet", prediction, target, mask);
        var top = lists.Relevance.Softmax(^1, mask);
        return (top * SoftmaxCrossEntropy.AtEveryClass(lists.Scores, mask).If(top)).Sum(^1);
    }
}
