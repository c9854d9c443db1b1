using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>A smooth step from 2 to 0 in the margin: a differentiable surrogate for twice the error rate.</summary>
/// <remarks>
/// <para>Formula: 1 - tanh(m) = 2 sigmoid(-2 m), with m = target prediction.</para>
/// <para>Domain: prediction real; target -1 or +1. Link: sign, the expected loss 1 - (2 p - 1) tanh(s) is least at an infinite score. Range: (0, 2).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: as in Julia; texts on learning from positive and unlabelled data use sigmoid(-m), half of this at m / 2.</para>
/// <para>Numerics: written as a sigmoid, so that large margins keep full relative accuracy where 1 - tanh(m) cancels.</para>
/// <para>Limits: 2 zero_one when the scores are scaled up without bound.</para>
/// <para>Source: Mason, Baxter, Bartlett and Frean 1999, NIPS 12.</para>
/// </remarks>
[Loss("sigmoid_margin", "Sigmoid loss", "Sigmoid 损失",
    Family = LossFamily.Margin, Task = LossTask.Binary,
    FloatUlps = 4,
    Formula = "1 - tanh(m), m = y s",
    Aliases = ["SigmoidLoss"])]
[English("A smooth step in the margin: a bounded stand-in for the error rate.",
    Use = "labels are noisy, above all symmetrically: loss(s) + loss(-s) is constant, so that such noise does not move the minimum.",
    Avoid = "you train from a poor start or need probabilities: it is not convex, and confident mistakes have almost no gradient.")]
[Chinese("随间隔变化的光滑阶跃：错误率的有界替代量。",
    Use = "标签有噪声，尤其是对称噪声时：loss(s) + loss(-s) 为常数，因此对称噪声不会移动最小值点。",
    Avoid = "初始点较差或需要概率时：它非凸，高置信度的错误几乎没有梯度。",
    Limits = "得分无限放大时趋于 zero_one 的两倍。")]
public readonly record struct SigmoidMargin : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, [MarginLabel] T target)
        where T : IReal<T> => 2.0 * T.Sigmoid(-2.0 * (target * prediction));
}
