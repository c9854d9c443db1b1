using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>A wing whose tip is rounded where the target is background and sharp where it is foreground.</summary>
/// <remarks>
/// <para>Formula: a = alpha - t; |r| &lt; theta: omega log(1 + |r / epsilon|^a); else the tangent at theta, with r = prediction - target.</para>
/// <para>Domain: prediction real; target in [0, 1] (a heatmap); omega, theta, epsilon &gt; 0; alpha &gt;= 1, best a little above 2.
/// Link: identity. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: the paper's four parameters and their values; its A and C are the tangent's slope and offset.</para>
/// <para>Numerics: one power serves curve and tangent; the tangent starts where the curve ends, so C never cancels.</para>
/// <para>Limits: alpha - t = 1 gives, for |r| below theta and omega, wing with width omega and the same epsilon.</para>
/// <para>Source: Wang, Bo and Li 2019, ICCV.</para>
/// </remarks>
/// <param name="Omega">Factor of the whole loss, curve and tangent; 14 is usual.</param>
/// <param name="Theta">Residual at which the curve turns into its tangent; 0.5 is usual.</param>
/// <param name="Epsilon">Number that divides the residual inside the power; 1 is usual.</param>
/// <param name="Alpha">Exponent at a target of 0; at a target of 1 it is one less. 2.1 is usual.</param>
[Loss("adaptive_wing", "Adaptive wing", "自适应 Wing 损失",
    Family = LossFamily.Robust, Task = LossTask.None, FloatUlps = 16,
    Formula = "a = alpha - t;  |r| < theta: omega log(1 + |r / epsilon|^a);  else the tangent at theta",
    ChineseFormula = "a = alpha - t;  |r| < theta: omega log(1 + |r / epsilon|^a)；其他情形取该曲线在 theta 处的切线",
    Aliases = ["AWing", "AdaptiveWingLoss", "AWingLoss"])]
[English("A wing for heatmaps: it behaves like mse on the background and like a sharp wing on the foreground.",
    Use = "a network predicts heatmaps in [0, 1] and the few foreground pixels must be exact.",
    Avoid = "the target is not a heatmap in [0, 1]: the exponent is alpha minus the target.")]
[Chinese("用于热图的 Wing 损失：在背景上近似 mse，在前景上如同尖锐的 Wing。",
    Use = "网络预测取值在 [0, 1] 的热图，且少量前景像素必须精确时。",
    Avoid = "目标值不是取值在 [0, 1] 的热图时：指数等于 alpha 减目标值。",
    Limits = "alpha - t = 1 时，|r| 小于 theta 与 omega 处即 width 取 omega、epsilon 相同的 wing。")]
public readonly record struct AdaptiveWing(
    [Positive, Chinese("整个损失（曲线与切线）的系数，常用 14。")] double Omega,
    [Positive, Chinese("曲线转为切线处的残差，常用 0.5。")] double Theta,
    [Positive, Chinese("幂运算中残差所除以的数，常用 1。")] double Epsilon,
    [AtLeast(1), Chinese("目标值为 0 时的指数，目标值为 1 时减 1；常用 2.1。")] double Alpha) : IPointLoss
{
    public AdaptiveWing()
        : this(14, 0.5, 1, 2.1)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, [Unit] T target)
        where T : IReal<T>
    {
        // The curve up to theta, then its tangent from there; beyond theta the power is the constant (theta / epsilon)^exponent.
        var residual = T.Abs(prediction - target);
        var exponent = T.Of(Alpha) - target;
        var omega = T.Of(Omega);
        var theta = T.Of(Theta);
        var power = T.Pow(T.IfLess(residual, theta, residual, theta) / T.Of(Epsilon), exponent);
        var curve = omega * T.Log1p(power);
        var slope = omega * exponent * power / (theta * (1.0 + power));
        return T.IfLess(residual, theta, curve, curve + slope * (residual - theta));
    }
}
