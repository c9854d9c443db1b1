namespace Minima.Tensors.Losses;

/// <summary>A student follows a teacher token by token, by a divergence between forward and reverse KL.</summary>
/// <remarks>
/// <para>Formula: b KL(p || m) + (1 - b) KL(q || m), m = b p + (1 - b) q, p = softmax(teacher), q = softmax(x).</para>
/// <para>Domain: logits real, -inf for an impossible token; beta in [0, 1]. Range: [0, log 2] for b = 1/2.</para>
/// <para>Shapes: prediction and teacher [.., K]; one term for each row. Only the prediction is differentiated.</para>
/// <para>Convention: TRL's generalised Jensen-Shannon divergence; its b = 0 and 1 are special-cased there as the two KL, here they are the formula, 0 (use kl_div, reverse_kl).</para>
/// <para>Numerics: log(m / p) from the log ratio of student and teacher, exact where they agree.</para>
/// <para>Limits: js_div of the two distributions for b = 1/2.</para>
/// <para>Source: Kim and Rush 2016, EMNLP, arXiv:1606.07947; Agarwal et al. 2024 (GKD), ICLR, arXiv:2306.13649.</para>
/// </remarks>
/// <param name="Beta">Proportion of the teacher in the mixture: small behaves like a multiple of KL(teacher || student), large like one of the reverse; 0 and 1 give the value 0.</param>
[Loss("seq_kd", "Sequence / generalised KD (GKD)", "序列级蒸馏",
    Family = LossFamily.LanguageModel, Link = PredictionLink.Softmax,
    Formula = "b KL(p || m) + (1 - b) KL(q || m);  m = b p + (1 - b) q, p = softmax(teacher), q = softmax(x);  b = beta",
    Latex = @"\begin{aligned} & \beta \sum_{k} p_{k} \log \frac{p_{k}}{m_{k}} + (1 - \beta) \sum_{k} q_{k} \log \frac{q_{k}}{m_{k}}, \quad m = \beta p + (1 - \beta) q \\ & p = \operatorname{softmax}(\mathrm{teacher}), \quad q = \operatorname{softmax}(x) \end{aligned}",
    Aliases = ["GKD", "generalized_kd", "word_kd", "generalized_jsd_loss"])]
[English("Distils a language model on any available tokens, its own samples among them.",
    Use = "the student learns from its own samples, where plain KL to the teacher explodes.",
    Avoid = "labels and a temperature belong to it (kd), or the teacher's text alone is used (lm_cross_entropy).",
    Letters = "p, q: the probabilities of teacher and student; m: their mixture")]
[Chinese("在任意词元上（包括学生自己生成的）蒸馏语言模型。",
    Use = "学生从自己的采样中学习，而直接对教师取 KL 会发散时。",
    Avoid = "还需要标签与温度时（用 kd），或只使用教师生成的文本时（用 lm_cross_entropy）。",
    Limits = "beta = 1/2 时为两个分布的 js_div。",
    Letters = "p、q：教师与学生的概率；m：其混合")]
public readonly record struct SequenceDistillation(
    [Unit, Chinese("混合分布中教师的比例：较小时近似 KL(教师‖学生) 的倍数，较大时近似反向 KL 的倍数；取 0 或 1 时损失为 0。")] double Beta) : ITensorLoss
{
    public SequenceDistillation()
        : this(0.5)
    {
    }

    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("... K")] Tensor prediction, [Axes("... K"), Constant] Tensor teacher)
    {
        var logs = prediction.LogSoftmax(^1);
        var guide = teacher.LogSoftmax(^1);
        return Part(guide, logs, Beta) + Part(logs, guide, 1 - Beta);
    }

    /// <summary>s KL(p || s p + (1 - s) q) from log p and log q; what p excludes adds nothing.</summary>
    private static Tensor Part(Tensor logP, Tensor logQ, double share)
    {
        var p = logP.Exp();
        if (share == 0) return (p * 0).Sum(^1);
        return -share * (p * (logQ - logP).If(p).Apply(new LogMixture(1 - share))).Sum(^1);
    }
}
