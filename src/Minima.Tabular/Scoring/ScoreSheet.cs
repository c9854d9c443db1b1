namespace Minima.Tabular;

/// <summary>The metrics of a model on some rows, and of constants that use no feature.</summary>
/// <param name="Metrics">The metrics.</param>
/// <param name="Targets">The target, or each of several targets of numbers.</param>
/// <param name="Columns">The model first, then constants.</param>
/// <param name="Rows">The number of rows.</param>
public sealed record ScoreSheet(IReadOnlyList<TableMetric> Metrics, IReadOnlyList<string> Targets, IReadOnlyList<ScoreColumn> Columns, int Rows)
{
    /// <summary>The mean loss on each target; empty if unknown or undefined here.</summary>
    public IReadOnlyList<double> Losses { get; init; } = [];

    /// <summary>The loss that the model was trained with; null if it is unknown.</summary>
    public string? LossName { get; init; }

    /// <summary>The reason why there is no loss; empty if there is one.</summary>
    public Localized WhyNoLoss { get; init; } = Localized.Nothing;

    /// <summary>Rows that were left out, a sentence each.</summary>
    public IReadOnlyList<Localized> Notes { get; init; } = [];

    /// <summary>The constants are those of the training rows; else those of these rows.</summary>
    public bool HasTrainingConstants { get; init; }

    /// <summary>The threshold between two classes is that of the loss, such as a probability of a half: F1 and balanced accuracy are of untuned decisions.</summary>
    public bool HasUsualThreshold { get; init; }

    /// <summary>A metric of the model on the first target.</summary>
    /// <returns>Null if it is not defined for these predictions, or not among <see cref="Metrics"/>.</returns>
    public double? Of(TableMetric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        for (var m = 0; m < Metrics.Count; m++)
        {
            if (Metrics[m].Key == metric.Key) return Columns[0].Values[0][m];
        }

        return null;
    }

    /// <summary>The sheet of a model.</summary>
    internal static ScoreSheet Of(Predictor predictor, Table table, CancellationToken cancellation)
    {
        if (predictor.Network is { } network)
        {
            var (targets, outputs, remarks) = network.Scored(table, cancellation);
            return LossScore.On(Of(new("network", "网络"), network.Reader, targets, outputs) with { Notes = remarks }, network.Reader, targets, outputs);
        }

        if (SeveralScore.Of(predictor, table, cancellation) is { } several) return several;
        if (predictor.Boosted is { Trees.FactsColumn: not null } facts) return BatchScore.Of(facts, table, cancellation);
        if (predictor.Boosted is { } boosted)
        {
            var (known, scores, rows, remarks) = BoostedScore.Of(boosted, table, cancellation);
            return LossScore.On(Of(new("trees", "提升树"), boosted.Reader, [known], scores) with { Notes = remarks }, boosted.Reader, [known], scores, new(table, rows, cancellation));
        }

        if (predictor.Linear!.Task is { } task && PredictionTasks.NeedsColumn(task)) return BatchScore.Of(predictor.Linear, table, cancellation);
        var (reader, target, raw, used, notes) = LinearScore.Of(predictor.Linear, table, cancellation);
        return LossScore.On(Of(new("model", "模型"), reader, [target], raw) with { Notes = notes }, reader, [target], raw, new(table, used, cancellation));
    }

    /// <param name="name">The name of the model.</param>
    /// <param name="reader">The reader of its outputs.</param>
    /// <param name="targets">For each target column the value of each row.</param>
    /// <param name="raw">The outputs, row after row.</param>
    internal static ScoreSheet Of(Localized name, OutputReader reader, double[][] targets, double[] raw)
    {
        var metrics = reader.Metrics;
        ScoreColumn Column(Localized title, IReadOnlyList<Predictions> byTarget) => new(title, [.. byTarget.Select(predictions => metrics.Select(metric => metric.Compute(predictions)).ToArray())]);
        return new ScoreSheet(
            metrics,
            reader.Meaning.HasSeveralNumbers ? reader.Meaning.Targets : [string.Join(", ", reader.Meaning.Targets)],
            [Column(name, reader.Judge(targets, raw)), .. reader.Constants(targets).Select(constant => Column(constant.Name, constant.ByTarget))],
            targets[0].Length)
        { HasTrainingConstants = reader.Meaning.Constants.Count > 0, HasUsualThreshold = reader.HasUsualThreshold };
    }
}

/// <summary>The metrics of a model or a constant.</summary>
/// <param name="Name">The name of the model or constant.</param>
/// <param name="Values">For each target each metric; null if undefined.</param>
public sealed record ScoreColumn(Localized Name, double?[][] Values);

/// <summary>Scores of models on tables with known targets.</summary>
public static class ModelScores
{
    /// <summary>Measures a model on the rows of a table that have a target: all metrics of its task, the mean loss, and the same for constants.</summary>
    /// <param name="predictor">The model.</param>
    /// <param name="table">A table with the model's columns and its target by name, in any order; its rows should not be training rows.</param>
    /// <param name="cancellation">Checked between rows.</param>
    /// <exception cref="DataException">The table lacks a column, or the target holds a value unknown to the model.</exception>
    public static ScoreSheet Score(this Predictor predictor, Table table, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentNullException.ThrowIfNull(table);
        return ScoreSheet.Of(predictor, table, cancellation);
    }

    /// <inheritdoc cref="Score(Predictor, Table, CancellationToken)"/>
    public static ScoreSheet Score(this LinearModel model, Table table, CancellationToken cancellation = default) => Predictor.Of(model).Score(table, cancellation);
}
