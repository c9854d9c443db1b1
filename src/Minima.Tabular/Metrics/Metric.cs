namespace Minima.Tabular;

/// <summary>A number that says how good predictions are.</summary>
internal sealed class Metric(
    string name, string chineseName, MetricUnit unit, MetricGoal goal, Func<Predictions, double?> compute, string? key = null)
{
    /// <summary>The short name for options and JSON: the name in small letters, or one of its own.</summary>
    public string Key { get; } = key ?? name.ToLowerInvariant();

    /// <summary>The name for people.</summary>
    public string Name { get; } = name;

    /// <summary>The same in Chinese.</summary>
    public string ChineseName { get; } = chineseName;

    /// <summary>The name in both languages.</summary>
    public Both Title => new(Name, ChineseName);

    public MetricUnit Unit { get; } = unit;

    public MetricGoal Goal { get; } = goal;

    /// <summary>
    /// The question that the metric is a consistent score for: its expectation is best at this functional. Null where there is none, so that
    /// the metric describes and does not judge.
    /// </summary>
    public Wanted? Scores { get; init; }

    /// <summary>The level that a goal of <see cref="MetricGoal.NearHalf"/> has in place of a half: that of a quantile.</summary>
    public double Level { get; init; } = 0.5;

    /// <summary>A single prediction may cost without bound: a probability of 0 of what happens. What no row has shown yet, the mean over rows does not tell.</summary>
    public bool IsUnbounded { get; init; }

    public bool LowerIsBetter => Goal == MetricGoal.Lower;

    /// <summary>The metric, or null when it cannot be computed from these predictions.</summary>
    public double? Compute(Predictions predictions)
    {
        if (predictions.Target.Length == 0 || !Array.TrueForAll(predictions.Score, double.IsFinite)) return null;
        return compute(predictions) is { } value && double.IsFinite(value) ? value : null;
    }

    /// <summary>The value turned so that lower is better, whatever the goal; for sorting.</summary>
    public double Badness(double value) => Goal switch
    {
        MetricGoal.Higher => -value,
        MetricGoal.NearZero => Math.Abs(value),
        MetricGoal.NearHalf => Math.Abs(value - Level),
        _ => value,
    };
}
