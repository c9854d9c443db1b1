namespace Minima.Tabular;

/// <summary>A number that says how good predictions are.</summary>
public sealed class TableMetric
{
    private readonly Func<Predictions, double?> _compute;

    internal TableMetric(string name, string chineseName, MetricUnit unit, MetricGoal goal, Func<Predictions, double?> compute, string? key = null)
    {
        (Name, ChineseName, Unit, Goal, _compute) = (name, chineseName, unit, goal, compute);
        Key = key ?? name.ToLowerInvariant();
    }

    /// <summary>A metric that is the mean of a number of each row.</summary>
    internal TableMetric(string name, string chineseName, MetricUnit unit, MetricGoal goal, Func<Predictions, double[]?> byRow, string? key = null)
        : this(name, chineseName, unit, goal, predictions => Mean(byRow(predictions)), key) => ByRow = byRow;

    /// <summary>A metric that is the mean of a number of each query.</summary>
    internal static TableMetric OfQueries(string name, string chineseName, Func<Predictions, double[]?> byQuery, Wanted? scores = null) =>
        new(name, chineseName, MetricUnit.None, MetricGoal.Higher, predictions => byQuery(predictions)?.Where(value => !double.IsNaN(value)).ToArray() is { Length: > 0 } values ? values.Average() : null)
        {
            ByRow = byQuery,
            IsOfQueries = true,
            Scores = scores,
        };

    /// <summary>A metric of the order in which scores rank the rows of two classes: higher is better.</summary>
    internal static TableMetric OfRanking(string name, string chineseName, Func<RankedCounts, double?> ofRanking, string key, bool isLoss = false) =>
        new(name, chineseName, MetricUnit.None, MetricGoal.Higher, predictions => ofRanking(new RankedCounts(predictions.Score, predictions.Target).Count()), key) { Ranking = ofRanking, IsLoss = isLoss };

    /// <summary>A metric by its short name: <c>mae</c>, <c>rmse</c>, <c>r2</c>, <c>log-loss</c>, <c>accuracy</c>, <c>auc</c>, <c>ndcg@20</c>, ...</summary>
    /// <remarks>Metrics of different tasks share names; a comparison and a score take that of their task.</remarks>
    /// <exception cref="TrainingException">No task has it.</exception>
    public static TableMetric Of(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Metrics.All.FirstOrDefault(metric => string.Equals(metric.Key, key.Trim(), StringComparison.OrdinalIgnoreCase)) ?? Metrics.GainAt(key) ?? throw Metrics.Unknown(key);
    }

    /// <summary>The mean of a loss over rows, for targets that are numbers: a comparison of such targets may be judged by it, and lower is better.</summary>
    /// <remarks>Where the best constant of the loss is the mean, the median or a quantile, that is what <see cref="Scores"/> asks for; a loss of one's own judges whoever is good at it.</remarks>
    /// <param name="loss">A loss of a prediction and a target, both in the unit of the target.</param>
    /// <exception cref="TrainingException">The loss has other inputs, or its prediction is in another unit.</exception>
    public static TableMetric Of(Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return LossMetric.Of(loss);
    }

    /// <summary>The short name for options and JSON: the name in small letters, or one of its own.</summary>
    public string Key { get; }

    /// <summary>The name for people.</summary>
    internal string Name { get; }

    /// <summary>The same in Chinese.</summary>
    internal string ChineseName { get; }

    /// <summary>The name in both languages.</summary>
    public Localized Title => new(Name, ChineseName);

    /// <summary>The unit it is in.</summary>
    public MetricUnit Unit { get; }

    /// <summary>Which values are good.</summary>
    public MetricGoal Goal { get; }

    /// <summary>
    /// The question that the metric is a consistent score for: its expectation is best at this functional. Null where there is none, so that
    /// the metric describes and does not judge.
    /// </summary>
    public Wanted? Scores { get; internal init; }

    /// <summary>The threshold of two classes, or of each of several labels, that is tuned for the metric; null for that of the loss.</summary>
    internal Func<TunedThresholds, double?>? Tuned { get; init; }

    /// <summary>The level that a goal of <see cref="MetricGoal.NearHalf"/> has in place of a half: that of a quantile.</summary>
    public double Level { get; internal init; } = 0.5;

    /// <summary>A single prediction may cost without bound: a probability of 0 of what happens. What no row has shown yet, the mean over rows does not tell.</summary>
    internal bool IsUnbounded { get; init; }

    /// <summary>It is a loss, which no task has among its metrics.</summary>
    internal bool IsLoss { get; init; }

    /// <summary>The loss whose mean over rows the metric is: of a prediction and a target, both in the unit of the target. Null where there is no formula of it.</summary>
    internal Loss? Loss { get; init; }

    /// <summary>The number of each row whose mean the metric is, but for <see cref="OfMean"/>; null where it is no mean of rows or queries.</summary>
    internal Func<Predictions, double[]?>? ByRow { get; init; }

    /// <summary>It is a mean of queries: the number of each stands in the first of its rows, and NaN in the others, as where a query has none.</summary>
    internal bool IsOfQueries { get; private init; }

    /// <summary>The function of the mean of its rows that the metric is, as a square root; null where it is the mean itself.</summary>
    internal Func<double, double>? OfMean { get; init; }

    /// <summary>The metric as a function of the ranking of rows of two classes; null for others.</summary>
    internal Func<RankedCounts, double?>? Ranking { get; private init; }

    internal bool LowerIsBetter => Goal == MetricGoal.Lower;

    /// <summary>The metric, or null when it cannot be computed from these predictions.</summary>
    internal double? Compute(Predictions predictions)
    {
        if (predictions.Target.Length == 0 || !Array.TrueForAll(predictions.Score, double.IsFinite)) return null;
        return _compute(predictions) is { } value && double.IsFinite(value) ? value : null;
    }

    /// <summary>The value turned so that lower is better, whatever the goal; for sorting.</summary>
    public double Badness(double value) => Goal switch
    {
        MetricGoal.Higher => -value,
        MetricGoal.NearZero => Math.Abs(value),
        MetricGoal.NearHalf => Math.Abs(value - Level),
        _ => value,
    };

    /// <summary>The mean of the numbers of rows; null where there are none.</summary>
    internal static double? Mean(double[]? values)
    {
        if (values is null) return null;
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum / values.Length;
    }

    /// <summary>The short name.</summary>
    public override string ToString() => Key;
}
