namespace Minima.Cli.Compare;

/// <summary>One line of the comparison.</summary>
internal sealed record ComparisonRow(
    RowKind Kind, string Name, IReadOnlyList<ParameterReading> Parameters, IReadOnlyList<MetricValue> Metrics, IReadOnlyList<double> L2)
{
    /// <summary>What went wrong in training, fold by fold, in words for a footnote; empty when nothing did.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    public MetricValue? Find(Metric metric) => Metrics.FirstOrDefault(value => value.Metric == metric);
}
