using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>1 for a mistake, 0 otherwise: the error rate.</summary>
/// <remarks>
/// <para>Formula: 1 if m &lt; 0, else 0, with m = target prediction.</para>
/// <para>Domain: prediction real; target -1 or +1. Link: sign. Range: {0, 1}.</para>
/// <para>Shapes: any, elementwise; the gradient is 0 everywhere. Reduction: mean.</para>
/// <para>Convention: the score 0 counts as correct (Julia).</para>
/// <para>Numerics: exact.</para>
/// <para>Limits: savage with slope to infinity, but for m = 0.</para>
/// <para>Source: folklore.</para>
/// </remarks>
[Loss("zero_one", "Zero-one", "0-1 损失",
    Family = LossFamily.Margin, Task = LossTask.None,
    FloatUlps = 1,
    Formula = "1 if m < 0, else 0,  m = y s",
    Aliases = ["ZeroOneLoss", "misclassification_rate"])]
[English("One for a mistake, zero otherwise: its mean is the error rate.",
    Use = "you report how often the sign is wrong.",
    Avoid = "you train by gradient: the gradient is 0 everywhere, so train with hinge or logistic.")]
[Chinese("出错为 1，否则为 0：其均值即错误率。",
    Use = "要报告符号判错的比例时。",
    Avoid = "用梯度训练时：梯度处处为 0，应以 hinge 或 logistic 训练。",
    Limits = "savage 在 slope 趋于无穷时的极限（m = 0 除外）。")]
public readonly record struct ZeroOne : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, [MarginLabel] T target)
        where T : IReal<T> => T.Relu(-T.Sign(target * prediction));
}
