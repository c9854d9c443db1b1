using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Half the square of the residual: its gradient is the residual itself.</summary>
/// <remarks>
/// <para>Formula: 0.5 r^2, with r = prediction - target.</para>
/// <para>Domain: prediction, target real. Link: identity. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: carries the 1/2 (optax.l2_loss, scikit-learn); without it the entry is mse.</para>
/// <para>Numerics: overflows where the value itself does, |r| &gt; 1.9e154 (double), 2.6e19 (float).</para>
/// <para>Source: Bishop 2006, Pattern Recognition and Machine Learning, section 3.1.</para>
/// </remarks>
[Loss("half_mse", "Half squared error", "半平方误差",
    Family = LossFamily.Regression, Task = LossTask.Regression,
    FloatUlps = 1,
    Aliases = ["HalfSquaredError", "l2_loss"])]
[English("Half the square of the residual: mse with a gradient free of the factor 2.",
    Use = "you want the mean, and your formulas or learning rates assume the 1/2 (Gaussian likelihood with unit variance).",
    Avoid = "the target has outliers: a large error counts with its square.")]
[Chinese("残差平方的一半：与 mse 等价，但梯度不带因子 2。",
    Use = "需要均值，且公式或学习率采用带 1/2 的约定（单位方差的高斯似然）时。",
    Avoid = "目标值有离群点时：大误差按平方计入。")]
public readonly record struct HalfSquaredError : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T>
    {
        var residual = prediction - target;
        return 0.5 * residual * residual;
    }
}
