namespace Minima.Tabular;

/// <summary>The metrics that judge a question, and its default loss.</summary>
internal static class Judge
{
    /// <summary>Every metric that a comparison shows for the question: those of the task, and the score of a quantile.</summary>
    public static IReadOnlyList<TableMetric> Metrics(PredictionTask task, Wanted wanted) => wanted.IsOfDistribution ? ForecastMetrics.Of(wanted) : wanted.Functional == WantedFunctional.Quantile
        ? [Tabular.Metrics.Pinball(wanted.Level), .. Tabular.Metrics.For(task).Select(metric => metric == Tabular.Metrics.Coverage ? Tabular.Metrics.CoverageAt(wanted.Level) : metric)]
        : Tabular.Metrics.For(task);

    /// <summary>
    /// The metrics among the given ones that are consistent for the question, the judging one first. A deviance needs predictions above 0, so
    /// the squared error may have to replace it.
    /// </summary>
    public static IReadOnlyList<TableMetric> Of(Wanted wanted, IReadOnlyList<TableMetric> metrics)
    {
        TableMetric[] consistent = [.. metrics.Where(metric => metric.Scores is { } scored && scored.IsSame(wanted))];
        return consistent;
    }

    /// <summary>
    /// The default loss of a task and a question. For the mean, probabilities and grades it is the default of the catalogue. For a median
    /// or a quantile it is the preferred loss for it, at its level. For the least cost it is the cost itself.
    /// </summary>
    public static LossSpec Control(PredictionTask task, Wanted wanted)
    {
        if (wanted.Cost?.TrainedWith is { } cost) return cost;
        var purpose = wanted.Functional switch
        {
            WantedFunctional.Median => LossPurpose.Median,
            WantedFunctional.Quantile => LossPurpose.Quantile,
            _ => LossPurpose.None,
        };
        var nothing = new Dictionary<string, object?>(StringComparer.Ordinal);

        // A number has no probability and no class, so these questions treat grades as classes.
        if (task == PredictionTask.Ordinal && wanted.Functional is WantedFunctional.Probability or WantedFunctional.Class) task = PredictionTask.MultiClass;
        if (purpose == LossPurpose.None) return new LossSpec(PredictionTasks.Default(task), nothing);
        return Catalogue.All
            .Where(entry => entry.Task.HasFlag(LossTask.Regression) && entry.Suits.HasFlag(purpose) && !entry.Parameters.Any(parameter => parameter.IsRequired))
            .OrderByDescending(entry => entry.Preference)
            .Select(entry => new LossSpec(entry, AtLevel(entry, wanted)))
            .First(request => wanted.IsElicitedBy(Loss.Create(request.Entry, request.Given)));
    }

    /// <summary>The parameters with which a loss elicits the wanted quantile: its level, if it has one; else none.</summary>
    public static IReadOnlyDictionary<string, object?> AtLevel(LossEntry entry, Wanted wanted)
    {
        var given = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (wanted.Functional == WantedFunctional.Quantile && entry.Suits.HasFlag(LossPurpose.Quantile) && LevelOf(entry) is { } level) given[level.Name] = wanted.Level;
        return given;
    }

    /// <summary>The first parameter with a range from 0 to 1, or null.</summary>
    private static ParameterInfo? LevelOf(LossEntry entry) => entry.Parameters.FirstOrDefault(parameter =>
        parameter.Kind == ParameterKind.Number && parameter.Domain.Contains(0.5) && !parameter.Domain.Contains(1.5) && !parameter.Domain.Contains(-0.5));
}
