using Minima.Losses;

namespace Minima.Tensors.Losses;

/// <summary>The mean absolute error of a forecast, in units of the error of repeating the last season on the history.</summary>
/// <remarks>
/// <para>Formula: mean |p - t| / mean_i |h_i - h_(i-m)|, with p the prediction, t the target, h the history, m the season.</para>
/// <para>Domain: real; season at least 1. Range: [0, inf). A history that is no longer than a season, or never differs from the season before: refused.</para>
/// <para>Shapes: prediction and target alike, history [T] in the order of time; one number. Only the prediction is differentiated.</para>
/// <para>Kinks: p = t: derivative 0.</para>
/// <para>Convention: below 1 the forecast is better than repeating the last season was within the history.</para>
/// <para>Limits: mae over a constant.</para>
/// <para>Source: Hyndman and Koehler 2006, Int. J. Forecast. 22(4), 679-688.</para>
/// </remarks>
/// <param name="Season">Steps after which the history is compared with itself: 1 without season, 12 for months, 7 for days.</param>
[Loss("mase", "Mean absolute scaled error", "平均绝对尺度误差",
    Family = LossFamily.Regression,
    Formula = "mean |p - t| / mean_i |h_i - h_(i-m)|;  h = history, m = season",
    Latex = @"\frac{\frac{1}{N} \sum_{i=1}^{N} \left|p_{i} - t_{i}\right|}{\frac{1}{T - m} \sum_{i=m+1}^{T} \left|h_{i} - h_{i-m}\right|}, \quad m = \mathrm{season}",
    Kinks = "p = t: slope 0", ChineseKinks = "p = t 处：斜率取 0",
    Aliases = ["MeanAbsoluteScaledError", "mean_absolute_scaled_error"])]
[English("The absolute error of a forecast as a share of that of repeating the last season.",
    Use = "series of different size are to count alike, or a forecast is to be compared with the simplest one.",
    Avoid = "the history hardly moves (its scale is near 0), or there is none (mae, smape).",
    Letters = "N: the number of elements; i: a time")]
[Chinese("预报的绝对误差与直接沿用上一季节周期的误差之比。",
    Use = "大小不同的序列要同等对待，或要与最简单的预报相比较时。",
    Avoid = "历史数据几乎不变（尺度接近 0），或没有历史数据时（用 mae、smape）。",
    Limits = "即 mae 除以一个常数。",
    Letters = "N：元素个数；i：时刻")]
public readonly record struct MeanAbsoluteScaledError(
    [AtLeast(1), Chinese("历史数据与自身比较的间隔步数：无季节性为 1，月度数据为 12，日数据为 7。")] int Season) : ITensorLoss
{
    public MeanAbsoluteScaledError()
        : this(1)
    {
    }

    /// <summary>The ratio.</summary>
    public LossTerms Of([Axes("...")] Tensor prediction, [Axes("..."), Constant] Tensor target, [Axes("T"), Constant] Tensor history)
    {
        var pairs = history.Count - Season;
        if (pairs < 1) throw new LossException(LossError.Shape, $"mase: 'history' has {history.Count} numbers, but the season is {Season}. Give more than one season, because mase compares each value with the one a season earlier.");
        var scale = new MeanAbsoluteError().Apply(history.Slice(0, Season, pairs), history.Slice(0, 0, pairs)).Item();
        if (scale == 0) throw new LossException(LossError.Domain, $"mase: 'history' repeats exactly after each season of {Season}, so the seasonal naive error, the divisor of mase, is 0. Choose another season, or use mae.");
        return LossTerms.Scalar(new MeanAbsoluteError().Apply(prediction, target) / scale);
    }
}
