namespace Minima.Tensors.Losses;

/// <summary>A student should predict what its teacher predicts for a differently augmented copy of the same item.</summary>
/// <remarks>
/// <para>Formula: w mean_k (softmax(s)_k - softmax(t)_k)^2.</para>
/// <para>Domain: logits real; weight &gt;= 0. Range: [0, w].</para>
/// <para>Shapes: prediction (student) and target (teacher) [N, K] logits; one term for each row, its mean over the classes. Only the student is differentiated.</para>
/// <para>Convention: the teacher is a moving average of the student (mean teacher), the student itself (Pi-model), or its predictions of earlier epochs (temporal ensembling). The weight rises as exp(-5 (1 - epoch / E)^2).</para>
/// <para>Source: Tarvainen and Valpola 2017, NeurIPS, arXiv:1703.01780; Laine and Aila 2017, ICLR, arXiv:1610.02242.</para>
/// </remarks>
/// <param name="Weight">Weight of the consistency; raise it from 0 over the first epochs.</param>
[Loss("mean_teacher", "Mean-teacher / Pi-model consistency", "一致性正则（Mean Teacher）",
    Family = LossFamily.Weighting, Link = PredictionLink.Softmax,
    Formula = "w mean_k (softmax(s)_k - softmax(t)_k)^2;  w = weight",
    Latex = @"\frac{w}{K} \sum_{k=1}^{K} (\operatorname{softmax}(s)_{k} - \operatorname{softmax}(t)_{k})^{2}, \quad w = \mathrm{weight}",
    Aliases = ["PiModel", "temporal_ensembling"])]
[English("Holds answers on changed copies of an item together.",
    Use = "unlabelled items are many, added to cross_entropy on the labelled ones with a weight that rises.",
    Avoid = "guesses can be made sharp and sure (fixmatch).")]
[Chinese("使同一样本在不同增强下的输出保持一致。",
    Use = "无标签样本很多时：与有标签样本的 cross_entropy 相加，权重逐渐上升。",
    Avoid = "可以得到明确而有把握的猜测时（用 fixmatch）。")]
public readonly record struct MeanTeacher(
    [NonNegative, Chinese("一致性项的权重；在最初几轮由 0 逐渐升高。")] double Weight) : ITensorLoss
{
    public MeanTeacher()
        : this(1)
    {
    }

    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N K")] Tensor prediction, [Axes("N K"), Constant] Tensor target) => Weight * (prediction.Softmax(^1) - target.Softmax(^1)).Square().MeanOrZero(^1);
}
