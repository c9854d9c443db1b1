using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The absolute error with its corner rounded off within <paramref name="Beta"/> of zero.</summary>
/// <remarks>
/// <para>Formula: |r| &lt; beta: 0.5 r^2 / beta; else |r| - 0.5 beta, with r = prediction - target.</para>
/// <para>Domain: prediction, target real; beta &gt;= 0 in the units of the target. Link: identity. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: derivative 1 in the tails for every beta (PyTorch); times beta it is huber.</para>
/// <para>Numerics: no square is taken outside |r| &lt; beta, so nothing overflows.</para>
/// <para>Limits: beta = 0 is mae, with derivative 0 at r = 0; beta smooth_l1 with beta to infinity is half_mse.</para>
/// <para>Source: Girshick 2015, Fast R-CNN, arXiv:1504.08083.</para>
/// </remarks>
/// <param name="Beta">Residual at which the parabola meets the line; 0 gives the absolute error.</param>
[Loss("smooth_l1", "Smooth L1", "平滑 L1",
    Family = LossFamily.Robust, Task = LossTask.Regression,
    FloatUlps = 1,
    Formula = "|r| < beta: 0.5 r^2 / beta;  else |r| - 0.5 beta",
    Aliases = ["SmoothL1Loss"],
    SearchWords = ["fast r-cnn loss", "目标检测", "object detection", "l1"])]
[English("The absolute error with a rounded corner: slope 1 far away, quadratic within beta.",
    Use = "you regress box coordinates, or want the bounded pull of mae with a smooth minimum; beta is the size of an error that does not matter.",
    Avoid = "you change beta during training and compare values: the curvature 1/beta changes with it; huber keeps the curvature and changes the slope.")]
[Chinese("磨圆了尖角的绝对误差：远处斜率为 1，beta 以内为二次。",
    Use = "回归边界框坐标，或既要 mae 那样有界的拉力，又要最小值处光滑时；beta 取无关紧要的误差大小。",
    Avoid = "训练中改变 beta 并比较损失值时：曲率 1/beta 随之变化；huber 保持曲率而改变斜率。",
    Limits = "beta = 0 时为 mae，r = 0 处斜率取 0；beta 趋于无穷时，beta smooth_l1 为 half_mse。")]
public readonly record struct SmoothL1(
    [NonNegative, TargetUnits, Chinese("抛物线与直线相接处的残差；0 即绝对误差。")] double Beta) : IPointLoss
{
    public SmoothL1()
        : this(1)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T>
    {
        var residual = T.Abs(prediction - target);
        var beta = T.Of(Beta);
        return T.IfLess(residual, beta, 0.5 * residual * (residual / beta), residual - 0.5 * beta);
    }
}
