using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The amount by which the score is on the wrong side: a hinge without a margin.</summary>
/// <remarks>
/// <para>Formula: max(0, -m), with m = target prediction.</para>
/// <para>Domain: prediction real; target -1 or +1. Link: sign. The score 0 costs nothing and is the minimiser for every p strictly between
/// 0 and 1, so only separable data or a fixed norm make the sign meaningful. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: derivative 0 at m = 0 (optax, Julia); scikit-learn takes -1 there.</para>
/// <para>Numerics: exact.</para>
/// <para>Limits: logistic(k m) / k with k to infinity.</para>
/// <para>Source: Rosenblatt 1958, Psychol. Rev. 65(6), 386-408, doi:10.1037/h0042519.</para>
/// </remarks>
[Loss("perceptron", "Perceptron", "感知机损失",
    Family = LossFamily.Margin, Task = LossTask.Binary,
    FloatUlps = 1,
    Formula = "max(0, -m), m = y s",
    Aliases = ["PerceptronLoss"])]
[English("Zero on the right side, linear on the wrong side: only mistakes are corrected.",
    Use = "the classes are separable, or you learn online and correct mistakes only.",
    Avoid = "the classes overlap: the score 0 everywhere is then a perfect answer (hinge asks for a margin of 1).")]
[Chinese("正确一侧为零，错误一侧线性增长：只纠正错误。",
    Use = "两类可分，或在线学习且只纠正错误时。",
    Avoid = "两类有重叠时：处处得分为 0 就已是最优解（hinge 要求间隔达到 1）。",
    Limits = "logistic(k m) / k 在 k 趋于无穷时的极限。")]
public readonly record struct Perceptron : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, [MarginLabel] T target)
        where T : IReal<T> => T.Relu(-(target * prediction));
}
