using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>A bounded loss of the margin that also punishes scores that are right with too much confidence.</summary>
/// <remarks>
/// <para>Formula: (2 atan(m) - 1)^2, with m = target prediction.</para>
/// <para>Domain: prediction real; target -1 or +1. Link: arctangent. With a = 2 atan(s) the expected loss p (a - 1)^2 + (1 - p)(a + 1)^2 is least
/// at a = 2 p - 1, so the minimiser is tan(p - 1/2) and p = 1/2 + atan(s). Range: [0, (1 + pi)^2).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: none differs.</para>
/// <para>Numerics: least at m = tan(1/2) = 0.5463, where the difference cancels: near it the error is small beside 1, not beside the value.</para>
/// <para>Limits: (pi - 1)^2 = 4.586 for m to infinity, (pi + 1)^2 = 17.15 for m to minus infinity.</para>
/// <para>Source: Masnadi-Shirazi, Mahadevan and Vasconcelos 2010, CVPR.</para>
/// </remarks>
[Loss("tangent", "Tangent", "正切损失",
    Family = LossFamily.Margin, Task = LossTask.Binary,
    Suits = LossPurpose.LabelNoise, Preference = 1,
    FloatUlps = 4,
    Formula = "(2 atan(m) - 1)^2, m = y s",
    Aliases = ["TangentLoss", "TangentBoost"])]
[English("A bounded loss that is least at a small positive margin: both outliers and overconfidence cost.",
    Use = "there are outliers on both sides, as in boosting for computer vision, and you want probabilities.",
    Avoid = "large scores are welcome: a margin of 3 costs more than a margin of 0.5, and the loss is not convex.")]
[Chinese("有界损失，在较小的正间隔处取最小值：离群点和过度自信都要付出代价。",
    Use = "两侧都有离群点（如计算机视觉中的 boosting），且需要概率时。",
    Avoid = "希望得分越大越好时：间隔为 3 的代价高于间隔为 0.5，且该损失非凸。",
    Limits = "m 趋于无穷时为 (pi - 1)^2 = 4.586，m 趋于负无穷时为 (pi + 1)^2 = 17.15。")]
public readonly record struct Tangent : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, [MarginLabel] T target)
        where T : IReal<T>
    {
        var distance = 2.0 * T.Atan(target * prediction) - 1.0;
        return distance * distance;
    }
}
