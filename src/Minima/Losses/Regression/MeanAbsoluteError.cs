using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The absolute residual: its best constant is the median.</summary>
/// <remarks>
/// <para>Formula: |r|, with r = prediction - target.</para>
/// <para>Domain: prediction, target real. Link: identity. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: derivative 0 at r = 0 (PyTorch, JAX, Julia); scikit-learn takes -1 there.</para>
/// <para>Numerics: exact.</para>
/// <para>Source: Boscovich 1757; Laplace 1793.</para>
/// </remarks>
[Loss("mae", "Mean absolute error", "平均绝对误差",
    Family = LossFamily.Regression, Task = LossTask.Regression,
    Suits = LossPurpose.Median, Preference = 1,
    FloatUlps = 1,
    Aliases = ["绝对误差", "L1 损失", "L1Loss", "MeanAbsoluteError", "AbsoluteError", "L1DistLoss", "regression_l1"],
    SearchWords = ["median", "中位数", "outlier", "outliers", "异常值", "离群点", "离群值", "robust", "鲁棒", "稳健", "l1", "L1 误差", "least absolute deviations"])]
[English("The size of the residual: predicts the median, and every unit of error costs the same.",
    Use = "you want the median, or the target has outliers that should not count more than in proportion.",
    Avoid = "you want the mean of a skewed target, or the optimiser needs curvature near the minimum: huber is smooth there.")]
[Chinese("残差的绝对值：预测中位数，每一单位误差的代价相同。",
    Use = "需要中位数，或目标值有离群点而大误差只应按比例计入时。",
    Avoid = "目标分布偏斜而需要均值时；或优化器在最小值附近需要曲率时：huber 在那里是光滑的。")]
public readonly record struct MeanAbsoluteError : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T> => T.Abs(prediction - target);
}
