using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>A hinge that stops growing at margin <paramref name="Truncation"/>: hopeless points are given up.</summary>
/// <remarks>
/// <para>Formula: max(0, 1 - m) - max(0, s - m), with m = target prediction and s the truncation.</para>
/// <para>Domain: prediction real; target -1 or +1; truncation &lt; 1. Link: sign, its minimiser is sign(2 p - 1) for truncations up to 0. Range: [0, 1 - s].</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: derivative 0 at m = 1 as in hinge, -1 at m = s, that of the branch to the right.</para>
/// <para>Numerics: the tail is the constant 1 - s, selected, since the difference of two large numbers would lose it.</para>
/// <para>Limits: truncation to minus infinity gives hinge; ramp / (1 - truncation) with truncation to 1 gives zero_one at margin 1.</para>
/// <para>Source: Collobert, Sinz, Weston and Bottou 2006, ICML, Trading convexity for scalability.</para>
/// </remarks>
/// <param name="Truncation">Margin below which the loss stays constant, so that outliers stop pulling; it lies below 1.</param>
[Loss("ramp", "Ramp (truncated hinge)", "斜坡损失",
    Family = LossFamily.Margin, Task = LossTask.Binary,
    FloatUlps = 1,
    Formula = "max(0, 1 - m) - max(0, truncation - m), m = y s",
    Aliases = ["ramp_loss", "clipped_hinge", "truncated_hinge", "psi_loss"])]
[English("A hinge that stops growing at a chosen margin: points that are hopelessly wrong are given up.",
    Use = "some labels are plainly wrong, and you can start from a solution of the hinge.",
    Avoid = "training starts from scratch: it is not convex, and misclassified points below the truncation have no gradient.")]
[Chinese("越过选定的间隔便不再增长的合页损失：放弃错得太离谱的样本。",
    Use = "部分标签明显有误，且可从合页损失的解出发时。",
    Avoid = "从零开始训练时：它非凸，间隔低于 truncation 的误分类样本没有梯度。",
    Limits = "truncation 趋于负无穷时为 hinge；truncation 趋于 1 时，ramp / (1 - truncation) 为阈值移到间隔 1 处的 zero_one。")]
public readonly record struct Ramp(
    [Below(1), Chinese("间隔小于此值时损失不再增加，离群点不再有拉力；须小于 1。")] double Truncation) : IPointLoss
{
    public Ramp()
        : this(-1)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, [MarginLabel] T target)
        where T : IReal<T>
    {
        var truncation = T.Of(Truncation);
        var margin = target * prediction;
        return T.IfLess(margin, truncation, 1.0 - truncation, T.Relu(1.0 - margin));
    }
}
