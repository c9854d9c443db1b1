using System.Globalization;

namespace Minima.Tabular;

/// <summary>The metrics of predicted distributions, several quantiles and intervals.</summary>
internal static class ForecastMetrics
{
    private static readonly TableMetric Ranked = new("CRPS", "连续排序概率得分 CRPS", MetricUnit.Target, MetricGoal.Lower, p => p.Forecast?.Crps) { Scores = Wanted.Distribution };
    private static readonly TableMetric Logarithmic = new("log score", "对数得分", MetricUnit.None, MetricGoal.Lower, p => p.Forecast?.LogScore is { } log ? Array.ConvertAll(log, value => -value) : null, "log-score") { Scores = Wanted.Distribution, IsUnbounded = true };

    /// <summary>The metrics of the question, the judging one first.</summary>
    public static IReadOnlyList<TableMetric> Of(Wanted wanted) => wanted.Functional switch
    {
        WantedFunctional.Quantiles => [Pinball(wanted), .. wanted.Levels.Select(PinballAt), Ranked, Score(0.9, null), Coverage(0.9), Width(0.9), Metrics.MeanAbsolute],
        WantedFunctional.Interval => [Score(wanted.Level, wanted), Coverage(wanted.Level), Width(wanted.Level), Ranked, Metrics.MeanAbsolute],
        _ => [Ranked, Logarithmic, Score(0.9, null), Coverage(0.9), Coverage(0.5), Width(0.9), Pinball(null), Metrics.MeanAbsolute],
    };

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(100 * share, 10)}");

    /// <summary>The mean pinball loss over the levels.</summary>
    private static TableMetric Pinball(Wanted? wanted)
    {
        double[] levels = wanted is null ? [0.1, 0.5, 0.9] : [.. wanted.Levels];
        string[] names = Array.ConvertAll(levels, level => level.ToString(CultureInfo.InvariantCulture));
        return new($"mean pinball loss at {string.Join(", ", names)}", $"{string.Join("、", names)} 分位的平均 pinball 损失", MetricUnit.Target, MetricGoal.Lower, p => p.Forecast is { } forecast ? Mean(forecast, p.Target, levels) : null, "pinball-mean") { Scores = wanted };
    }

    private static TableMetric PinballAt(double level) => new(
        string.Create(CultureInfo.InvariantCulture, $"pinball loss at {level}"),
        string.Create(CultureInfo.InvariantCulture, $"{level} 分位的 pinball 损失"),
        MetricUnit.Target,
        MetricGoal.Lower,
        p => p.Forecast is { } forecast ? Mean(forecast, p.Target, [level]) : null,
        $"pinball-{level.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>The width of the interval, plus 2 / (1 - share) times the distance of a target outside it (R. L. Winkler, 1972).</summary>
    private static TableMetric Score(double share, Wanted? wanted) => new($"interval score at {Percent(share)} %", $"{Percent(share)}% 区间得分", MetricUnit.Target, MetricGoal.Lower, p => p.Forecast is { } forecast ? Winkler(forecast, p.Target, share) : null, $"interval-{Percent(share)}") { Scores = wanted };

    private static TableMetric Coverage(double share) => new($"share of targets inside the {Percent(share)} % interval", $"{Percent(share)}% 区间覆盖率", MetricUnit.None, MetricGoal.NearHalf, p => p.Forecast is { } forecast ? Inside(forecast, p.Target, share) : null, $"coverage-{Percent(share)}") { Level = share };

    private static TableMetric Width(double share) => new($"mean width of the {Percent(share)} % interval", $"{Percent(share)}% 区间平均宽度", MetricUnit.Target, MetricGoal.Lower, p => p.Forecast is { } forecast ? Ends(forecast, share) is var (low, high) ? [.. low.Zip(high, (a, b) => b - a)] : null : null, $"width-{Percent(share)}");

    private static (double[] Low, double[] High) Ends(ForecastScores forecast, double share) => (forecast.At((1 - share) / 2), forecast.At((1 + share) / 2));

    /// <summary>1 for each target inside the interval, else 0.</summary>
    public static double[] Inside(ForecastScores forecast, double[] target, double share)
    {
        var (low, high) = Ends(forecast, share);
        return [.. target.Select((value, i) => value >= low[i] && value <= high[i] ? 1.0 : 0)];
    }

    private static double[] Winkler(ForecastScores forecast, double[] target, double share)
    {
        var (low, high) = Ends(forecast, share);
        return [.. target.Select((value, i) => high[i] - low[i] + (2 / (1 - share) * (Math.Max(0, low[i] - value) + Math.Max(0, value - high[i]))))];
    }

    private static double[] Mean(ForecastScores forecast, double[] target, double[] levels)
    {
        var sum = new double[target.Length];
        foreach (var level in levels)
        {
            var quantile = forecast.At(level);
            for (var i = 0; i < sum.Length; i++)
            {
                var residual = target[i] - quantile[i];
                sum[i] += (residual > 0 ? level * residual : (level - 1) * residual) / levels.Length;
            }
        }

        return sum;
    }
}
