namespace Minima.Tensors.Losses;

/// <summary>Distillation in two parts: the teacher's certainty of the label, and its ranking of the other classes.</summary>
/// <remarks>
/// <para>Formula: T^2 (alpha KL(b_t || b_s) + beta KL(q_t || q_s)), with b = (p_y, 1 - p_y), q the distribution without class y, of logits over T.</para>
/// <para>Domain: real logits (a single class has the value 0); labels 0 to K - 1; temperature &gt; 0. Range: [0, inf) for alpha, beta &gt;= 0.</para>
/// <para>Shapes: prediction and teacher [N, K], target [N] labels; one term for each row. Only the prediction is differentiated.</para>
/// <para>Convention: the authors' code takes the label out by adding -1000 to its logit, and raises the weight during the first epochs; here -inf, and no schedule.</para>
/// <para>Limits: with the teacher of kd: alpha = 1 and beta = 1 - p_y(teacher) is the KL of kd.</para>
/// <para>Source: Zhao et al. 2022, CVPR, arXiv:2203.08679.</para>
/// </remarks>
/// <param name="Alpha">Weight of the part on the true class; 1 is usual.</param>
/// <param name="Beta">Weight of the part on the other classes; 2 to 8.</param>
/// <param name="Temperature">Divisor of the logits; 4 is usual.</param>
[Loss("dkd", "Decoupled KD", "解耦知识蒸馏",
    Family = LossFamily.Divergence,
    Formula = "T^2 (alpha KL(c_t || c_s) + beta KL(q_t || q_s));  T = temperature",
    Latex = @"T^{2} \left(\alpha \left(b_{y} \log \frac{b_{y}}{a_{y}} + \left(1 - b_{y}\right) \log \frac{1 - b_{y}}{1 - a_{y}}\right) + \beta \sum_{k \ne y} \frac{b_{k}}{1 - b_{y}} \log \frac{b_{k} \left(1 - a_{y}\right)}{a_{k} \left(1 - b_{y}\right)}\right), \quad a = \operatorname{softmax}\left(\frac{x}{T}\right), \quad b = \operatorname{softmax}\left(\frac{\mathrm{teacher}}{T}\right), \quad T = \mathrm{temperature}",
    Aliases = ["DKDLoss", "DecoupledKD"])]
[English("Distils the teacher's confidence and its ranking of wrong classes apart.",
    Use = "the teacher is confident: kd then hardly transmits what the teacher knows about the other classes.",
    Avoid = "classes are few: with two there is nothing besides the label.",
    Letters = "c_s, c_t: the probability of the label and that of all other classes, by student and teacher; q_s, q_t: the probabilities of the other classes, made to sum to 1")]
[Chinese("把教师的置信度与其对错误类别的排序分开蒸馏。",
    Use = "教师非常自信时：此时 kd 几乎传不出教师对其余类别的判断。",
    Avoid = "类别很少时：只有两类时，标签之外已无信息。",
    Limits = "教师同 kd、alpha = 1 且 beta = 1 - p_y(教师) 时，为 kd 的 KL 项。",
    Letters = "c_s、c_t：学生与教师给出的标签类别概率，以及其余类别的概率之和；q_s、q_t：其余类别归一化后的概率")]
public readonly record struct DecoupledKnowledgeDistillation(
    [Chinese("真实类别部分的权重，常用 1。")] double Alpha,
    [Chinese("其余类别部分的权重，取 2 至 8。")] double Beta,
    [Positive, Chinese("logits 的除数，常用 4。")] double Temperature) : ITensorLoss
{
    public DecoupledKnowledgeDistillation()
        : this(1, 8, 4)
    {
    }

    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N K")] Tensor prediction, [Axes("N K"), Constant] Tensor teacher, [Axes("N"), Labels("K")] Tensor target)
    {
        if (prediction.Shape[1] < 2) return prediction.Sum(^1) * 0;
        var without = LogProbabilities.MaskOfLabel(target, prediction.Shape[1], prediction.Type);
        var student = prediction / Temperature;
        var master = teacher / Temperature;
        var (studentOthers, masterOthers) = (student + without, master + without);

        // The logit of the label against all others together: softplus of either sign has full accuracy at both ends.
        var s = student.Pick(target) - studentOthers.LogSumExp(^1);
        var t = master.Pick(target) - masterOthers.LogSumExp(^1);
        var label = (t.Sigmoid() * ((-s).Softplus() - (-t).Softplus())) + ((-t).Sigmoid() * (s.Softplus() - t.Softplus()));
        var others = LogProbabilities.KullbackLeibler(masterOthers.LogSoftmax(^1), studentOthers.LogSoftmax(^1));
        return Temperature * Temperature * ((Alpha * label) + (Beta * others));
    }
}
