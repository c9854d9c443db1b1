namespace Minima.Tensors.Losses;

/// <summary>The label against sampled noise, each by a yes-no question: a softmax that is never summed.</summary>
/// <remarks>
/// <para>Formula: softplus(-(x_y - log q_y)) + sum_j softplus(z_j - log r_j), with x_y the prediction (the logit of the label), z the logits of the sampled classes, q and r the
/// expected counts of label and samples.</para>
/// <para>Domain: real; a sampled logit of -inf is left out. Range: [0, inf).</para>
/// <para>Shapes: prediction and its log expected count [N], sampled logits and theirs [N, S]; one term for each row. The logits are differentiated, the counts are not.
/// Reduction: mean over rows.</para>
/// <para>Convention: TensorFlow's nce_loss with the samples given.</para>
/// <para>Numerics: softplus, full relative accuracy in the tail.</para>
/// <para>Source: Gutmann and Hyvaerinen 2010, AISTATS; Mnih and Teh 2012, ICML.</para>
/// </remarks>
[Loss("noise_contrastive", "Noise-contrastive estimation", "噪声对比估计",
    Family = LossFamily.MultiClass,
    Latex = @"\log\left(1 + e^{-(x_{y} - \log q_{y})}\right) + \sum_{j} \log\left(1 + e^{z_{j} - \log r_{j}}\right)",
    Aliases = ["nce_loss", "noise_contrastive_estimation"])]
[English("Tells the label from sampled noise by logistic regression, which also learns to normalise itself.",
    Use = "classes are too many for a softmax and scores should be log-probabilities without a sum in use.",
    Avoid = "only the ranking of classes is wanted (sampled_softmax), or embeddings are (negative_sampling).",
    Letters = "y: the true class; j: a sampled class; z: sampled; q, r: the expected counts of the true and of the sampled class")]
[Chinese("用逻辑回归区分标签与采样噪声，模型由此学会自归一化。",
    Use = "类别太多，无法做 softmax，且希望使用时无需求和、得分即为对数概率时。",
    Avoid = "只需要类别排序时（用 sampled_softmax），或只需要嵌入时（用 negative_sampling）。",
    Letters = "y：真实类别；j：采样的类别；z：sampled；q、r：真实类别与采样类别的期望次数")]
public readonly record struct NoiseContrastive : ITensorLoss
{
    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N")] Tensor prediction, [Axes("N S")] Tensor sampled, [Axes("N"), Constant] Tensor logExpectedCountTrue, [Axes("N S"), Constant] Tensor logExpectedCountSampled) =>
        (logExpectedCountTrue - prediction).Apply(default(Softplus)) + (sampled - logExpectedCountSampled).Apply(default(Softplus)).Sum(^1);
}
