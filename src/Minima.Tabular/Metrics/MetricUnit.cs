namespace Minima.Tabular;

/// <summary>The unit of a metric.</summary>
public enum MetricUnit
{
    /// <summary>A plain number.</summary>
    None,

    /// <summary>The unit of the target.</summary>
    Target,
}
