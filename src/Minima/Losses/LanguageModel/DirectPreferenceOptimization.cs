using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Logistic loss on how much more a policy prefers the chosen answer to the rejected one than its reference does.</summary>
/// <remarks>
/// <para>Formula: (1 - e) softplus(-beta h) + e softplus(beta h), h = (chosen - reference_chosen) - (rejected - reference_rejected), with e = label_smoothing;
/// inputs are log-probabilities of whole answers.</para>
/// <para>Domain: all inputs &lt;= 0; beta &gt; 0; 0 &lt;= label_smoothing &lt;= 1. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise, four inputs of one shape, one element for each pair; chosen and rejected are differentiated, the reference is constant.
/// Reduction: mean.</para>
/// <para>Convention: TRL's sigmoid loss; label_smoothing is its cDPO. Its robust variant divides by 1 - 2 e, its hinge variant is max(0, 1 - beta h).</para>
/// <para>Numerics: softplus in both tails.</para>
/// <para>Source: Rafailov et al. 2023, NeurIPS, arXiv:2305.18290.</para>
/// </remarks>
/// <param name="Beta">Strength with which the policy is held to its reference: the larger, the closer. 0.1 is usual, 0.01 to 0.5 in practice.</param>
/// <param name="LabelSmoothing">Proportion of preferences that are assumed to be the wrong way round; 0 for clean data.</param>
[Loss("dpo", "DPO", "直接偏好优化",
    Family = LossFamily.LanguageModel,
    FloatUlps = 4,
    Formula = "(1 - e) softplus(-beta h) + e softplus(beta h);  h = (chosen - reference_chosen) - (rejected - reference_rejected), e = label_smoothing",
    Aliases = ["direct_preference_optimization", "DPOLoss", "cdpo"],
    SearchWords = ["rlhf", "偏好对齐", "preference"])]
[English("Teaches a language model a preference between two answers without a reward model.",
    Use = "you have pairs of a better and a worse answer and a reference model.",
    Avoid = "answers are judged one by one (kto), or preferences are nearly deterministic and it overfits (ipo).")]
[Chinese("无需奖励模型，直接让语言模型学会两个回答之间的偏好。",
    Use = "有较好与较差的回答对以及参考模型时。",
    Avoid = "回答是逐个评判的（用 kto），或偏好近乎确定、导致过拟合时（用 ipo）。")]
public readonly record struct DirectPreferenceOptimization(
    [Positive, Chinese("策略受参考模型约束的强度，越大越贴近；常用 0.1，实践中取 0.01 至 0.5。")] double Beta,
    [Unit, Chinese("假定标反的偏好所占比例；数据干净时取 0。")] double LabelSmoothing) : IPointLoss4
{
    public DirectPreferenceOptimization()
        : this(0.1, 0)
    {
    }

    static InputSet IPointLoss4.Differentiated => InputSet.First | InputSet.Second;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>([AtMost(0)] T chosen, [AtMost(0)] T rejected, [AtMost(0)] T referenceChosen, [AtMost(0)] T referenceRejected)
        where T : IReal<T>
    {
        var lead = T.Of(Beta) * (chosen - referenceChosen - (rejected - referenceRejected));
        return LabelSmoothing == 0 ? T.Softplus(-lead) : T.SoftplusMix(lead, T.Of(LabelSmoothing), 1.0 - T.Of(LabelSmoothing));
    }
}
