using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Minus advantage times log-probability: its gradient is that of the expected return.</summary>
/// <remarks>
/// <para>Formula: -A l, with l = log_probability of the action taken and A = advantage.</para>
/// <para>Domain: both real: the logarithm of a density, of a continuous action, may be above 0. Range: all reals; its value means nothing, its gradient does.</para>
/// <para>Shapes: any, elementwise; only log_probability is differentiated, the advantage is constant. Reduction: mean.</para>
/// <para>Convention: no entropy bonus; add entropy_min with a negative weight. Advantage 0 gives 0 also for an impossible action.</para>
/// <para>Source: Williams 1992, Machine Learning 8, 229-256 (REINFORCE).</para>
/// </remarks>
[Loss("policy_gradient", "REINFORCE / A2C policy gradient", "策略梯度",
    Family = LossFamily.LanguageModel, LowerBound = double.NegativeInfinity,
    FloatUlps = 1,
    Formula = "-A l;  l = log_probability, A = advantage",
    Aliases = ["policy_gradient_loss", "reinforce", "a2c"])]
[English("Makes actions that did better than expected more probable.",
    Use = "you sample actions from the current policy and update once.",
    Avoid = "samples are used for several updates (ppo_clip), or several answers to one prompt can be compared (grpo).")]
[Chinese("让好于预期的动作更可能发生。",
    Use = "从当前策略采样动作并只更新一次时。",
    Avoid = "同一批样本要用于多次更新时（用 ppo_clip）；或同一提示的多个回答可以相互比较时（用 grpo）。")]
public readonly record struct PolicyGradient : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T logProbability, T advantage)
        where T : IReal<T> => -T.ZeroTimes(advantage, logProbability);
}
