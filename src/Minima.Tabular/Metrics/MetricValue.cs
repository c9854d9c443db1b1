namespace Minima.Tabular;

/// <summary>A metric over the outer folds; null where a fold does not define it.</summary>
public sealed record MetricValue(TableMetric Metric, IReadOnlyList<double?> ByFold)
{
    /// <summary>The metric of all test rows together, where the folds are parts of one test file; else null.</summary>
    public double? Whole { get; init; }

    /// <summary>The mean over the folds (over all rows of a test file the metric itself), or null when a fold has no value.</summary>
    public double? Mean => ByFold.All(value => value is not null) ? Whole ?? ByFold.Average() : null;
}
