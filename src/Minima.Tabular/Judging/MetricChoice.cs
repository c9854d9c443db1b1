namespace Minima.Tabular;

/// <summary>
/// The metric that judges: the first one that is consistent for the wanted functional. For the mean of counts and of positive amounts that is the
/// deviance, which is infinite for a prediction that is not above 0. If the default makes such a prediction too, the metric is the squared
/// error, which is consistent for the mean and defined for all losses.
/// </summary>
/// <param name="Metric">The metric that orders the rows and judges.</param>
/// <param name="Why">The consequence for some losses, or the reason for the second metric; else empty.</param>
internal sealed record MetricChoice(TableMetric Metric, Localized Why)
{
    /// <summary>The metrics to choose from, depending on the default; only one if it was requested or if the question has but one.</summary>
    public static IReadOnlyList<TableMetric> Among(TableMetric? asked, Wanted wanted, IReadOnlyList<TableMetric> metrics)
    {
        if (asked is not null) return [asked];
        var consistent = Judge.Of(wanted, metrics);
        return consistent[0] != Metrics.RootMeanSquare && consistent.Contains(Metrics.RootMeanSquare) ? [consistent[0], Metrics.RootMeanSquare] : [consistent[0]];
    }

    /// <param name="among">The result of <see cref="Among"/>.</param>
    /// <param name="control">The default defines the first one on every fold.</param>
    /// <param name="undefined">The number of other losses that do not.</param>
    public static MetricChoice Of(IReadOnlyList<TableMetric> among, bool control, int undefined)
    {
        var first = among[0];
        if (among.Count == 1) return new(first, Localized.Nothing);
        if (control)
        {
            return new(first, undefined == 0 ? Localized.Nothing : new(
                $"{undefined} of the losses predict values that are not above 0 in some row, of which {first.Name} is not defined, so that they are not judged (--metric {among[1].Key} judges them too).",
                $"有 {undefined} 个损失在某些行上给出不大于 0 的预测值，{first.ChineseName}对其没有定义，因此不参加评判（--metric {among[1].Key} 可一并评判）。"));
        }

        return new(among[1], new(
            $"Rows are ordered by {among[1].Name}: the default does not define {first.Name} here.",
            $"按{among[1].ChineseName}排序：默认损失在这里没有定义{first.ChineseName}。"));
    }
}
