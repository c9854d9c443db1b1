namespace Minima.Tabular;

/// <summary>A metric over the outer folds; null if a fold does not define it.</summary>
public sealed record MetricValue(TableMetric Metric, IReadOnlyList<double?> ByFold)
{
    /// <summary>The metric of all test rows together, if the folds are parts of one test file; else null.</summary>
    public double? Whole { get; init; }

    /// <summary>The mean over the folds (for a test file the metric over all its rows), or null if a fold has no value.</summary>
    public double? Mean => ByFold.All(value => value is not null) ? Whole ?? ByFold.Average() : null;
}
