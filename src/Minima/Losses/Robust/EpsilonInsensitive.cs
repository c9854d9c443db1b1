using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The absolute error beyond a tube: residuals within <paramref name="Epsilon"/> cost nothing.</summary>
/// <remarks>
/// <para>Formula: max(0, |r| - epsilon), with r = prediction - target.</para>
/// <para>Domain: prediction, target real; epsilon &gt;= 0 in the units of the target. Link: identity. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: derivative 0 on the edge of the tube.</para>
/// <para>Numerics: exact but for one rounding.</para>
/// <para>Limits: epsilon = 0 is mae.</para>
/// <para>Source: Vapnik 1995, The Nature of Statistical Learning Theory.</para>
/// </remarks>
/// <param name="Epsilon">Half the width of the tube in which errors cost nothing: set it to the error that does not matter to you.</param>
[Loss("epsilon_insensitive", "Epsilon-insensitive", "ε-不敏感损失",
    Family = LossFamily.Robust, Task = LossTask.Regression,
    FloatUlps = 2,
    Aliases = ["L1EpsilonInsLoss", "EpsilonInsLoss"])]
[English("Errors within epsilon are free, beyond it every unit costs the same: support vector regression.",
    Use = "there is a tolerance below which an error does not matter, or you want a sparse kernel model.",
    Avoid = "you need the last bit of accuracy: inside the tube there is no gradient at all.")]
[Chinese("epsilon 以内的误差不计代价，超出部分按比例计：支持向量回归所用的损失。",
    Use = "存在可以容忍的误差范围，或希望核模型稀疏时。",
    Avoid = "需要尽可能精确时：epsilon 以内完全没有梯度。",
    Limits = "epsilon = 0 时为 mae。")]
public readonly record struct EpsilonInsensitive(
    [NonNegative, TargetUnits, Chinese("不计误差的管道宽度的一半；取可以忽略的误差大小。")] double Epsilon) : IPointLoss
{
    public EpsilonInsensitive()
        : this(0.1)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T> => T.Relu(T.Abs(prediction - target) - T.Of(Epsilon));
}
