namespace Minima.Tensors.Losses;

/// <summary>Cross-entropy on labelled items, and on strongly augmented unlabelled ones against the class that the model confidently predicts for their weakly augmented copies.</summary>
/// <remarks>
/// <para>Formula: mean CE(labelled, y) + lambda / U sum_u [max p_u &gt;= tau] CE(strong_u, argmax p_u), p = softmax(weak).</para>
/// <para>Domain: logits real; labels 0 to K - 1; 0 &lt;= tau &lt;= 1; lambda &gt;= 0. Range: [0, inf).</para>
/// <para>Shapes: labelled [N, K] with target [N] labels; strong and weak [U, K]; one number. labelled and strong are differentiated; weak is constant. No item of a kind: its part is 0.</para>
/// <para>Kinks: of classes equally likely the first.</para>
/// <para>Convention: divided by all unlabelled items, sure or not (the paper, optax). FlexMatch has a threshold for each class.</para>
/// <para>Source: Sohn et al. 2020, NeurIPS, arXiv:2001.07685; pseudo-labels: Lee 2013.</para>
/// </remarks>
/// <param name="Tau">Probability from which the model's own label is trusted; 0.95 is usual.</param>
/// <param name="Lambda">Weight of the unlabelled samples.</param>
[Loss("fixmatch", "FixMatch / pseudo-label", "FixMatch 伪标签",
    Family = LossFamily.Weighting, Link = PredictionLink.Softmax,
    Formula = "mean CE(labelled, y) + lambda / U sum_u [max p_u >= tau] CE(strong_u, argmax p_u);  p = softmax(weak)",
    Latex = @"-\frac{1}{N} \sum_{i=1}^{N} \log \operatorname{softmax}\left(\mathrm{labelled}_{i}\right)_{y_{i}} - \frac{\lambda}{U} \sum_{u=1}^{U} \left[\max_{k} p_{uk} \ge \tau\right] \log \operatorname{softmax}\left(\mathrm{strong}_{u}\right)_{\operatorname{argmax}_{k} p_{uk}}, \quad p_{u} = \operatorname{softmax}\left(\mathrm{weak}_{u}\right)",
    Kinks = "equal classes: the first", ChineseKinks = "类别概率相等：取前者",
    Aliases = ["fixmatch_loss", "PseudoLabel"])]
[English("Learns from unlabelled samples by the classes that the model itself predicts with confidence.",
    Use = "labels are few, unlabelled items many, and there are changes that keep the class.",
    Avoid = "unlabelled samples are of other classes: even confident predictions are wrong there.")]
[Chinese("用模型自身有把握的预测类别，从无标签样本中学习。",
    Use = "标签很少，无标签样本很多，且有不改变类别的增强方式时。",
    Avoid = "无标签样本属于其他类别时：有把握的预测也会是错的。")]
public readonly record struct FixMatch(
    [Unit, Chinese("采信模型自身标签的概率阈值，常用 0.95。")] double Tau,
    [NonNegative, Chinese("无标签样本的权重。")] double Lambda) : ITensorLoss
{
    public FixMatch()
        : this(0.95, 1)
    {
    }

    /// <summary>One number.</summary>
    public LossTerms Of([Axes("N K")] Tensor labelled, [Axes("U K")] Tensor strong, [Axes("U K"), Constant] Tensor weak, [Axes("N"), Labels("K")] Tensor target)
    {
        var known = SoftmaxCrossEntropy.PerRow(labelled, target).MeanOrZero();
        if (weak.Count == 0) return LossTerms.Scalar(known + strong.Sum());
        var guess = weak.ArgMax(^1);
        var confidence = weak.Softmax(^1).Pick(guess);

        // Both comparisons are 0 for a NaN, which is not a sure guess.
        var threshold = Tensor.Scalar(Tau, weak.Type);
        var isSure = threshold.Less(confidence) + (confidence - threshold).IsZero();
        return LossTerms.Scalar(known + (Lambda * SoftmaxCrossEntropy.PerRow(strong, guess).If(isSure).MeanOrZero()));
    }
}
