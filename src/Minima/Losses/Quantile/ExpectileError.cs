using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>A squared error that charges under- and overestimates differently: its best constant is the expectile.</summary>
/// <remarks>
/// <para>Formula: q e^2 for e &gt;= 0, (1 - q) e^2 for e &lt; 0, with e = target - prediction.</para>
/// <para>Domain: prediction, target real; expectile q in [0, 1]. Link: identity. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: no 1/2 (Newey and Powell): expectile = 0.5 is half of mse.</para>
/// <para>Numerics: overflows where the value itself does.</para>
/// <para>Limits: expectile = 0.5 is half_mse.</para>
/// <para>Source: Newey and Powell 1987, Econometrica 55(4), 819-847, doi:10.2307/1911031.</para>
/// </remarks>
/// <param name="Expectile">Weight of targets above the prediction; targets below have 1 - expectile. 0.5 is the mean.</param>
[Loss("expectile", "Expectile", "期望分位数（expectile）损失",
    Family = LossFamily.Quantile, Task = LossTask.Regression,
    Suits = LossPurpose.UnevenCost, Preference = 1,
    FloatUlps = 2,
    Formula = "|q - 1(e < 0)| e^2, e = target - prediction, q = expectile",
    Aliases = ["ExpectileLoss", "asymmetric_least_squares"])]
[English("An asymmetric squared error: predicts a mean that is shifted on purpose, and is smooth where pinball has a kink.",
    Use = "you want something between the mean and an upper (or lower) bound, or a smooth stand-in for a quantile, as in the value function of implicit Q-learning.",
    Avoid = "you need a statement about probability, which an expectile does not make; or the target has outliers.")]
[Chinese("不对称的平方误差：预测有意偏移的均值，在 pinball 的折点处也保持光滑。",
    Use = "需要介于均值与上界（或下界）之间的估计，或需要分位数的光滑替代（如隐式 Q 学习的价值函数）时。",
    Avoid = "需要关于概率的结论时：期望分位数给不出这样的结论；或目标值有离群点时。",
    Limits = "expectile = 0.5 时为 half_mse。")]
public readonly record struct ExpectileError(
    [Unit, Chinese("目标值高于预测值时的权重，低于时为 1 - expectile；0.5 即均值。")] double Expectile) : IPointLoss
{
    public ExpectileError()
        : this(0.5)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T>
    {
        var excess = target - prediction;
        var expectile = T.Of(Expectile);
        return T.IfLess(excess, T.Of(0), 1.0 - expectile, expectile) * excess * excess;
    }
}
