namespace Minima.Tensors.Losses;

/// <summary>Several views of one item should be classified alike: the mean divergence of their distributions from the mean distribution.</summary>
/// <remarks>
/// <para>Formula: alpha times the mean over views v of KL(p_v || m), with p_v = softmax(x_v), m the mean of the p_v held in [1e-7, 1].</para>
/// <para>Domain: real logits. Range: [0, alpha log V], apart from what clamping m adds.</para>
/// <para>Shapes: prediction [V, N, K]: views, rows, classes; one term for each row. All views are differentiated.</para>
/// <para>Convention: timm JsdCrossEntropy adds cross_entropy on the first view; that is left to the caller.</para>
/// <para>Kinks: probabilities of the mixture below 1e-7 count as 1e-7, with derivative 0.</para>
/// <para>Source: Hendrycks et al. 2020 (AugMix), arXiv:1912.02781; Englesson and Azizpour 2021, arXiv:2105.04522.</para>
/// </remarks>
/// <param name="Alpha">Weight of the divergence; 12 is usual.</param>
[Loss("jsd_consistency", "Multi-view JSD (AugMix / generalised JS)", "多视图 JS 一致性",
    Family = LossFamily.Divergence,
    Formula = "alpha mean_v KL(p_v || m);  m = mean_v p_v",
    Latex = @"\frac{\alpha}{V} \sum_{v=1}^{V} \sum_{k} p_{vk} \log \frac{p_{vk}}{m_{k}}, \quad m_{k} = \max\left(10^{-7}, \frac{1}{V} \sum_{v=1}^{V} p_{vk}\right), \quad p_{v} = \operatorname{softmax}\left(x_{v}\right)",
    Kinks = "a mixture below 1e-7: slope 0", ChineseKinks = "混合概率低于 1e-7 处：斜率取 0",
    Aliases = ["JsdCrossEntropy", "AugMixLoss"])]
[English("Several views of one item should get one and the same distribution.",
    Use = "augmented views are available and predictions should not depend on the augmentation: added to cross_entropy.",
    Avoid = "views may differ in class, or used alone: a constant prediction is perfectly consistent.",
    Letters = "p: the vector of predicted probabilities of a view; m: their mean")]
[Chinese("同一样本的多个视图应得到相同的分布。",
    Use = "有增强视图，且预测不应随增强而变时：与 cross_entropy 相加使用。",
    Avoid = "各视图类别可能不同时，或单独使用时：恒定的预测也完全一致。",
    Letters = "p：一个视图的预测概率；m：其平均")]
public readonly record struct ViewConsistency(
    [NonNegative, Chinese("散度的权重，常用 12。")] double Alpha) : ITensorLoss
{
    private const double LeastShare = 1e-7;

    public ViewConsistency()
        : this(12)
    {
    }

    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("V N K")] Tensor prediction)
    {
        var logs = prediction.LogSoftmax(^1);
        var mixture = logs.Exp().MeanOrZero(0, keep: true).Clamp(LeastShare, 1).Log();
        return Alpha * LogProbabilities.KullbackLeibler(logs, mixture.BroadcastTo(logs.Shape)).MeanOrZero(0);
    }
}
