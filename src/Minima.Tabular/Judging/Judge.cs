namespace Minima.Tabular;

/// <summary>Which metrics judge a question, and which loss is the default for it.</summary>
internal static class Judge
{
    /// <summary>Every metric that a comparison shows for the question: those of the task, and the score of a quantile.</summary>
    public static IReadOnlyList<TableMetric> Metrics(PredictionTask task, Wanted wanted) => wanted.IsOfDistribution ? ForecastMetrics.Of(wanted) : wanted.Functional == WantedFunctional.Quantile
        ? [Tabular.Metrics.Pinball(wanted.Level), .. Tabular.Metrics.For(task).Select(metric => metric == Tabular.Metrics.Coverage ? Tabular.Metrics.CoverageAt(wanted.Level) : metric)]
        : Tabular.Metrics.For(task);

    /// <summary>
    /// The metrics of these that are consistent for the question, the one that judges first. A deviance needs predictions above 0, so that
    /// the squared error may have to stand in for it.
    /// </summary>
    public static IReadOnlyList<TableMetric> Of(Wanted wanted, IReadOnlyList<TableMetric> metrics)
    {
        TableMetric[] consistent = [.. metrics.Where(metric => metric.Scores is { } scored && scored.IsSame(wanted))];
        return consistent;
    }

    /// <summary>
    /// The default loss of a task where this is wanted: the catalogue's default for the mean, for probabilities and for grades; for a median
    /// or a quantile the preferred loss that suits it, at its level; for what costs least the cost itself.
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

        // A number has no probabilities and is no class: grades as classes answer these questions.
        if (task == PredictionTask.Ordinal && wanted.Functional is WantedFunctional.Probability or WantedFunctional.Class) task = PredictionTask.MultiClass;
        if (purpose == LossPurpose.None) return new LossSpec(PredictionTasks.Default(task), nothing);
        return Catalogue.All
            .Where(entry => entry.Task.HasFlag(LossTask.Regression) && entry.Suits.HasFlag(purpose) && !entry.Parameters.Any(parameter => parameter.IsRequired))
            .OrderByDescending(entry => entry.Preference)
            .Select(entry => new LossSpec(entry, AtLevel(entry, wanted)))
            .First(request => wanted.IsElicitedBy(Loss.Create(request.Entry, request.Given)));
    }

    /// <summary>The parameters with which a loss asks for the quantile that is wanted: its level, where it has one; else none.</summary>
    public static IReadOnlyDictionary<string, object?> AtLevel(LossEntry entry, Wanted wanted)
    {
        var given = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (wanted.Functional == WantedFunctional.Quantile && entry.Suits.HasFlag(LossPurpose.Quantile) && LevelOf(entry) is { } level) given[level.Name] = wanted.Level;
        return given;
    }

    /// <summary>The first parameter that lies between 0 and 1, or null.</summary>
    private static ParameterInfo? LevelOf(LossEntry entry) => entry.Parameters.FirstOrDefault(parameter =>
        parameter.Kind == ParameterKind.Number && parameter.Domain.Contains(0.5) && !parameter.Domain.Contains(1.5) && !parameter.Domain.Contains(-0.5));
}
