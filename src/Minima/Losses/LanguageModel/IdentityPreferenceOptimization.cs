using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Squared error between how much more a policy prefers the chosen answer than its reference does, and a fixed lead.</summary>
/// <remarks>
/// <para>Formula: (h - 1 / (2 beta))^2, h = (chosen - reference_chosen) - (rejected - reference_rejected); inputs are log-probabilities, divided by the
/// length of the answer in TRL.</para>
/// <para>Domain: all inputs &lt;= 0; beta &gt; 0. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise, four inputs of one shape, one element for each pair; chosen and rejected are differentiated. Reduction: mean.</para>
/// <para>Convention: beta is the paper's tau.</para>
/// <para>Source: Azar et al. 2024, AISTATS, arXiv:2310.12036.</para>
/// </remarks>
/// <param name="Beta">Target lead is 1 / (2 beta): a larger beta holds the policy closer to its reference.</param>
[Loss("ipo", "IPO", "恒等偏好优化",
    Family = LossFamily.LanguageModel, FloatUlps = 4,
    Formula = "(h - 1 / (2 beta))^2;  h = (chosen - reference_chosen) - (rejected - reference_rejected)",
    Aliases = ["identity_preference_optimization", "IPOLoss"])]
[English("Preference learning that stops once the chosen answer leads by enough.",
    Use = "preferences are nearly deterministic and dpo drives the lead without bound.",
    Avoid = "the answers of a pair differ much in length and log-probabilities are not divided by it.")]
[Chinese("偏好学习：被选回答领先足够多后即停止。",
    Use = "偏好近乎确定，dpo 会让领先量无限增长时。",
    Avoid = "同一对回答长度相差很大，而对数概率未按长度归一化时。")]
public readonly record struct IdentityPreferenceOptimization(
    [Positive, Chinese("目标领先幅度为 1 / (2 beta)：beta 越大，策略越贴近参考模型。")] double Beta) : IPointLoss4
{
    public IdentityPreferenceOptimization()
        : this(0.1)
    {
    }

    static InputSet IPointLoss4.Differentiated => InputSet.First | InputSet.Second;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>([AtMost(0)] T chosen, [AtMost(0)] T rejected, [AtMost(0)] T referenceChosen, [AtMost(0)] T referenceRejected)
        where T : IReal<T>
    {
        var excess = chosen - referenceChosen - (rejected - referenceRejected) - 0.5 / T.Of(Beta);
        return excess * excess;
    }
}
