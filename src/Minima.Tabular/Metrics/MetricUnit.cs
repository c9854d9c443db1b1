namespace Minima.Tabular;

/// <summary>The unit a metric is in.</summary>
public enum MetricUnit
{
    /// <summary>A plain number.</summary>
    None,

    /// <summary>The unit of the target.</summary>
    Target,
}
