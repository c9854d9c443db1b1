using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The squared error beyond a tube: residuals within <paramref name="Epsilon"/> cost nothing.</summary>
/// <remarks>
/// <para>Formula: max(0, |r| - epsilon)^2, with r = prediction - target.</para>
/// <para>Domain: prediction, target real; epsilon &gt;= 0 in the units of the target. Link: identity. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: no 1/2 (scikit-learn, Julia).</para>
/// <para>Numerics: overflows where the value itself does.</para>
/// <para>Limits: epsilon = 0 is mse.</para>
/// <para>Source: Drucker et al. 1997, Advances in Neural Information Processing Systems 9, 155-161.</para>
/// </remarks>
/// <param name="Epsilon">Half the width of the tube in which errors cost nothing: set it to the error that does not matter to you.</param>
[Loss("squared_epsilon_insensitive", "Squared epsilon-insensitive", "平方 ε-不敏感损失",
    Family = LossFamily.Regression, Task = LossTask.Regression,
    FloatUlps = 2,
    Aliases = ["L2EpsilonInsLoss"])]
[English("Errors within epsilon are free, beyond it the excess counts with its square; no kink.",
    Use = "there is a tolerance below which an error does not matter, and the optimiser needs a smooth loss.",
    Avoid = "the target has outliers: their excess is squared; epsilon_insensitive charges it in proportion.")]
[Chinese("epsilon 以内的误差不计代价，超出部分按平方计；没有折点。",
    Use = "存在可以容忍的误差范围，且优化器要求光滑时。",
    Avoid = "目标值有离群点时：超出部分会被平方；epsilon_insensitive 只按比例计。",
    Limits = "epsilon = 0 时为 mse。")]
public readonly record struct SquaredEpsilonInsensitive(
    [NonNegative, TargetUnits, Chinese("不计误差的管道宽度的一半；取可以忽略的误差大小。")] double Epsilon) : IPointLoss
{
    public SquaredEpsilonInsensitive()
        : this(0.1)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T>
    {
        var excess = T.Relu(T.Abs(prediction - target) - T.Of(Epsilon));
        return excess * excess;
    }
}
