using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The chosen answer's negative log-likelihood plus a logistic loss on the ratio of the odds of the two answers.</summary>
/// <remarks>
/// <para>Formula: -chosen + lambda softplus(o(rejected) - o(chosen)), o(l) = l - log(1 - e^l): the log-odds of an answer with mean log-probability l.</para>
/// <para>Domain: chosen, rejected &lt; 0 (log-probabilities divided by the length); lambda &gt; 0. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise, two inputs of one shape, one element for each pair; both are differentiated. Reduction: mean.</para>
/// <para>Numerics: log(1 - e^l) by expm1 near 0 and log1p far away.</para>
/// <para>Source: Hong, Lee and Thorne 2024, EMNLP, arXiv:2403.07691.</para>
/// </remarks>
/// <param name="Lambda">Weight of the preference term beside the likelihood; 0.1 is usual.</param>
[Loss("orpo", "ORPO", "几率比偏好优化",
    Family = LossFamily.LanguageModel, FloatUlps = 32,
    Formula = "-chosen + lambda softplus(o(rejected) - o(chosen));  o(l) = l - log(1 - e^l)",
    Aliases = ["odds_ratio_preference_optimization", "ORPOLoss"])]
[English("Supervised fine-tuning and preference learning in one loss, without a reference model.",
    Use = "you fine-tune on the chosen answers anyway and want no second model.",
    Avoid = "the policy must stay close to a reference (dpo).")]
[Chinese("把监督微调与偏好学习合成一个损失，不需要参考模型。",
    Use = "本来就要在被选回答上微调，又不想要第二个模型时。",
    Avoid = "策略必须贴近参考模型时（用 dpo）。")]
public readonly record struct OddsRatioPreferenceOptimization(
    [Positive, Chinese("偏好项相对于似然的权重，常用 0.1。")] double Lambda) : IPointLoss
{
    public OddsRatioPreferenceOptimization()
        : this(0.1)
    {
    }

    static InputSet IPointLoss.Differentiated => InputSet.First | InputSet.Second;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>([Below(0)] T chosen, [Below(0)] T rejected)
        where T : IReal<T> => T.Of(Lambda) * T.Softplus(LogOdds(rejected) - LogOdds(chosen)) - chosen;

    /// <summary>A call, so that the kernel stays small.</summary>
    [MethodImpl(NoInlining)]
    private static T LogOdds<T>(T logProbability)
        where T : IReal<T> => logProbability - T.Log1mExp(logProbability);
}
