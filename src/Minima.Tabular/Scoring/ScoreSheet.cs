namespace Minima.Tabular;

/// <summary>How good a model is on some rows, beside constants that use no feature.</summary>
/// <param name="Metrics">What is measured.</param>
/// <param name="Targets">One, or each of several targets of numbers.</param>
/// <param name="Columns">The model first, then constants.</param>
/// <param name="Rows">How many rows.</param>
internal sealed record ScoreSheet(IReadOnlyList<Metric> Metrics, IReadOnlyList<string> Targets, IReadOnlyList<ScoreColumn> Columns, int Rows)
{
    /// <summary>The mean loss on each target; empty where it is unknown or not defined here.</summary>
    public IReadOnlyList<double> Losses { get; init; } = [];

    /// <summary>As people call it; null where it is unknown.</summary>
    public string? LossName { get; init; }

    /// <summary>Why there is no loss; empty where there is one.</summary>
    public Both WhyNoLoss { get; init; } = Both.Nothing;

    /// <param name="name">What the model is called.</param>
    /// <param name="reader">Reads its outputs.</param>
    /// <param name="targets">For each target column the value of each row.</param>
    /// <param name="raw">The outputs, row after row.</param>
    public static ScoreSheet Of(Both name, OutputReader reader, double[][] targets, double[] raw)
    {
        var metrics = reader.Metrics;
        ScoreColumn Column(Both title, IReadOnlyList<Predictions> byTarget) => new(title, [.. byTarget.Select(predictions => metrics.Select(metric => metric.Compute(predictions)).ToArray())]);
        return new ScoreSheet(
            metrics,
            reader.Meaning.HasSeveralNumbers ? reader.Meaning.Targets : [string.Join(", ", reader.Meaning.Targets)],
            [Column(name, reader.Judge(targets, raw)), .. reader.Constants(targets).Select(constant => Column(constant.Name, constant.ByTarget))],
            targets[0].Length);
    }
}

/// <summary>The metrics of a model or a constant.</summary>
/// <param name="Name">Whose.</param>
/// <param name="Values">For each target each metric; null where it is not defined.</param>
internal sealed record ScoreColumn(Both Name, double?[][] Values);
