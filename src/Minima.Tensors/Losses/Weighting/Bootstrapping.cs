namespace Minima.Tensors.Losses;

/// <summary>Cross-entropy against a mixture of the label and of the model's own prediction.</summary>
/// <remarks>
/// <para>Formula: -(b t + (1 - b) p) . log p = b (-log p_y) + (1 - b) H(p), p = softmax(x).</para>
/// <para>Domain: logits real; labels 0 to K - 1; 0 &lt;= beta &lt;= 1. Range: [0, inf).</para>
/// <para>Shapes: prediction [N, K], target [N] labels; one term for each row. Only the prediction is differentiated, in the target too.</para>
/// <para>Convention: the soft form; the hard one has the likeliest class in place of p, beta 0.8.</para>
/// <para>Limits: cross_entropy for beta 1; the entropy of the prediction for beta 0.</para>
/// <para>Source: Reed et al. 2015, ICLR workshop, arXiv:1412.6596.</para>
/// </remarks>
/// <param name="Beta">Weight of the recorded label; the rest belongs to the model's own prediction. 0.8 (hard) or 0.95 (soft) is usual.</param>
[Loss("bootstrapping", "Bootstrapping (soft)", "自举标签（软）",
    Family = LossFamily.Weighting, Link = PredictionLink.Softmax,
    Formula = "b (-log p_y) + (1 - b) H(p);  p = softmax(x);  b = beta",
    Latex = @"-\beta \log p_{y} - (1 - \beta) \sum_{k} p_{k} \log p_{k}, \quad p = \operatorname{softmax}(x)",
    Aliases = ["SoftBootstrapping", "Reed"],
    SearchWords = ["label noise", "noisy labels", "标签噪声", "标签错误", "错误标签"])]
[English("Lets a model contradict labels of which it is sure that they are wrong.",
    Use = "a few labels are wrong, and the model has learned enough to doubt them.",
    Avoid = "the model is in its first epochs: it would confirm guesses. Begin with cross_entropy.",
    Letters = "H: the entropy; p: the vector of predicted probabilities")]
[Chinese("允许模型反驳它确信有误的标签。",
    Use = "少量标签有误，且模型所学已足以质疑它们时。",
    Avoid = "训练的最初几轮：模型会坐实自己的猜测；应先用 cross_entropy。",
    Limits = "beta = 1 时为 cross_entropy；beta = 0 时为预测的熵。",
    Letters = "H：熵；p：预测概率")]
public readonly record struct Bootstrapping(
    [Unit, Chinese("记录标签的权重，其余属于模型自身的预测；硬形式常用 0.8，软形式常用 0.95。")] double Beta) : ITensorLoss
{
    public Bootstrapping()
        : this(0.95)
    {
    }

    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N K")] Tensor prediction, [Axes("N"), Labels("K")] Tensor target)
    {
        var losses = SoftmaxCrossEntropy.AtEveryClass(prediction);
        var believed = (-losses).Exp();
        return (Beta * SoftmaxCrossEntropy.PerRow(prediction, target)) + ((1 - Beta) * (believed * losses.If(believed)).Sum(^1));
    }
}
