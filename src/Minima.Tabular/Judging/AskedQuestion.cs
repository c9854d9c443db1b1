namespace Minima.Tabular;

/// <summary>The question of a comparison: the functional, and the metric if the user names one.</summary>
/// <param name="Wanted">The functional that models are judged by.</param>
/// <param name="Metric">The metric that the user names, or null.</param>
internal sealed record AskedQuestion(Wanted Wanted, TableMetric? Metric)
{
    /// <summary>The question that a metric, possibly a loss, asks.</summary>
    /// <exception cref="UsageException">The task has no such question or metric, or the metric is a score for another question.</exception>
    public static AskedQuestion For(Wanted? wanted, TableMetric? metric, PredictionTask task)
    {
        if (metric is not { IsLoss: true }) return Of(wanted, metric?.Key, task);
        if (!PredictionTasks.IsNumeric(task))
            throw new UsageException($"compare: the metric {DataException.Quote(metric.Key)} is a loss of numbers, and the task is {PredictionTasks.Word(task)}; take one of its metrics, or choose another --task.");

        // A loss whose best constant is no functional with a name asks for that constant itself.
        var asked = Of(wanted ?? metric.Scores ?? Wanted.Under(DecisionCost.Of(metric.Loss!)), null, task);
        return asked with { Metric = Consistent(metric, wanted, Judge.Metrics(task, asked.Wanted)) };
    }

    /// <summary>The question of the options: <c>--want</c>, else the functional that <c>--metric</c> is a score for, else the default of the task.</summary>
    /// <exception cref="UsageException">The task has no such question or metric, or the metric is a score for another question.</exception>
    public static AskedQuestion Of(Wanted? wanted, string? metric, PredictionTask task)
    {
        if (wanted is not null && !wanted.Fits(task))
        {
            if (task == PredictionTask.Survival) throw new UsageException($"compare: --want {wanted} does not go with --event, which asks for the survival curve; leave out --want.");
            if (task == PredictionTask.Ranking) throw new UsageException($"compare: --want {wanted} does not go with --query, which asks for the order within each query; leave out --want.");
            throw new UsageException(
                $"compare: --want {wanted} does not fit this target, whose task is {PredictionTasks.Word(task)}; its questions are {Wording.Or([.. Questions(task)])}, and --task chooses another task.");
        }

        if (metric is null) return new(wanted ?? Wanted.DefaultOf(task), null);
        var known = Judge.Metrics(task, wanted ?? Wanted.DefaultOf(task));
        if ((known.FirstOrDefault(m => string.Equals(m.Key, metric, StringComparison.OrdinalIgnoreCase)) ?? (task == PredictionTask.Ranking ? Metrics.GainAt(metric) : null)) is not { } found)
        {
            string[] keys = [.. known.Select(m => m.Key)];
            var nearest = Suggestions.Nearest(metric, keys) is { } near ? $" Did you mean {DataException.Quote(near)}?" : "";
            var level = metric == Metrics.QuantileKey && PredictionTasks.IsNumeric(task) ? " The metric pinball judges a quantile; ask for one with --want quantile=LEVEL."
                : PredictionTasks.IsNumeric(task) && ForecastMetrics.Of(Wanted.Distribution).Any(known => known.Key == metric) ? $" The metric {metric} judges distributions; ask for them with --want distribution." : nearest;
            throw new UsageException($"compare: there is no metric {DataException.Quote(metric)} for this target; there are {string.Join(", ", keys)}.{level}");
        }

        return new(wanted ?? found.Scores ?? Wanted.DefaultOf(task), Consistent(found, wanted, known));
    }

    /// <summary>The metric, unless it is a score for another functional than the wanted one.</summary>
    private static TableMetric Consistent(TableMetric found, Wanted? wanted, IReadOnlyList<TableMetric> known) => wanted is not null && found.Scores is { } scored && !scored.IsSame(wanted)
        ? throw new UsageException(
            $"compare: --metric {found.Key} is best at {scored.Title.English}, and --want {wanted} asks for {wanted.Title.English}; leave out --metric, or take --metric {Judge.Of(wanted, known)[0].Key}.")
        : found;

    private static IEnumerable<string> Questions(PredictionTask task) =>
        Wanted.Words.Where(word => (Wanted.Parse(word) ?? new Wanted(WantedFunctional.Quantile)).Fits(task));
}
