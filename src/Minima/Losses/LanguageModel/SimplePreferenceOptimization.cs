using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Logistic loss on the lead of the chosen answer's mean log-probability over the rejected one's, with a margin and without a reference.</summary>
/// <remarks>
/// <para>Formula: softplus(gamma - beta (chosen - rejected)); inputs are log-probabilities divided by the length of the answer.</para>
/// <para>Domain: chosen, rejected &lt;= 0; beta &gt; 0; gamma real. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise, two inputs of one shape, one element for each pair; both are differentiated. Reduction: mean.</para>
/// <para>Convention: gamma is the margin itself; the paper tunes gamma / beta = 0.5.</para>
/// <para>Source: Meng, Xia and Chen 2024, NeurIPS, arXiv:2405.14734.</para>
/// </remarks>
/// <param name="Beta">Scale of the lead in mean log-probability; 2 to 10.</param>
/// <param name="Gamma">Lead that is required, already multiplied by beta; 0.3 to 1.6 for a beta of 2 to 2.5.</param>
[Loss("simpo", "SimPO", "SimPO 简单偏好优化",
    Family = LossFamily.LanguageModel, FloatUlps = 4,
    Formula = "softplus(gamma - beta (chosen - rejected))",
    Aliases = ["simple_preference_optimization", "SimPOLoss"])]
[English("Preference learning on length-normalised log-probabilities, without a reference model.",
    Use = "there is no room for a reference model and long answers must not win by length.",
    Avoid = "the policy must stay close to a reference (dpo).")]
[Chinese("基于按长度归一化的对数概率的偏好学习，不需要参考模型。",
    Use = "资源容不下参考模型，且不应让长回答仅凭长度取胜时。",
    Avoid = "策略必须贴近参考模型时（用 dpo）。")]
public readonly record struct SimplePreferenceOptimization(
    [Positive, Chinese("平均对数概率领先幅度的缩放系数，取 2 至 10。")] double Beta,
    [Chinese("要求的领先幅度，已乘以 beta；beta 为 2 至 2.5 时取 0.3 至 1.6。")] double Gamma) : IPointLoss
{
    public SimplePreferenceOptimization()
        : this(2, 1)
    {
    }

    static InputSet IPointLoss.Differentiated => InputSet.First | InputSet.Second;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>([AtMost(0)] T chosen, [AtMost(0)] T rejected)
        where T : IReal<T> => T.Softplus(T.Of(Gamma) - T.Of(Beta) * (chosen - rejected));
}
