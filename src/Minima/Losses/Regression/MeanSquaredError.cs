using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The square of the residual: its best constant is the mean.</summary>
/// <remarks>
/// <para>Formula: r^2, with r = prediction - target.</para>
/// <para>Domain: prediction, target real. Link: identity. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: no 1/2 (PyTorch, Keras, optax.squared_error); with it the entry is half_mse.</para>
/// <para>Numerics: overflows for |r| &gt; 1.3e154 (double), 1.8e19 (float), as the value itself does.</para>
/// <para>Source: Legendre 1805; Gauss 1809.</para>
/// </remarks>
[Loss("mse", "Mean squared error", "均方误差",
    Family = LossFamily.Regression, Task = LossTask.Regression, DefaultFor = LossTask.Regression | LossTask.Ordinal,
    Suits = LossPurpose.Mean,
    FloatUlps = 1,
    Aliases = ["平方损失", "平方误差", "L2 损失", "MSELoss", "MeanSquaredError", "mean_squared_error", "squared_error", "L2DistLoss"],
    SearchWords = ["l2 loss", "L2 误差", "least squares", "最小二乘", "squared loss", "regression", "回归"])]
[English("The square of the residual: predicts the mean, and a large error counts most.",
    Use = "you want the mean, and errors are roughly Gaussian.",
    Avoid = "the target has outliers: one error of 100 counts as much as ten thousand errors of 1.")]
[Chinese("残差的平方：预测均值，大误差的代价最高。",
    Use = "需要均值，且误差大致服从高斯分布时。",
    Avoid = "目标值有离群点时：一个大小为 100 的误差抵得上一万个大小为 1 的误差。")]
public readonly record struct MeanSquaredError : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T>
    {
        var residual = prediction - target;
        return residual * residual;
    }
}
