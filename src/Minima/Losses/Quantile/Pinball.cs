using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>An absolute error that charges under- and overestimates differently: its best constant is the quantile.</summary>
/// <remarks>
/// <para>Formula: max(q e, (q - 1) e), with e = target - prediction.</para>
/// <para>Domain: prediction, target real; quantile q in [0, 1]. Link: identity. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: at e = 0 the derivative is the mean of both sides, 0.5 - q (tie of max; PyTorch, JAX); scikit-learn and Julia take -q.</para>
/// <para>Numerics: exact but for one rounding.</para>
/// <para>Limits: quantile = 0.5 is half of mae.</para>
/// <para>Source: Koenker and Bassett 1978, Econometrica 46(1), 33-50, doi:10.2307/1913643.</para>
/// </remarks>
/// <param name="Quantile">Proportion of targets that should lie below the prediction: 0.5 the median, 0.9 for a level that one in ten exceeds.</param>
[Loss("pinball", "Pinball / quantile", "分位数（弹球）损失",
    Family = LossFamily.Quantile, Task = LossTask.Regression,
    Suits = LossPurpose.Quantile | LossPurpose.UnevenCost, Preference = 2,
    FloatUlps = 2,
    Formula = "max(q e, (q - 1) e), e = target - prediction, q = quantile",
    Aliases = ["分位数损失", "弹球损失", "PinballLoss", "QuantileLoss", "quantile", "quantileerror", "mean_pinball_loss", "check_loss"],
    SearchWords = ["quantile regression", "分位数", "分位数回归", "prediction interval", "预测区间", "asymmetric cost", "不对称代价"])]
[English("Predicts a quantile: with q = 0.9, nine of ten targets should lie below the prediction.",
    Use = "you need a bound or an interval rather than a centre, or too low and too high cost differently.",
    Avoid = "there are few data beyond the quantile: the estimate there is noise; quantiles fitted one by one may also cross.")]
[Chinese("预测分位数：q = 0.9 时，十个目标值中应约有九个低于预测值。",
    Use = "需要上下界或区间而不是中心，或低估与高估的代价不同时。",
    Avoid = "分位点之外的数据很少时：那里的估计只是噪声；各分位数逐个拟合时还可能交叉。",
    Limits = "quantile = 0.5 时为 mae 的一半。")]
public readonly record struct Pinball(
    [Unit, Chinese("应低于预测值的目标值所占比例：0.5 为中位数；若允许十次中超出一次，取 0.9。")] double Quantile) : IPointLoss
{
    public Pinball()
        : this(0.5)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T>
    {
        var excess = target - prediction;
        var quantile = T.Of(Quantile);
        return T.Max(quantile * excess, (quantile - 1.0) * excess);
    }
}
