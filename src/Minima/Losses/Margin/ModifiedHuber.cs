using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>A squared hinge that continues as a straight line below margin -1: smooth, and less sensitive to outliers.</summary>
/// <remarks>
/// <para>Formula: m &lt; -1: -4 m; else max(0, 1 - m)^2, with m = target prediction.</para>
/// <para>Domain: prediction real; target -1 or +1. Link: clipped margin, its minimiser is 2 p - 1. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: as in scikit-learn and Julia.</para>
/// <para>Numerics: continuously differentiable; the square cannot overflow where the answer does not: the linear branch takes over.</para>
/// <para>Limits: equal to 4 smoothed_hinge with gamma 2 and to 4 binary_sparsemax.</para>
/// <para>Source: Zhang 2004, Ann. Stat. 32(1), 56-85, doi:10.1214/aos/1079120130.</para>
/// </remarks>
[Loss("modified_huber", "Modified Huber", "修正 Huber（分类）",
    Family = LossFamily.Margin, Task = LossTask.Binary,
    FloatUlps = 2,
    Formula = "m < -1: -4 m;  else max(0, 1 - m)^2,  m = y s",
    Aliases = ["ModifiedHuberLoss"])]
[English("A squared hinge that turns linear at margin -1: smooth, tolerant of outliers, with the probability (1 + s) / 2 from a score s.",
    Use = "labels are a little noisy and you want a linear classifier with probabilities from clipping alone.",
    Avoid = "probabilities near 0 and 1 must be distinguished: they are clipped, and logistic resolves them.")]
[Chinese("平方合页损失，间隔低于 -1 时转为直线：光滑、容忍离群点，由得分 s 得到概率 (1 + s) / 2。",
    Use = "标签略有噪声，想用线性分类器，且概率只靠截断得分即可得到时。",
    Avoid = "需要分辨接近 0 和 1 的概率时：它们会被截断，logistic 则能分辨。",
    Limits = "等于 gamma 取 2 的 smoothed_hinge 的四倍，也等于 binary_sparsemax 的四倍。")]
public readonly record struct ModifiedHuber : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, [MarginLabel] T target)
        where T : IReal<T>
    {
        var margin = target * prediction;
        var missing = T.Relu(1.0 - margin);
        return T.IfLess(margin, T.Of(-1), -4.0 * margin, missing * missing);
    }
}
