namespace Minima.Tabular;

/// <summary>
/// Tests on held-out rows if predictions estimate the wanted functional: the bias of a mean is 0 beyond luck, the coverage of a quantile is its
/// level. So a loss that elicits another functional may show that the two agree on these data.
/// </summary>
internal static class Identification
{
    /// <summary>The probability that an interval misses the truth.</summary>
    private const double Miss = 0.05;

    /// <summary>
    /// The bias of a row over the folds with its 95 % interval; null with one fold only, or without such a metric. Folds of time differ by what changes in time, and their variance would hide a
    /// trend. For them stretches of the held-out rows are resampled instead, and the interval is widened for the variance of the training rows.
    /// </summary>
    public static BiasEstimate? BiasOf(ComparisonRow row, double overlap)
    {
        if (row.Metrics.FirstOrDefault(value => value.Metric == Metrics.Bias) is not { Mean: { } mean, ByFold.Count: > 1 } bias) return null;
        double? total = row.Rows.Target.Count > 0 ? row.Rows.Target.Average() : null;
        if (row.Sums is { Unit: ResampledUnit.Stretch } sums && sums.Mean(Metrics.Bias) is { } drawn)
        {
            var ((from, to), wider) = (drawn.Interval(Miss), Math.Sqrt(1 + overlap));
            return new(mean, mean + (wider * (from - drawn.Mean)), mean + (wider * (to - drawn.Mean)), total) { IsOfLaterRows = true };
        }

        var (low, high) = PairedTest.Of([.. bias.ByFold.Select(value => value!.Value)], overlap).Interval(Miss);
        return new(mean, low, high, total);
    }

    /// <summary>The reason why a row does not estimate the wanted functional, or null if it does.</summary>
    /// <param name="row">A loss.</param>
    /// <param name="metric">The metric that judges.</param>
    /// <param name="wanted">The question.</param>
    /// <param name="overlap">The overlap of the folds (<see cref="FoldPlan.Overlap"/>).</param>
    public static Localized? Objection(ComparisonRow row, TableMetric metric, Wanted wanted, double overlap)
    {
        if (metric.IsUnbounded && row.IsCertain)
        {
            return new(
                $"some probabilities are exactly 0 or 1: one that is wrong costs without bound, which {metric.Name} on these rows cannot show",
                $"部分概率恰为 0 或 1：一旦出错，代价没有上界，而这些行上的{metric.ChineseName}无法反映这一点");
        }

        if (row.Loss is not { } loss || wanted.IsElicitedBy(loss)) return null;
        if (wanted.Functional == WantedFunctional.Mean)
        {
            return BiasOf(row, overlap) is { IsBeyondLuck: true } bias
                ? bias.Mean < 0
                    ? new("no estimate of the mean: the predictions are too low on average", "估计的不是均值：预测值平均偏低")
                    : new("no estimate of the mean: the predictions are too high on average", "估计的不是均值：预测值平均偏高")
                : null;
        }

        if (row.Metrics.FirstOrDefault(value => value.Metric.Key == Metrics.Coverage.Key) is not { Mean: not null, ByFold.Count: > 1 } coverage) return null;
        var (low, high) = PairedTest.Of([.. coverage.ByFold.Select(value => value!.Value)], overlap).Interval(Miss);
        return low <= wanted.Level && wanted.Level <= high
            ? null
            : new Localized(
                $"no estimate of {wanted.Title.English}: the share of targets at or below the predictions is another",
                $"估计的不是{wanted.Title.Chinese}：目标值不超过预测值的比例与之不符");
    }
}
