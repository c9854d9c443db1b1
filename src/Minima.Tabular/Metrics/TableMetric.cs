namespace Minima.Tabular;

/// <summary>A measure of the quality of predictions.</summary>
public sealed class TableMetric
{
    private readonly Func<Predictions, double?> _compute;

    internal TableMetric(string name, string chineseName, MetricUnit unit, MetricGoal goal, Func<Predictions, double?> compute, string? key = null)
    {
        (Name, ChineseName, Unit, Goal, _compute) = (name, chineseName, unit, goal, compute);
        Key = key ?? name.ToLowerInvariant();
    }

    /// <summary>A metric that is a mean over rows.</summary>
    internal TableMetric(string name, string chineseName, MetricUnit unit, MetricGoal goal, Func<Predictions, double[]?> byRow, string? key = null)
        : this(name, chineseName, unit, goal, predictions => Mean(byRow(predictions)), key) => ByRow = byRow;

    /// <summary>A metric that is a mean over queries.</summary>
    internal static TableMetric OfQueries(string name, string chineseName, Func<Predictions, double[]?> byQuery, Wanted? scores = null) =>
        new(name, chineseName, MetricUnit.None, MetricGoal.Higher, predictions => byQuery(predictions)?.Where(value => !double.IsNaN(value)).ToArray() is { Length: > 0 } values ? values.Average() : null)
        {
            ByRow = byQuery,
            IsOfQueries = true,
            Scores = scores,
        };

    /// <summary>A metric of the ranking of the rows of two classes by their scores: higher is better.</summary>
    internal static TableMetric OfRanking(string name, string chineseName, Func<RankedCounts, double?> ofRanking, string key, bool isLoss = false) =>
        new(name, chineseName, MetricUnit.None, MetricGoal.Higher, predictions => ofRanking(new RankedCounts(predictions.Score, predictions.Target).Count()), key) { Ranking = ofRanking, IsLoss = isLoss };

    /// <summary>A metric by its short name: <c>mae</c>, <c>rmse</c>, <c>r2</c>, <c>log-loss</c>, <c>accuracy</c>, <c>auc</c>, <c>ndcg@20</c>, ...</summary>
    /// <remarks>Metrics of different tasks share names; a comparison and a score use that of their task.</remarks>
    /// <exception cref="TrainingException">No task has this metric.</exception>
    public static TableMetric Of(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Metrics.All.FirstOrDefault(metric => string.Equals(metric.Key, key.Trim(), StringComparison.OrdinalIgnoreCase)) ?? Metrics.GainAt(key) ?? throw Metrics.Unknown(key);
    }

    /// <summary>The mean of a loss over rows, for targets that are numbers: a comparison of such targets may be judged by it, and lower is better.</summary>
    /// <remarks>If the best constant of the loss is the mean, the median or a quantile, <see cref="Scores"/> is that functional; a custom loss judges all models by its own value.</remarks>
    /// <param name="loss">A loss of a prediction and a target, both in the unit of the target.</param>
    /// <exception cref="TrainingException">The loss has other inputs, or its prediction is in another unit.</exception>
    public static TableMetric Of(Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return LossMetric.Of(loss);
    }

    /// <summary>The short name for options and JSON: the name in lower case, or a special one.</summary>
    public string Key { get; }

    /// <summary>The displayed name.</summary>
    internal string Name { get; }

    /// <summary>The same in Chinese.</summary>
    internal string ChineseName { get; }

    /// <summary>The name in both languages.</summary>
    public Localized Title => new(Name, ChineseName);

    /// <summary>The unit of the metric.</summary>
    public MetricUnit Unit { get; }

    /// <summary>The direction in which values are better.</summary>
    public MetricGoal Goal { get; }

    /// <summary>
    /// The question that the metric is a consistent score for: its expectation is best at this functional. Null without one:
    /// the metric then describes and does not judge.
    /// </summary>
    public Wanted? Scores { get; internal init; }

    /// <summary>The threshold of two classes, or of each of several labels, that is tuned for the metric; null for that of the loss.</summary>
    internal Func<TunedThresholds, double?>? Tuned { get; init; }

    /// <summary>The level that replaces the half in a goal of <see cref="MetricGoal.NearHalf"/>: that of a quantile.</summary>
    public double Level { get; internal init; } = 0.5;

    /// <summary>A single prediction may cost without bound: a probability of 0 for the true class. The mean over rows cannot show a cost that no row has had yet.</summary>
    internal bool IsUnbounded { get; init; }

    /// <summary>The metric is a loss, which is not among the metrics of any task.</summary>
    internal bool IsLoss { get; init; }

    /// <summary>The loss whose mean over rows the metric is: of a prediction and a target, both in the unit of the target. Null if it has no formula.</summary>
    internal Loss? Loss { get; init; }

    /// <summary>The term of each row, whose mean, transformed by <see cref="OfMean"/>, is the metric; null if it is no mean over rows or queries.</summary>
    internal Func<Predictions, double[]?>? ByRow { get; init; }

    /// <summary>The metric is a mean over queries: the first row of each query holds its term; the other rows, and queries without a term, hold NaN.</summary>
    internal bool IsOfQueries { get; private init; }

    /// <summary>The function that turns the mean over rows into the metric, such as a square root; null if the metric is the mean itself.</summary>
    internal Func<double, double>? OfMean { get; init; }

    /// <summary>The metric as a function of the ranking of rows of two classes; null for others.</summary>
    internal Func<RankedCounts, double?>? Ranking { get; private init; }

    internal bool LowerIsBetter => Goal == MetricGoal.Lower;

    /// <summary>The metric, or null if it cannot be computed from these predictions.</summary>
    internal double? Compute(Predictions predictions)
    {
        if (predictions.Target.Length == 0 || !Array.TrueForAll(predictions.Score, double.IsFinite)) return null;
        return _compute(predictions) is { } value && double.IsFinite(value) ? value : null;
    }

    /// <summary>The value transformed so that lower is better for every goal; for sorting.</summary>
    public double Badness(double value) => Goal switch
    {
        MetricGoal.Higher => -value,
        MetricGoal.NearZero => Math.Abs(value),
        MetricGoal.NearHalf => Math.Abs(value - Level),
        _ => value,
    };

    /// <summary>The mean of the terms of rows; null without any.</summary>
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
