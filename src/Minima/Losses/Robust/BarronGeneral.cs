using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>One family from least squares to Welsch: <paramref name="Alpha"/> sets how little an outlier counts.</summary>
/// <remarks>
/// <para>Formula: (b / alpha) ((x^2 / b + 1)^(alpha/2) - 1), x = r / scale, b = |alpha - 2|; by their limits: alpha = 2: 0.5 x^2; 0: log(1 + 0.5 x^2); -inf: 1 - exp(-0.5 x^2); +inf: exp(0.5 x^2) - 1; r = prediction - target.</para>
/// <para>Domain: prediction, target real; alpha real or infinite; scale &gt; 0 in the units of the target. Link: identity. Range: [0, inf) for alpha &gt;= 0, [0, b / |alpha|] below.</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Numerics: (b / alpha) expm1(0.5 alpha log1p(x^2 / b)) is accurate on both sides of alpha = 0 and of alpha = 2. The limits use an alpha so near that the difference is lost in rounding (1e-16, 1e18). x^2 cannot overflow where the answer does not; about alpha = 1 the curvature does not cancel far out.</para>
/// <para>Limits: alpha = 1 is pseudo_huber/scale^2, 0 cauchy, -2 geman_mcclure, -infinity welsch.</para>
/// <para>Source: Barron 2019, CVPR, arXiv:1701.03077, equations 8 and 13.</para>
/// </remarks>
/// <param name="Alpha">Shape: 2 squared error, 1 pseudo-Huber, 0 Cauchy, -2 Geman-McClure, minus infinity Welsch. The smaller, the less an outlier counts.</param>
/// <param name="Scale">Size of an ordinary residual: beyond it, for alpha below 2, the loss grows more slowly than the squared error. Start at the robust standard deviation of the residual.</param>
[Loss("barron_general", "Barron general robust", "Barron 通用稳健损失",
    Family = LossFamily.Robust, Task = LossTask.Regression, FloatUlps = 16,
    Formula = "(b / alpha) ((x^2 / b + 1)^(alpha/2) - 1), x = r / scale, b = |alpha - 2|;  alpha = 2: 0.5 x^2;  0: log(1 + 0.5 x^2);  -inf: 1 - exp(-0.5 x^2);  inf: exp(0.5 x^2) - 1",
    Aliases = ["barron", "general_robust_loss", "lossfun"])]
[English("One parameter, alpha, leads from least squares (2) through pseudo-Huber (1), Cauchy (0) and Geman-McClure (-2) to Welsch (-infinity).",
    Use = "you do not know how heavy the tails are and want to try several, or lower alpha step by step during training.",
    Avoid = "you know which of them you want: that loss by itself is simpler and faster.")]
[Chinese("由一个参数 alpha 从最小二乘（2）经伪 Huber（1）、柯西（0）、Geman-McClure（-2）过渡到 Welsch（负无穷）。",
    Use = "不知道尾部有多重，想尝试几种，或想在训练中逐步降低 alpha 时。",
    Avoid = "已知要用其中哪一个时：对应的损失更简单，也更快。",
    Limits = "alpha = 1 为 pseudo_huber/scale^2，0 为 cauchy，-2 为 geman_mcclure，负无穷为 welsch。")]
public readonly record struct BarronGeneral(
    [Chinese("形状：2 为平方误差，1 为伪 Huber，0 为柯西，-2 为 Geman-McClure，负无穷为 Welsch；越小，离群点的作用越小。")] double Alpha,
    [Positive, TargetUnits, Chinese("正常残差的大小：alpha 小于 2 时，残差超过此值后，损失的增长慢于平方误差。可从残差的稳健标准差开始。")] double Scale) : IPointLoss
{
    public BarronGeneral()
        : this(1, 1)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T>
    {
        var ratio = (prediction - target) / T.Of(Scale);
        if (Alpha == 2)
        {
            return 0.5 * ratio * ratio;
        }

        // Each of the limits 0, +infinity and -infinity is replaced by an alpha so near that the difference is lost in rounding.
        var alpha = Math.Abs(Alpha) < 1e-16 ? T.Of(1e-16) : Alpha > 1e18 ? T.Of(1e18) : Alpha < -1e18 ? T.Of(-1e18) : T.Of(Alpha);
        var distance = T.Abs(alpha - 2.0);
        var b = T.IfLess(T.Of(0), distance, distance, T.Of(1)); // in float alpha may round to 2, where any b gives 0.5 x^2
        var distant = ratio / T.Sqrt(b);
        var log = T.Log1pSquare(distant);
        var value = T.ZeroTimes(b / alpha, T.Expm1(0.5 * alpha * log)); // the derivative of a constant factor stays 0 where the power is infinite
        return Math.Abs(Alpha - 1) < 0.5 ? T.StraightThrough(value, Line(b / alpha, distant, 0.5 * (alpha - 1.0) * log, value)) : value;
    }

    /// <summary>
    /// The source of the derivatives about alpha = 1: sqrt(1 + x^2) times the rest of the power. Far out the line has almost no
    /// curvature, and that of the exponential would cancel against that of the logarithm. Kept out of the kernel, which would be too large to be inlined whole.
    /// </summary>
    [MethodImpl(NoInlining)]
    private static T Line<T>(T factor, T distant, T rest, T value)
        where T : IReal<T> => T.IfLess(T.Abs(distant), T.Of(double.PositiveInfinity), factor * (T.Hypot(T.Of(1), distant) * T.Exp(rest)), value);
}
