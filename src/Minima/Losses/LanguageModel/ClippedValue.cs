using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Half of the larger of two squared errors: of the new value, and of the new value clipped near the old one.</summary>
/// <remarks>
/// <para>Formula: 1/2 max((v - R)^2, (old + clamp(v - old, -e, e) - R)^2), with v = prediction, R = target, e = clip.</para>
/// <para>Domain: all inputs real; clip &gt;= 0. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise, three inputs of one shape; only the prediction is differentiated. Reduction: mean.</para>
/// <para>Kinks: where both errors are equal half of each derivative; inside the clip they are the same.</para>
/// <para>Convention: with the factor 1/2 (OpenAI baselines; Stable-Baselines3 has no maximum).</para>
/// <para>Source: Schulman et al. 2017, arXiv:1707.06347; OpenAI baselines.</para>
/// </remarks>
/// <param name="Clip">Largest move of the value from the old estimate towards the target that still has a gradient; 0.2 is usual.</param>
[Loss("ppo_value", "PPO clipped value loss", "PPO 价值截断损失",
    Family = LossFamily.LanguageModel, FloatUlps = 64,
    Formula = "1/2 max((v - R)^2, (old + clamp(v - old, -clip, clip) - R)^2);  v = prediction, R = target",
    Aliases = ["ppo_value_loss", "clip_range_vf", "clipped_value_loss"])]
[English("Squared error of a value function that may not move far in one update.",
    Use = "you reproduce PPO with value clipping.",
    Avoid = "you have no reason to clip values: half_mse usually does as well.")]
[Chinese("价值函数的平方误差，并限制单次更新的幅度。",
    Use = "复现带价值截断的 PPO 时。",
    Avoid = "没有截断价值的理由时：half_mse 通常同样好。")]
public readonly record struct ClippedValue(
    [NonNegative, Chinese("价值由旧估计朝目标值移动的最大幅度，超出后没有梯度；常用 0.2。")] double Clip) : IPointLoss3
{
    public ClippedValue()
        : this(0.2)
    {
    }

    static InputSet IPointLoss3.Differentiated => InputSet.First;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T old, T target)
        where T : IReal<T>
    {
        var free = prediction - target;
        var held = old + T.Clamp(prediction - old, -Clip, Clip) - target;
        return 0.5 * T.Max(free * free, held * held);
    }
}
