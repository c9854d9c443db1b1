using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The absolute error up to <paramref name="Scale"/>, quadratic beyond: huber the other way round.</summary>
/// <remarks>
/// <para>Formula: |r| for |r| &lt;= scale, (r^2 + scale^2) / (2 scale) beyond, with r = prediction - target.</para>
/// <para>Domain: prediction, target real; scale &gt; 0 in the units of the target. Link: identity. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: derivative 0 at r = 0. Laina et al. set scale to a fifth of the largest residual of the batch, as a constant for the gradient.</para>
/// <para>Numerics: overflows where the value itself does.</para>
/// <para>Limits: scale to infinity gives mae.</para>
/// <para>Source: Owen 2007, Contemp. Math. 443, 59-71; Laina et al. 2016, arXiv:1606.00373.</para>
/// </remarks>
/// <param name="Scale">Residual at which the line turns into a parabola; often a fifth of the largest residual.</param>
[Loss("berhu", "Reverse Huber (berHu)", "反 Huber 损失",
    Family = LossFamily.Regression, Task = LossTask.Regression,
    FloatUlps = 2,
    Formula = "|r| <= scale: |r|;  else (r^2 + scale^2) / (2 scale)",
    Aliases = ["BerHuLoss", "reverse_huber"])]
[English("Small residuals keep the full pull of mae, large ones are charged with their square.",
    Use = "you predict depth maps or similar: many small errors that should still shrink, and no label noise in the tail.",
    Avoid = "the target has outliers: their pull grows without limit; huber is the robust one.")]
[Chinese("小残差保持 mae 的全部拉力，大残差按平方计。",
    Use = "预测深度图等，大量小误差仍需继续缩小，且尾部没有标签噪声时。",
    Avoid = "目标值有离群点时：其拉力没有上限；稳健的是 huber。",
    Limits = "scale 趋于无穷时为 mae。")]
public readonly record struct ReverseHuber(
    [Positive, TargetUnits, Chinese("由直线转为抛物线处的残差；常取最大残差的五分之一。")] double Scale) : IPointLoss
{
    public ReverseHuber()
        : this(1)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T>
    {
        var residual = T.Abs(prediction - target);
        var scale = T.Of(Scale);
        return T.IfLess(residual, scale, residual, 0.5 * (residual * (residual / scale) + scale));
    }
}
