using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>One minus the value of an answer judged good or bad by itself: gains and losses relative to a reference, saturating as in prospect theory.</summary>
/// <remarks>
/// <para>Formula: w (1 - sigmoid(y beta (policy - reference - z))) = w sigmoid(-y beta (policy - reference - z)), with y = target, z = reference_kl,
/// w = desirable_weight for y = 1 and undesirable_weight for y = -1.</para>
/// <para>Domain: policy, reference &lt;= 0 (log-probabilities of whole answers); target -1 or +1; reference_kl and the weights &gt;= 0; beta &gt; 0.
/// Range: [0, the larger weight].</para>
/// <para>Shapes: any, elementwise, three inputs of one shape; only policy is differentiated. Reduction: mean.</para>
/// <para>Convention: z = max(0, KL of policy and reference) is estimated by the caller for each batch and is constant (TRL).</para>
/// <para>Source: Ethayarajh et al. 2024, ICML, arXiv:2402.01306.</para>
/// </remarks>
/// <param name="ReferenceKl">Reference point from which gains and losses are counted: an estimate of the divergence from the reference policy.</param>
/// <param name="Beta">Strength with which the policy is held to its reference: the larger, the closer. 0.1 is usual.</param>
/// <param name="DesirableWeight">Weight of the good answers; balance it with undesirable_weight if one kind is rarer.</param>
/// <param name="UndesirableWeight">Weight of the bad answers; balance it with desirable_weight if one kind is rarer.</param>
[Loss("kto", "KTO", "Kahneman-Tversky 优化",
    Family = LossFamily.LanguageModel, FloatUlps = 8,
    Formula = "w sigmoid(-y beta (policy - reference - z));  z = reference_kl, w = desirable_weight if y = 1 else undesirable_weight",
    Aliases = ["kahneman_tversky_optimization", "KTOLoss"])]
[English("Preference learning from single answers marked good or bad, without pairs.",
    Use = "you have thumbs up and down, not comparisons.",
    Avoid = "you have pairs (dpo).")]
[Chinese("只需单个回答的好坏标记、不需要成对比较的偏好学习。",
    Use = "只有点赞与点踩，没有成对比较时。",
    Avoid = "有成对数据时（用 dpo）。")]
public readonly record struct KahnemanTverskyOptimization(
    [NonNegative, Chinese("区分得失的参考点：策略与参考策略之间散度的估计值。")] double ReferenceKl,
    [Positive, Chinese("策略受参考模型约束的强度，越大越贴近；常用 0.1。")] double Beta,
    [NonNegative, Chinese("好回答的权重；某一类较少时，与 undesirable_weight 配合平衡。")] double DesirableWeight,
    [NonNegative, Chinese("差回答的权重；某一类较少时，与 desirable_weight 配合平衡。")] double UndesirableWeight) : IPointLoss3
{
    public KahnemanTverskyOptimization()
        : this(0, 0.1, 1, 1)
    {
    }

    static InputSet IPointLoss3.Differentiated => InputSet.First;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>([AtMost(0)] T policy, [AtMost(0)] T reference, [MarginLabel] T target)
        where T : IReal<T>
    {
        var gain = T.Of(Beta) * (policy - reference - T.Of(ReferenceKl));
        return T.IfLess(T.Of(0), target, T.Of(DesirableWeight), T.Of(UndesirableWeight)) * T.Sigmoid(-(target * gain));
    }
}
