using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The square of the difference of logarithms: ratios count, not differences.</summary>
/// <remarks>
/// <para>Formula: (log(1 + p) - log(1 + t))^2.</para>
/// <para>Domain: prediction &gt;= -1, target &gt;= -1. Link: identity. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean; its square root is the RMSLE.</para>
/// <para>Convention: no clamp (scikit-learn); Keras lifts both inputs to 1e-7 first, which makes the gradient 0 below.</para>
/// <para>Numerics: near p = t the difference is log1p((p - t) / (1 + t)), so nothing cancels. At prediction -1 the value is
/// +infinity and the gradient -infinity.</para>
/// <para>Limits: for small p and t it is mse; for large ones mse of the logarithms.</para>
/// <para>Source: Kaggle's RMSLE; Keras.</para>
/// </remarks>
[Loss("msle", "Mean squared logarithmic error", "均方对数误差",
    Family = LossFamily.Regression, Task = LossTask.None, FloatUlps = 8,
    Suits = LossPurpose.RelativeError,
    Aliases = ["MeanSquaredLogarithmicError", "mean_squared_logarithmic_error", "mean_squared_log_error"])]
[English("The squared difference of logarithms: being off by a factor costs the same at every size.",
    Use = "the target is non-negative and spans orders of magnitude: sales, populations, durations.",
    Avoid = "the model can predict -1 or less, or an overshoot hurts more than an undershoot of the same size: it is charged less.")]
[Chinese("对数之差的平方：无论数值大小，相差同样倍数的代价相同。",
    Use = "目标值非负且跨越多个数量级时：销量、人口、时长。",
    Avoid = "预测值可能小于等于 -1 时；或高估比同样幅度的低估更有害时：高估的代价反而更低。",
    Limits = "p 与 t 很小时为 mse；很大时为对数的 mse。")]
public readonly record struct MeanSquaredLogarithmicError : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>([AtLeast(-1)] T prediction, [AtLeast(-1)] T target)
        where T : IReal<T>
    {
        // Near each other the two logarithms would cancel: one takes the relative difference, the other is log 1.
        var residual = prediction - target;
        var size = T.Abs(residual);
        var near = 0.5 * (1.0 + target);
        var upper = T.IfLess(size, near, residual / (1.0 + target), prediction);
        var lower = T.IfLess(size, near, T.Of(0), target);
        var difference = T.Log1p(upper) - T.Log1p(lower);

        // -1 against -1 is no error at all, although both logarithms are infinite; a NaN takes this branch and stays.
        var sum = prediction + target;
        return T.IfLess(T.Of(-2), sum, difference * difference, (sum + 2.0) * (sum + 2.0));
    }
}
