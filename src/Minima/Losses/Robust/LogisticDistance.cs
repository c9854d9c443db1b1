using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The negative log-density of a logistic error, 0 at 0: half the curvature of log-cosh, the same slope 1 far away.</summary>
/// <remarks>
/// <para>Formula: -log(4 e^r / (1 + e^r)^2) = 2 log(cosh(r / 2)), with r = prediction - target.</para>
/// <para>Domain: prediction, target real. Link: identity. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: the constant log 4 makes the value 0 at r = 0 (Julia).</para>
/// <para>Numerics: the written form cancels near 0 and overflows far away; 2 log_cosh(r / 2) does neither. The derivative is tanh(r / 2).</para>
/// <para>Source: Steinwart and Christmann 2008, Support Vector Machines, section 2.4.</para>
/// </remarks>
[Loss("logit_dist", "Logistic distance", "逻辑分布距离损失",
    Family = LossFamily.Robust, Task = LossTask.Regression, HasUnitResidual = true,
    FloatUlps = 4,
    Formula = "-log(4 e^r / (1 + e^r)^2)",
    Aliases = ["LogitDistLoss", "logistic_distance"])]
[English("Maximum likelihood for errors with a logistic distribution: smooth, slope at most 1.",
    Use = "errors are a little heavier-tailed than Gaussian and the target is scaled to about unit size.",
    Avoid = "the target is not scaled, or the tails are much heavier: pseudo_huber and cauchy have a scale.")]
[Chinese("误差服从逻辑分布时的最大似然：光滑，斜率不超过 1。",
    Use = "误差的尾部略重于高斯分布，且目标值已缩放到单位量级时。",
    Avoid = "目标值未缩放，或尾部重得多时：pseudo_huber 和 cauchy 有尺度参数。")]
public readonly record struct LogisticDistance : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T> => 2.0 * T.LogCosh(0.5 * (prediction - target));
}
