namespace Minima.Tabular;

/// <summary>Options of a comparison.</summary>
public sealed record ComparisonOptions
{
    /// <summary>
    /// The losses in addition to the default of the task: a <see cref="Loss"/> with its parameters, or a text. A text names only the given parameters (others in units of
    /// the target are scaled to the residuals) and may have a range to tune in, <c>huber:delta=0.5..5</c>. Empty for every loss of the catalogue that fits.
    /// </summary>
    public IReadOnlyList<LossSpec> Losses { get; init; } = [];

    /// <summary>The task; null for that of the table's options, or else for the one inferred from the target's values.</summary>
    public PredictionTask? Task { get; init; }

    /// <summary>The metric that orders the rows and decides the verdict: one of the task by its <see cref="TableMetric.Key"/>, or any loss of numbers (<see cref="TableMetric.Of(Loss)"/>); null to let the task and the losses decide.</summary>
    public TableMetric? Metric { get; init; }

    /// <summary>The cost of wrong predictions. It judges in place of <see cref="Metric"/>, a formula is also trained as a loss, and the result has a <see cref="ComparisonResult.Saving"/>. Null for no cost.</summary>
    public DecisionCost? Cost { get; init; }

    /// <summary>The rule for the threshold between two classes: the threshold is chosen inside the training folds, and its metric judges in place of <see cref="Metric"/>. Null for no rule.</summary>
    public ThresholdRule? Threshold { get; init; }

    /// <summary>The functional to predict; null for the one for which the metric is consistent, or else for the default of the task.</summary>
    public Wanted? Wanted { get; init; }

    /// <summary>Folds of the cross-validation, at least 2.</summary>
    public int Folds { get; init; } = Tabular.Folds.Default;

    /// <summary>The number of times that rows are assigned to folds anew; null for 3 times up to 2000 rows, otherwise once.</summary>
    public int? Repeats { get; init; }

    /// <summary>The number of folds to run; null for all.</summary>
    public int? StopAfter { get; init; }

    /// <summary>The number of rows to use, chosen by <see cref="Seed"/>; null for all.</summary>
    public int? Rows { get; init; }

    /// <summary>The time limit, met by using fewer repeats, rows and folds; the result reports which. Null for no limit.</summary>
    public TimeSpan? TimeBudget { get; init; }

    /// <summary>The seed. The same seed gives the same numbers for any number of threads.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Also train with targets that are corrupted on purpose; null for no.</summary>
    public Corruption? Corruption { get; init; }

    /// <summary>The models that are trained with each loss, on the same folds; all others are compared with the default loss of the first.</summary>
    public IReadOnlyList<ComparedModel> Models { get; init; } = [ComparedModel.Linear];

    /// <summary>Also train on fewer rows.</summary>
    public bool LearningCurve { get; init; }

    /// <summary>The number of losses that are trained in parallel.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>The number of inner folds that choose the penalty of each loss, or tune a parameter.</summary>
    public static int InnerFolds => OuterFold.InnerFolds;

    /// <summary>The penalties of a linear model among which the inner folds choose first, as multiples of the curvature of the loss.</summary>
    public static IReadOnlyList<double> Penalties => PenaltyGrid.First;

    /// <summary>The depths of compared trees among which the inner folds choose.</summary>
    public static IReadOnlyList<int> TreeDepths => TreeTrainer.Depths;

    /// <summary>The widths of the hidden layers of a compared network.</summary>
    public static IReadOnlyList<int> HiddenUnits => NetworkTrainer.Hidden;

    /// <summary>The depths of trees among which the inner folds choose; null for <see cref="TreeDepths"/>.</summary>
    internal IReadOnlyList<int>? Depths { get; init; }

    /// <summary>The first model that is not linear, or null.</summary>
    internal ComparedModel? OtherModel => Models.Where(model => model != ComparedModel.Linear).Cast<ComparedModel?>().FirstOrDefault();

    /// <summary>The names in the formulas of the requested losses, which are columns or parameters.</summary>
    internal IEnumerable<string> NamesOfLosses => Losses.Where(loss => loss.Entry.IsText).SelectMany(loss => loss.Entry.Inputs.Skip(2)).Select(input => input.Name).Distinct(StringComparer.Ordinal);

    /// <summary>The names in the formula of the cost, which are columns.</summary>
    internal IEnumerable<string> NamesOfCost => Cost?.Columns ?? [];

    /// <exception cref="ArgumentOutOfRangeException">A number is too small, or the models repeat one or are empty.</exception>
    internal static void Check(ComparisonOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(options.Losses, nameof(options));
        ArgumentNullException.ThrowIfNull(options.Models, nameof(options));
        if (options.Models.Count == 0 || options.Models.Distinct().Count() < options.Models.Count || options.Models.Any(model => !Enum.IsDefined(model)))
            throw new ArgumentOutOfRangeException(nameof(options), $"{nameof(Models)} of a comparison has {string.Join(", ", options.Models)}; give each model once, and at least one.");
        foreach (var (name, count, least) in new (string, int?, int)[]
        {
            (nameof(Folds), options.Folds, 2), (nameof(Threads), options.Threads, 1), (nameof(Repeats), options.Repeats, 1), (nameof(StopAfter), options.StopAfter, 1), (nameof(Rows), options.Rows, 1),
        })
        {
            if (count < least) throw new ArgumentOutOfRangeException(nameof(options), count, $"{name} of a comparison is {count}; give {least} or more.");
        }
    }
}
