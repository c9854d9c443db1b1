using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Policy gradient that gains nothing by moving the probability of an action further than a fixed ratio from the old one.</summary>
/// <remarks>
/// <para>Formula: -min(rho A, clamp(rho, 1 - e, 1 + e) A), rho = exp(log_probability - old), with A = advantage, e = clip.</para>
/// <para>Domain: all inputs real, for the logarithm of a density, of a continuous action, may be above 0; clip &gt;= 0. Range: all reals; its value means nothing, its gradient does.</para>
/// <para>Shapes: any, elementwise, three inputs of one shape; only log_probability is differentiated. Reduction: mean.</para>
/// <para>Kinks: rho = 1 + e for A &gt; 0 and rho = 1 - e for A &lt; 0: the derivative of the inside.</para>
/// <para>Convention: one clip for both sides; dual clipping and an entropy bonus are not part of it.</para>
/// <para>Numerics: the logarithm of the ratio is clamped, so that no ratio overflows where it is clipped anyway.</para>
/// <para>Source: Schulman et al. 2017, arXiv:1707.06347.</para>
/// </remarks>
/// <param name="Clip">Largest change of the ratio of probabilities that still earns a gain; 0.1 to 0.3, usually 0.2.</param>
[Loss("ppo_clip", "PPO clipped surrogate", "PPO 截断目标",
    Family = LossFamily.LanguageModel, LowerBound = double.NegativeInfinity, FloatUlps = 2,
    Formula = "-min(rho A, clamp(rho, 1 - clip, 1 + clip) A);  rho = exp(log_probability - old), A = advantage",
    Aliases = ["clipped_surrogate_pg_loss", "ppo", "clipped_surrogate"])]
[English("Policy gradient for several updates on the same samples: it stops pulling once the policy has moved enough.",
    Use = "samples are dear and each batch is used for a few epochs.",
    Avoid = "each sample is used once (policy_gradient).")]
[Chinese("可在同一批样本上多次更新的策略梯度：策略变动足够大后便不再推动。",
    Use = "样本昂贵，每批数据要用若干轮时。",
    Avoid = "每个样本只用一次时（用 policy_gradient）。")]
public readonly record struct ClippedPolicy(
    [NonNegative, Chinese("概率比的变化在此幅度内仍能带来收益；取 0.1 至 0.3，常用 0.2。")] double Clip) : IPointLoss3
{
    public ClippedPolicy()
        : this(0.2)
    {
    }

    static InputSet IPointLoss3.Differentiated => InputSet.First;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T logProbability, T old, T advantage)
        where T : IReal<T>
    {
        // A gain is clipped above, a loss below; the other side never binds. The product is selected by its factor, so that an overflowing ratio has an
        // infinite gradient, not NaN.
        var zero = T.Of(0);
        var ratio = logProbability - old;
        var gain = T.ZeroTimes(advantage, T.Exp(T.Clamp(ratio, double.NegativeInfinity, Math.Log(1 + Clip))));
        var loss = T.ZeroTimes(advantage, T.Exp(T.Clamp(ratio, Math.Log(Math.Max(0, 1 - Clip)), double.PositiveInfinity)));
        return -T.IfLess(zero, advantage, gain, T.IfLess(advantage, zero, loss, T.ZeroTimes(advantage, ratio)));
    }
}
