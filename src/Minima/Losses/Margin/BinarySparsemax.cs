using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The sparsemax loss of two classes: a logistic loss that reaches 0 and 1.</summary>
/// <remarks>
/// <para>Formula: m &lt; -1: -m; else max(0, 1 - m)^2 / 4, with m = target prediction.</para>
/// <para>Domain: prediction real; target -1 or +1. Link: clipped margin, its minimiser is 2 p - 1. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: jax.nn.sparse_plus(-m), as optax.sparsemax_loss with labels 0 and 1.</para>
/// <para>Numerics: continuously differentiable; the square cannot overflow where the answer does not: the linear branch takes over.</para>
/// <para>Limits: equal to modified_huber / 4 and to smoothed_hinge with gamma 2.</para>
/// <para>Source: Martins and Astudillo 2016, ICML; Blondel, Martins and Niculae 2020, JMLR 21(35).</para>
/// </remarks>
[Loss("binary_sparsemax", "Binary sparsemax", "二元 sparsemax 损失",
    Family = LossFamily.Margin, Task = LossTask.Binary,
    FloatUlps = 2,
    Formula = "m < -1: -m;  else max(0, 1 - m)^2 / 4,  m = y s",
    Aliases = ["sparse_plus", "binary_sparsemax_loss"])]
[English("The two-class sparsemax loss: like logistic, but probabilities reach exactly 0 and 1.",
    Use = "you want exact zeros among the probabilities and no gradient from points with margin above 1.",
    Avoid = "rare classes need small probabilities distinguished: logistic never rounds them to 0.")]
[Chinese("两类情形的 sparsemax 损失：类似逻辑损失，但概率能恰好取到 0 和 1。",
    Use = "希望概率中出现精确的 0，且间隔大于 1 的样本不再产生梯度时。",
    Avoid = "需要分辨稀有类别的微小概率时：logistic 不会把它们归为 0。",
    Limits = "等于 modified_huber / 4，也等于 gamma 取 2 的 smoothed_hinge。")]
public readonly record struct BinarySparsemax : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, [MarginLabel] T target)
        where T : IReal<T>
    {
        var margin = target * prediction;
        var missing = T.Relu(1.0 - margin);
        return T.IfLess(margin, T.Of(-1), -margin, 0.25 * missing * missing);
    }
}
