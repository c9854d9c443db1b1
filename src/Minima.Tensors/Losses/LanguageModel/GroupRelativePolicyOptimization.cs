namespace Minima.Tensors.Losses;

/// <summary>Answers to one question compete: those with more reward than the others of their group are made likelier, step by clipped step.</summary>
/// <remarks>
/// <para>Formula: mean over answers of the mean over tokens of -min(r A, clip(r, 1 - e, 1 + e) A) + beta (e^d - d - 1), r = e^(logp - old), d = reference - logp,
/// A_i = (R_i - mean R) / (std R + 1e-4), std with n - 1.</para>
/// <para>Domain: real; epsilon and beta &gt;= 0. Range: real.</para>
/// <para>Shapes: log-probabilities of tokens [G, T] for the G answers of one group, now, when they were drawn (old) and under the reference; rewards [G]; one
/// number. Only the present log-probabilities are differentiated.</para>
/// <para>Kinks: r = 1 - e and 1 + e: derivative 1 of the clip; a tie of the minimum: half and half.</para>
/// <para>Convention: TRL's loss type grpo, with the unbiased deviation of torch.std.</para>
/// <para>Source: Shao et al. 2024 (DeepSeekMath), arXiv:2402.03300; the estimate of the divergence: Schulman 2020.</para>
/// </remarks>
/// <param name="Epsilon">Largest change of a ratio before it is clipped; 0.2 is usual.</param>
/// <param name="Beta">Weight of the divergence from the reference policy; 0 to 0.04.</param>
[Loss("grpo", "GRPO", "组相对策略优化（GRPO）",
    Family = LossFamily.LanguageModel, LowerBound = double.NegativeInfinity, StopsGradient = true,
    Formula = "mean_i mean_t -min(r A, clip(r, 1-e, 1+e) A) + beta (e^d - d - 1);  r = e^(logp - old), d = ref - logp, A = (R - mean) / (std + 1e-4);  e = epsilon",
    Latex = @"\frac{1}{G T} \sum_{i=1}^{G} \sum_{s=1}^{T} \left(-\min\left(r_{is} A_{i}, \min\left(\max\left(r_{is}, 1 - \varepsilon\right), 1 + \varepsilon\right) A_{i}\right) + \beta \left(e^{d_{is}} - d_{is} - 1\right)\right), \quad r = e^{\mathrm{log\_probability} - \mathrm{old}}, \quad d = \mathrm{reference} - \mathrm{log\_probability}, \quad A_{i} = \frac{R_{i} - \bar{R}}{\sqrt{\frac{1}{G - 1} \sum_{j} \left(R_{j} - \bar{R}\right)^{2}} + 10^{-4}}, \quad R = \mathrm{reward}",
    Kinks = "r = 1 - e, 1 + e: slope 1 of the clip, ties of the minimum half and half",
    ChineseKinks = "r = 1 - e 与 1 + e 处截断斜率取 1，最小值并列时各取一半",
    Aliases = ["group_relative_policy_optimization", "GRPOLoss"])]
[English("Answers of a group compete by their rewards; no value network is needed.",
    Use = "a language model learns from rewards that can be computed: mathematics, tests of programmes.",
    Avoid = "there are pairs of preferences and no rewards (dpo), or a single answer for each question (ppo_clip).",
    Letters = "logp: log_probability; ref: reference; r: the ratio of the new to the old probability; A: the advantage; d: the difference to the reference; i, j: answers of the group")]
[Chinese("同组回答按奖励竞争，不需要价值网络。",
    Use = "语言模型从可计算的奖励中学习时：数学题、程序测试。",
    Avoid = "只有偏好对而没有奖励时（用 dpo），或每个问题只有一个回答时（用 ppo_clip）。",
    Letters = "logp：log_probability；ref：reference；r：新旧概率之比；A：优势；d：与参考模型之差；i、j：组内的回答")]
public readonly record struct GroupRelativePolicyOptimization(
    [NonNegative, Chinese("概率比的最大变化，超出即截断，常用 0.2。")] double Epsilon,
    [NonNegative, Chinese("与参考策略之间散度的权重，取 0 至 0.04。")] double Beta) : ITensorLoss
{
    private const double LeastDeviation = 1e-4;

    public GroupRelativePolicyOptimization()
        : this(0.2, 0.04)
    {
    }

    /// <summary>One number.</summary>
    public LossTerms Of([Axes("G T")] Tensor logProbability, [Axes("G T"), Constant] Tensor old, [Axes("G T"), Constant] Tensor reference, [Axes("G"), Constant] Tensor reward)
    {
        var answers = reward.Shape[0];
        if (logProbability.Count == 0) return LossTerms.Scalar(logProbability.Sum());
        var centred = reward - reward.Mean();
        var deviation = Math.Sqrt((centred * centred).Sum().Item() / Math.Max(1, answers - 1));
        var advantage = (centred / (deviation + LeastDeviation)).Reshape([answers, 1]).BroadcastTo(logProbability.Shape);
        var ratio = (logProbability - old).Exp();
        var clipped = ratio.Clamp(1 - Epsilon, 1 + Epsilon);
        var gain = (ratio * advantage).Min(clipped * advantage);
        var distance = reference - logProbability;
        return LossTerms.Scalar((((distance.Exp() - distance - 1) * Beta) - gain).Mean());
    }
}
