namespace Minima.Cli.Compare;

/// <summary>One line of the comparison.</summary>
internal sealed record ComparisonRow(
    RowKind Kind, string Name, IReadOnlyList<ParameterReading> Parameters, IReadOnlyList<MetricValue> Metrics, IReadOnlyList<double> L2)
{
    /// <summary>What the user has to know of the training, in words for a footnote; empty when there is nothing.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>In some fold the search was cut short or left the finite numbers.</summary>
    public bool Failed { get; init; }

    public MetricValue? Find(Metric metric) => Metrics.FirstOrDefault(value => value.Metric == metric);
}
