using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Huber with one formula instead of two: quadratic near zero, slope <paramref name="Delta"/> far away, smooth everywhere.</summary>
/// <remarks>
/// <para>Formula: delta^2 (sqrt(1 + (r / delta)^2) - 1), with r = prediction - target.</para>
/// <para>Domain: prediction, target real; delta &gt; 0 in the units of the target. Link: identity. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: carries delta^2, so that the curvature at 0 is 1 (as huber); old XGBoost leaves it out.</para>
/// <para>Numerics: sqrt(1 + x^2) - 1 = x^2 / (1 + sqrt(1 + x^2)) does not cancel, nor does the curvature (1 + x^2)^(-3/2), however large x is; hypot neither overflows nor underflows.</para>
/// <para>Limits: delta to infinity gives half_mse; pseudo_huber/delta with delta to 0 gives mae; delta = 1 is barron_general with alpha = 1.</para>
/// <para>Source: Charbonnier et al. 1994, doi:10.1109/ICIP.1994.413553; Hartley and Zisserman 2003, appendix 6.8.</para>
/// </remarks>
/// <param name="Delta">Residual at which the parabola turns into a line, and the largest pull; near the robust standard deviation of the residual.</param>
[Loss("pseudo_huber", "Pseudo-Huber", "伪 Huber",
    Family = LossFamily.Robust, Task = LossTask.Regression,
    Suits = LossPurpose.Outliers, Preference = 1,
    Aliases = ["PseudoHuberLoss", "pseudohubererror", "charbonnier_loss"],
    SearchWords = ["smooth huber", "光滑 Huber"])]
[English("A smooth huber: quadratic near zero, linear far away, with derivatives of every order.",
    Use = "you want the robustness of huber and a second-order method or booster that needs a positive curvature everywhere.",
    Avoid = "outliers are so gross that even a bounded pull is too much: then cauchy or welsch.")]
[Chinese("光滑的 huber：零点附近为二次，远处为线性，任意阶可导。",
    Use = "需要 huber 的稳健性，同时二阶方法或提升树要求曲率处处为正时。",
    Avoid = "离群点极端，连有界的拉力都嫌大时：改用 cauchy 或 welsch。",
    Limits = "delta 趋于无穷时为 half_mse；delta 趋于 0 时，pseudo_huber/delta 为 mae；delta = 1 时为 alpha 取 1 的 barron_general。")]
public readonly record struct PseudoHuber(
    [Positive, TargetUnits, Chinese("抛物线转为直线处的残差，也是拉力的上限；取残差的稳健标准差左右。")] double Delta) : IPointLoss
{
    public PseudoHuber()
        : this(1)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T>
    {
        var residual = prediction - target;
        var delta = T.Of(Delta);
        var ratio = residual / delta;

        // sqrt(1 + x^2) - 1 as a quotient that does not cancel; its derivatives are those of the square root, whose curvature does not cancel far out.
        var length = T.Hypot(T.Of(1), ratio);
        var curve = T.StraightThrough(delta * (residual * (ratio / (1.0 + length))), delta * (delta * length));
        return T.IfLess(T.Abs(ratio), T.Of(double.PositiveInfinity), curve, delta * (T.Abs(residual) - delta));
    }
}
