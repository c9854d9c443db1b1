namespace Minima.Tensors.Losses;

/// <summary>A student follows a teacher's softened distribution, and the labels.</summary>
/// <remarks>
/// <para>Formula: alpha T^2 KL(softmax(teacher / T) || softmax(x / T)) + (1 - alpha) CE(x, y), with x the student's logits.</para>
/// <para>Domain: real logits; labels 0 to K - 1; temperature &gt; 0. Range: [0, inf) for alpha in [0, 1].</para>
/// <para>Shapes: prediction and teacher [N, K], target [N] labels; one term for each row. Only the prediction is differentiated.</para>
/// <para>Convention: the factor T^2 is kept, so that the teacher's part does not fade with the temperature; many ports drop it.</para>
/// <para>Source: Hinton, Vinyals and Dean 2015, arXiv:1503.02531.</para>
/// </remarks>
/// <param name="Temperature">Divisor of the logits: the higher, the more small probabilities count. 2 to 5.</param>
/// <param name="Alpha">Proportion of the teacher's part; the rest belongs to the labels. 0.5 to 0.9.</param>
[Loss("kd", "Knowledge distillation (Hinton)", "知识蒸馏",
    Family = LossFamily.Divergence,
    Formula = "alpha T^2 KL(softmax(teacher/T) || softmax(x/T)) + (1 - alpha) CE(x, y);  T = temperature",
    Latex = @"\alpha T^{2} \sum_{k} b_{k} \log \frac{b_{k}}{a_{k}} - (1 - \alpha) \log \operatorname{softmax}(x)_{y}, \quad a = \operatorname{softmax}\left(\frac{x}{T}\right), \quad b = \operatorname{softmax}\left(\frac{\mathrm{teacher}}{T}\right), \quad T = \mathrm{temperature}",
    Aliases = ["KDLoss", "KnowledgeDistillationLoss", "distillation_loss"],
    SearchWords = ["distillation", "蒸馏", "知识蒸馏", "teacher student"])]
[English("Learns a teacher's probabilities and the labels together.",
    Use = "a small model should do what a large one does.",
    Avoid = "the teacher is no better than the labels, or its wrong classes matter most (dkd).")]
[Chinese("同时学习教师模型的概率与标签。",
    Use = "希望小模型具备大模型的能力时。",
    Avoid = "教师并不比标签更好，或教师对错误类别的判断最有价值时（用 dkd）。")]
public readonly record struct KnowledgeDistillation(
    [Positive, Chinese("logits 的除数：越大，小概率越受重视；取 2 至 5。")] double Temperature,
    [Chinese("教师部分所占的比例，其余归标签；取 0.5 至 0.9。")] double Alpha) : ITensorLoss
{
    public KnowledgeDistillation()
        : this(4, 0.9)
    {
    }

    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N K")] Tensor prediction, [Axes("N K"), Constant] Tensor teacher, [Axes("N"), Labels("K")] Tensor target)
    {
        var soft = LogProbabilities.KullbackLeibler((teacher / Temperature).LogSoftmax(^1), (prediction / Temperature).LogSoftmax(^1));
        return (Alpha * Temperature * Temperature * soft) + ((1 - Alpha) * SoftmaxCrossEntropy.PerRow(prediction, target));
    }
}
