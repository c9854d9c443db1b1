namespace Minima.Cli.Compare;

/// <summary>A metric over the outer folds; null where a fold does not define it.</summary>
internal sealed record MetricValue(Metric Metric, IReadOnlyList<double?> ByFold)
{
    /// <summary>The mean over the folds, or null when one of them has no value.</summary>
    public double? Mean => ByFold.All(value => value is not null) ? ByFold.Average() : null;
}
