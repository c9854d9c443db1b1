namespace Minima.Cli.Compare;

/// <summary>
/// The metric that orders the rows. For counts and positive amounts it is the deviance, but a loss whose predictions are not all above 0
/// does not define it: where fewer than half of the losses do, it is the mean absolute error, which all define.
/// </summary>
/// <param name="Metric">What orders the rows.</param>
/// <param name="Why">Why it is this one, where the losses decided; else empty.</param>
internal sealed record MetricChoice(Metric Metric, Both Why)
{
    /// <summary>The metrics among which the losses decide; only one where it was asked for or the task has but one.</summary>
    public static IReadOnlyList<Metric> Among(Metric? asked, CompareTask task) => asked is not null
        ? [asked]
        : task is CompareTask.Count or CompareTask.Positive ? [Metrics.For(task)[0], Metrics.Regression[0]] : [Metrics.For(task)[0]];

    /// <summary>What a tuned parameter is to make good while that is not decided: the metric that every loss defines.</summary>
    public static Metric ForTuning(Metric? asked, CompareTask task) => Among(asked, task)[^1];

    /// <param name="among">As <see cref="Among"/> gives them.</param>
    /// <param name="control">The default defines the first one on every fold.</param>
    /// <param name="defined">So many of the other losses do.</param>
    /// <param name="others">So many other losses were trained.</param>
    public static MetricChoice Of(IReadOnlyList<Metric> among, bool control, int defined, int others)
    {
        var first = among[0];
        if (among.Count == 1) return new(first, Both.Nothing);
        if (control && 2 * defined >= others)
        {
            return new(first, new(
                $"Rows are ordered by {first.Name}: the default and {defined} of {others} other losses define it.",
                $"按{first.ChineseName}排序：默认损失和其余 {others} 个损失中的 {defined} 个定义了它。"));
        }

        var second = among[1];
        return new(second, control
            ? new(
                $"Rows are ordered by {second.Name}: {first.Name} needs predictions above 0, and {(defined == 0 ? "no loss beside the default gives them" : $"only {defined} of {others} losses beside the default give them")} (--metric {first.Key} orders by it all the same).",
                $"按{second.ChineseName}排序：{first.ChineseName}要求预测值大于 0，{(defined == 0 ? "除默认损失外没有损失做到" : $"除默认损失外 {others} 个损失中只有 {defined} 个做到")}（仍要按它排序请用 --metric {first.Key}）。")
            : new(
                $"Rows are ordered by {second.Name}: the default does not define {first.Name} here.",
                $"按{second.ChineseName}排序：默认损失在这里没有定义{first.ChineseName}。"));
    }
}
