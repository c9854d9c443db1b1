using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The squared distance of the margin from 1: least squares on labels -1 and +1.</summary>
/// <remarks>
/// <para>Formula: (1 - m)^2, with m = target prediction.</para>
/// <para>Domain: prediction real; target -1 or +1. Link: clipped margin, its minimiser is 2 p - 1. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: no 1/2 (Julia). It is mse on the labels, (prediction - target)^2, since target^2 = 1.</para>
/// <para>Numerics: overflows for |m| &gt; 1.3e154 (double), 1.8e19 (float), as the value itself does.</para>
/// <para>Source: Suykens and Vandewalle 1999, Neural Process. Lett. 9, 293-300, doi:10.1023/A:1018628609742.</para>
/// </remarks>
[Loss("l2_margin", "L2 margin", "平方间隔损失",
    Family = LossFamily.Margin, Task = LossTask.Binary,
    FloatUlps = 2,
    Formula = "(1 - m)^2, m = y s",
    Aliases = ["L2MarginLoss", "ls_svm"])]
[English("Least squares on the labels -1 and +1: the loss of the least-squares support vector machine.",
    Use = "you want a closed-form linear solution, with the rough probability (1 + s) / 2 from a score s.",
    Avoid = "scores can be large: points far on the right side are punished too (squared_hinge leaves them alone).")]
[Chinese("对标签 -1 和 +1 作最小二乘：最小二乘支持向量机所用的损失。",
    Use = "需要线性模型的闭式解，以及由得分 s 得到的粗略概率 (1 + s) / 2 时。",
    Avoid = "得分可能很大时：远在正确一侧的样本也会受罚（squared_hinge 则不会）。")]
public readonly record struct SquaredMargin : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, [MarginLabel] T target)
        where T : IReal<T>
    {
        var missing = 1.0 - target * prediction;
        return missing * missing;
    }
}
