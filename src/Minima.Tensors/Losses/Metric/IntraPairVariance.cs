namespace Minima.Tensors.Losses;

/// <summary>Positive pairs must not fall below their mean similarity, negative pairs not rise above theirs: pairs of a kind become alike.</summary>
/// <remarks>
/// <para>Formula: mean_p max(0, (1 - e) mean(s_p) - s_p)^2 + mean_n max(0, s_n - (1 + e) mean(s_n))^2 over the pairs p of one label and n of two, s the
/// cosines, e epsilon.</para>
/// <para>Domain: real. Rows are normalised; a row of zeros stays as it is. Range: [0, inf).</para>
/// <para>Shapes: prediction [N, D], int target [N]; one number. The prediction is differentiated, also through the means. A half without pairs: 0.</para>
/// <para>Convention: a term beside another metric loss; alone it draws nothing together.</para>
/// <para>Source: Yu et al. 2019, arXiv:1904.04779.</para>
/// </remarks>
/// <param name="Epsilon">Fraction of the mean by which a pair may deviate without cost; 0.01 is usual.</param>
[Loss("intra_pair_variance", "Intra-pair variance", "对内方差损失",
    Family = LossFamily.Metric,
    Formula = "mean_p max(0, (1 - e) mean(s_p) - s_p)^2 + mean_n max(0, s_n - (1 + e) mean(s_n))^2;  e = epsilon",
    Latex = @"\frac{1}{\left|P\right|} \sum_{p \in P} \max\left(0, (1 - \varepsilon) \bar{s}_{P} - s_{p}\right)^{2} + \frac{1}{\left|N\right|} \sum_{n \in N} \max\left(0, s_{n} - (1 + \varepsilon) \bar{s}_{N}\right)^{2}, \quad s_{ij} = \cos\left(x_{i}, x_{j}\right), \quad P = \left\{(i, j) : i \ne j, y_{i} = y_{j}\right\}, \quad N = \left\{(i, j) : y_{i} \ne y_{j}\right\}",
    Aliases = ["IntraPairVarianceLoss"])]
[English("Makes similarities vary less among positive pairs, and less among negative pairs.",
    Use = "you have a metric loss and a single threshold must later serve all classes.",
    Avoid = "it would be the only loss: take multi_similarity and add it.",
    Letters = "s: the cosine of two samples; p, n: pairs of one class and of two classes; P, N: the sets of these pairs; y: target; i, j: samples")]
[Chinese("使各正样本对的相似度更一致，各负样本对的也更一致。",
    Use = "已有度量损失，而之后要对所有类别使用同一阈值时。",
    Avoid = "单独使用时：应以 multi_similarity 为主，再加上它。",
    Letters = "s：两个样本的余弦；p、n：同类对与异类对；P、N：这两类对的集合；y：target；i、j：样本")]
public readonly record struct IntraPairVariance(
    [Chinese("样本对偏离均值在此比例之内不计损失，常用 0.01。")] double Epsilon) : ITensorLoss
{
    public IntraPairVariance()
        : this(0.01)
    {
    }

    /// <summary>One number for the batch.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("N"), Labels] Tensor target)
    {
        var pairs = LabelPairs.Within(target, prediction.Type);
        var cosines = CosineSimilarity.OfPairs(prediction);
        var below = (((1 - Epsilon) * cosines.Mean(pairs.Positive)) - cosines).Relu();
        var above = (cosines - ((1 + Epsilon) * cosines.Mean(pairs.Negative))).Relu();
        return LossTerms.Scalar((below * below).Mean(pairs.Positive) + (above * above).Mean(pairs.Negative));
    }
}
