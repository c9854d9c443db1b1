namespace Minima.Tensors.Losses;

/// <summary>Similarities to positives rise and those to negatives fall, each at its own pace: what is far from its optimum moves faster.</summary>
/// <remarks>
/// <para>Formula: l_i = log(1 + sum_n e^{g a_n (s_n - m)} sum_p e^{-g a_p (s_p - (1 - m))}), a_n = max(0, s_n + m), a_p = max(0, 1 + m - s_p), with s the
/// cosines of anchor i, m the margin and g gamma. The weights a count as constants unless differentiate_weights.</para>
/// <para>Domain: real; gamma &gt; 0. Rows are normalised unless normalize is false; a row of zeros stays as it is. Range: [0, inf).</para>
/// <para>Shapes: prediction [N, D], int target [N]; if a reference set is given, [M, D] with int labels [M], its rows are the partners. One term for each
/// anchor. Prediction and reference are differentiated. Reduction: mean over the anchors that have a positive and a negative; the others are 0.</para>
/// <para>Kinks: s = -m and s = 1 + m if the weights are differentiated, derivative 0 there.</para>
/// <para>Convention: constant weights as in the paper and pytorch-metric-learning; Keras differentiates them and takes normalised rows
/// (differentiate_weights = true, normalize = false). Margin 0.4 and gamma 80 are the libraries'; the paper has 0.25 and 256.</para>
/// <para>Source: Sun et al. 2020, arXiv:2002.10857.</para>
/// </remarks>
/// <param name="Margin">Relaxation: positives aim at 1 - margin, negatives at margin; 0.25 to 0.4.</param>
/// <param name="Gamma">Scale of the similarities; 64 to 256.</param>
/// <param name="DifferentiateWeights">Lets the gradient pass through the weights of the similarities too.</param>
/// <param name="Normalize">Normalises the samples to length 1.</param>
[Loss("circle", "Circle loss", "Circle 损失",
    Family = LossFamily.Metric, StopsGradient = true,
    Formula = "log(1 + sum_n e^{g a_n (s_n - m)} sum_p e^{-g a_p (s_p - 1 + m)}), a_n = max(0, s_n + m), a_p = max(0, 1 + m - s_p);  m = margin, g = gamma;  and differentiate_weights, normalize",
    ChineseFormula = "log(1 + sum_n e^{g a_n (s_n - m)} sum_p e^{-g a_p (s_p - 1 + m)}), a_n = max(0, s_n + m), a_p = max(0, 1 + m - s_p);  m = margin, g = gamma；另有参数 differentiate_weights、normalize",
    Latex = @"\log\left(1 + \sum_{n} e^{\gamma a_{n} \left(s_{n} - \mathrm{margin}\right)} \sum_{p} e^{-\gamma a_{p} \left(s_{p} - 1 + \mathrm{margin}\right)}\right), \quad a_{n} = \max\left(0, s_{n} + \mathrm{margin}\right), \quad a_{p} = \max\left(0, 1 + \mathrm{margin} - s_{p}\right), \quad s_{j} = \begin{cases} \cos\left(x_{i}, x_{j}\right) & \text{if } \mathrm{normalize} \\ x_{i} \cdot x_{j} & \text{otherwise} \end{cases}",
    Kinks = "the weights a count as constants unless they are differentiated; then slope 0 at their edges",
    ChineseKinks = "权重 a 视为常数；若选择对其求导，则在其转折处斜率取 0",
    Aliases = ["CircleLoss"])]
[English("Pair similarities optimised at a pace of their own: those far from their optimum move faster.",
    Use = "positives and negatives are learned at different speeds, as in face and person retrieval.",
    Avoid = "its two parameters cannot be tuned (multi_similarity has robust defaults).",
    Letters = "p, n: samples of the same class and of another class; s: the similarity of two samples; a: the weight of a pair")]
[Chinese("每个相似度按各自的步调优化：离最优越远，变化越快。",
    Use = "正、负样本的学习速度不同时，如人脸与行人检索。",
    Avoid = "无法调节其两个参数时（multi_similarity 的默认值更可靠）。",
    Letters = "p、n：同类样本与异类样本；s：两个样本的相似度；a：样本对的权重")]
public readonly record struct Circle(
    [Chinese("松弛量：正样本以 1 - margin 为目标，负样本以 margin 为目标，取 0.25 至 0.4。")] double Margin,
    [Positive, Chinese("相似度的缩放系数，取 64 至 256。")] double Gamma,
    [Chinese("梯度也经过相似度的权重。")] bool DifferentiateWeights,
    [Chinese("把样本归一化到长度 1。")] bool Normalize) : ITensorLoss
{
    public Circle()
        : this(0.4, 80, false, true)
    {
    }

    /// <summary>One term for each anchor.</summary>
    /// <exception cref="LossException">A reference set without labels, or labels without it.</exception>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("N"), Labels] Tensor target, [Axes("M D"), CanBeNone] Tensor reference, [Axes("M"), Labels, CanBeNone] Tensor referenceTarget)
    {
        if (reference.IsNone != referenceTarget.IsNone) throw new LossException(LossError.MissingInput, "circle: only one of reference and reference_target is given; a reference set needs rows and labels. Give both, or neither.");
        var pairs = reference.IsNone ? LabelPairs.Within(target, prediction.Type) : LabelPairs.Between(target, referenceTarget, prediction.Type);
        var anchors = Normalize ? prediction.Normalize(^1) : prediction;
        var partners = reference.IsNone ? anchors : Normalize ? reference.Normalize(^1) : reference;
        var similarities = anchors.MatMul(partners.Transpose());
        var push = Gamma * Weight(similarities + Margin) * (similarities - Margin);
        var pull = -Gamma * Weight(1 + Margin - similarities) * (similarities - (1 - Margin));
        return MetricReduction.PerAnchor((push.LogSumExp(^1, pairs.Negative) + pull.LogSumExp(^1, pairs.Positive)).Softplus(), pairs.HasBoth);
    }

    private Tensor Weight(Tensor distance) => DifferentiateWeights ? distance.Relu() : distance.Relu().Detach();
}
