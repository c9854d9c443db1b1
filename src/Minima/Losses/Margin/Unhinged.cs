using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>A hinge without its kink: a straight line in the margin.</summary>
/// <remarks>
/// <para>Formula: 1 - m, with m = target prediction.</para>
/// <para>Domain: prediction real; target -1 or +1. Link: sign, the expected loss 1 - (2 p - 1) s falls without end in the direction of sign(2 p - 1). Range: all reals.</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: none differs.</para>
/// <para>Numerics: exact up to the rounding of 1 - m.</para>
/// <para>Limits: equal to hinge for m &lt;= 1.</para>
/// <para>Source: van Rooyen, Menon and Williamson 2015, NIPS 28.</para>
/// </remarks>
[Loss("unhinged", "Unhinged", "无合页损失",
    Family = LossFamily.Margin, Task = LossTask.None, LowerBound = double.NegativeInfinity,
    FloatUlps = 1,
    Formula = "1 - m, m = y s",
    Aliases = ["unhinged_loss"])]
[English("A straight line in the margin: convex and immune to symmetric label noise.",
    Use = "labels are flipped at random and the norm of the weights is held fixed; the solution then points along the difference of the class means.",
    Avoid = "the weights are free: the loss has no lower bound, and training runs away.")]
[Chinese("间隔的线性函数：凸，且不受对称标签噪声影响。",
    Use = "标签被随机翻转，而权重的范数固定时；此时解的方向就是两类均值之差。",
    Avoid = "权重不受约束时：损失没有下界，训练会发散。",
    Limits = "m <= 1 时等于 hinge。")]
public readonly record struct Unhinged : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, [MarginLabel] T target)
        where T : IReal<T> => 1.0 - target * prediction;
}
