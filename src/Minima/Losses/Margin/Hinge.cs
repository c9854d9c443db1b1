using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The amount by which the margin falls short of 1: the loss of the support vector machine.</summary>
/// <remarks>
/// <para>Formula: max(0, 1 - m), with m = target prediction.</para>
/// <para>Domain: prediction real; target -1 or +1. Link: sign, its minimiser is sign(2 p - 1), so no probability can be read from it. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: derivative 0 at m = 1 (PyTorch's relu, Julia); jnp.maximum takes -1/2 there, scikit-learn -1. Keras turns labels 0 and 1 into -1 and +1; here they are refused.</para>
/// <para>Numerics: exact up to the rounding of 1 - m.</para>
/// <para>Limits: smoothed_hinge with gamma to 0; ramp with truncation to minus infinity.</para>
/// <para>Source: Cortes and Vapnik 1995, Machine Learning 20, 273-297, doi:10.1007/BF00994018.</para>
/// </remarks>
[Loss("hinge", "Hinge", "合页损失",
    Family = LossFamily.Margin, Task = LossTask.Binary,
    FloatUlps = 1,
    Formula = "max(0, 1 - m), m = y s",
    Aliases = ["铰链损失", "HingeLoss", "L1HingeLoss"],
    SearchWords = ["svm", "支持向量机", "max margin", "最大间隔"])]
[English("Zero once the margin reaches 1, and linear below: the loss of the support vector machine.",
    Use = "only the decision counts and a sparse set of support vectors is welcome.",
    Avoid = "you need probabilities (logistic), or the optimiser needs a smooth curve (squared_hinge, smoothed_hinge).")]
[Chinese("间隔达到 1 后为零，不足 1 时线性增长：支持向量机所用的损失。",
    Use = "只关心分类结果，并希望支持向量稀疏时。",
    Avoid = "需要概率时（用 logistic），或优化器需要光滑的损失时（用 squared_hinge、smoothed_hinge）。",
    Limits = "smoothed_hinge 在 gamma 趋于 0 时的极限；ramp 在 truncation 趋于负无穷时的极限。")]
public readonly record struct Hinge : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, [MarginLabel] T target)
        where T : IReal<T> => T.Relu(1.0 - target * prediction);
}
