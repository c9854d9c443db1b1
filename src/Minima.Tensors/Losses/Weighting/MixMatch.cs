namespace Minima.Tensors.Losses;

/// <summary>Cross-entropy on mixed labelled items, and squared distance to sharpened guesses on unlabelled ones.</summary>
/// <remarks>
/// <para>Formula: mean CE(labelled, t) + lambda mean_u sum_k (softmax(u)_k - q_uk)^2, q the guess.</para>
/// <para>Domain: logits real; targets from 0 to 1; lambda &gt;= 0.</para>
/// <para>Shapes: labelled and target [N, K], unlabelled and guess [U, K]; one number. Both logits are differentiated; target and guess are constant. No item of a kind: its part is 0.</para>
/// <para>Convention: not divided by K (optax, lambda 100); the paper divides by K and has 75. The guess is the mean over augmented copies, sharpened with temperature 0.5; items and targets are mixed before (mixup).</para>
/// <para>Source: Berthelot et al. 2019, NeurIPS, arXiv:1905.02249; mixup: Zhang et al. 2018, ICLR, arXiv:1710.09412.</para>
/// </remarks>
/// <param name="Lambda">Weight of the unlabelled samples.</param>
[Loss("mixmatch", "MixMatch / mixup", "MixMatch 与 mixup",
    Family = LossFamily.Weighting, Link = PredictionLink.Softmax,
    Formula = "mean CE(labelled, t) + lambda mean_u sum_k (softmax(u)_k - q_uk)^2",
    Latex = @"-\frac{1}{N} \sum_{i=1}^{N} \sum_{k} t_{ik} \log \, \operatorname{softmax}(x_{i})_{k} + \frac{\lambda}{U} \sum_{j=1}^{U} \sum_{k} (\operatorname{softmax}(u_{j})_{k} - q_{jk})^{2}",
    Aliases = ["mixmatch_loss", "mixup"])]
[English("Learns from mixtures of labelled and unlabelled items.",
    Use = "labels are few, and items can be mixed as images can.",
    Avoid = "strong augmentations of items are available (fixmatch), or items cannot be mixed (mean_teacher).",
    Letters = "u: unlabelled; q: guess; x: labelled")]
[Chinese("从有标签样本与无标签样本的混合中学习。",
    Use = "标签很少，且样本可以像图像那样混合时。",
    Avoid = "有现成的强增强时（用 fixmatch）；或样本不能混合时（用 mean_teacher）。",
    Letters = "u：unlabelled；q：guess；x：labelled")]
public readonly record struct MixMatch(
    [NonNegative, Chinese("无标签样本的权重。")] double Lambda) : ITensorLoss
{
    public MixMatch()
        : this(100)
    {
    }

    /// <summary>One number.</summary>
    public LossTerms Of([Axes("N K")] Tensor labelled, [Axes("U K")] Tensor unlabelled, [Axes("N K"), Unit, Constant] Tensor target, [Axes("U K"), Unit, Constant] Tensor guess) => LossTerms.Scalar(
        SoftmaxCrossEntropy.WithSoftLabels(labelled, target).MeanOrZero() + (Lambda * (unlabelled.Softmax(^1) - guess).Square().Sum(^1).MeanOrZero()));
}
