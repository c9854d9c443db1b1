using Minima.Training.Data;

namespace Minima.Tabular;

/// <summary>Explains any saved model by its predictions for modified rows.</summary>
internal sealed class ModelExplainer
{
    private readonly Predictor _predictor;
    private readonly ExplainOptions _options;
    private readonly IProgress<ExplainProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly CellTable _table;
    private readonly int[] _columns;
    private readonly TableMetric? _metric;
    private int _done;

    private ModelExplainer(Predictor predictor, CellTable table, ScoreSheet sheet, ExplainOptions options, IProgress<ExplainProgress>? progress, CancellationToken cancellation)
    {
        (_predictor, _table, _options, _progress, _cancellation) = (predictor, table, options, progress, cancellation);
        _columns = [.. Enumerable.Range(0, table.Names.Length).Where(column => !predictor.Targets.Contains(table.Names[column], StringComparer.Ordinal))];
        _metric = sheet.Losses.Count > 0 ? null : sheet.Metrics[0];
    }

    public static ModelExplanation Explain(Predictor predictor, Table table, ExplainOptions options, IProgress<ExplainProgress>? progress, CancellationToken cancellation)
    {
        if (options.Shuffles < 2 || options.Points < 2 || options.Rows < 2 || options.Columns < 0)
            throw new UsageException($"explain: cannot use {options.Shuffles} shuffles, {options.Points} points, {options.Rows} rows and {options.Columns} columns; give at least 2 shuffles, points and rows, and no negative number.");
        if (predictor.Linear?.Task is { } task && PredictionTasks.NeedsColumn(task))
            throw new UsageException("explain: the model predicts times until an event, or orders within queries; only models of numbers and of classes can be explained with a table.");
        var cells = CellTable.Read(table, options.Rows, options.Seed, cancellation);
        var sheet = predictor.Score(cells.Table(), cancellation);
        return new ModelExplainer(predictor, cells, sheet, options, progress, cancellation).Run(sheet);
    }

    private ModelExplanation Run(ScoreSheet sheet)
    {
        var plain = _predictor.Scores(_table.Table(), _cancellation).Values;
        var (importance, unused) = (new List<ColumnImportance>(), new List<string>());
        foreach (var column in _columns)
        {
            if (Importance(column, plain, Badness(sheet)) is { } worth) importance.Add(worth);
            else unused.Add(_table.Names[column]);
        }

        var ordered = importance.OrderByDescending(worth => worth.Rise).ThenBy(worth => worth.Column, StringComparer.Ordinal).ToArray();
        var dependence = ordered.Take(_options.Columns).SelectMany(worth => Dependence(Array.IndexOf(_table.Names, worth.Column))).ToArray();
        return new ModelExplanation(sheet.Rows, _metric?.Key ?? sheet.LossName!, Value(sheet), ordered, unused, dependence) { IsMetric = _metric is not null, Notes = sheet.Notes };
    }

    /// <summary>The importance of a column, or null if no prediction changes.</summary>
    private ColumnImportance? Importance(int column, double[] plain, double badness)
    {
        var random = new RandomState(_options.Seed + 1 + (ulong)column);
        var rises = new double[_options.Shuffles];
        for (var i = 0; i < rises.Length; i++)
        {
            var shuffled = _table.With(column, _table.Shuffled(column, random));
            if (i == 0 && _predictor.Scores(shuffled, _cancellation).Values.AsSpan().SequenceEqual(plain))
            {
                _done += rises.Length;
                return null;
            }

            rises[i] = Badness(_predictor.Score(shuffled, _cancellation)) - badness;
            Report();
        }

        var mean = rises.Average();
        return new ColumnImportance(_table.Names[column], mean, Math.Sqrt(rises.Sum(rise => (rise - mean) * (rise - mean)) / (rises.Length - 1)));
    }

    private IEnumerable<PartialDependence> Dependence(int column)
    {
        var grid = _table.Grid(column, _options.Points);
        var predicted = _predictor.Predict(_table.Swept(column, [.. grid.Select(point => point.Cell)]), _cancellation);
        Report();
        var (width, rows) = (predicted.Width, _table.Rows);
        for (var output = 0; output < width; output++)
        {
            var each = 1 + predicted.Further.Count;

            // Further outputs of a target, a variance for example, are no predictions of it.
            if (predicted.OfClasses.Count < 2 && output % each > 0) continue;
            var name = predicted.OfClasses.Count > 1 ? predicted.OfClasses[output] : predicted.OfClasses.Count == 1 ? predicted.OfClasses[0] : predicted.Targets[output / each];
            yield return new PartialDependence(_table.Names[column], name, predicted.Quantity, [.. grid.Select((point, i) => new DependencePoint(point.Cell, point.At, Mean(i, output)))]);
        }

        double Mean(int point, int output)
        {
            double sum = 0;
            for (var row = 0; row < rows; row++) sum += predicted.Values[(((point * rows) + row) * width) + output];
            return sum / rows;
        }
    }

    private double Value(ScoreSheet sheet) => _metric is null ? sheet.Losses.Average() : sheet.Of(_metric) ?? double.NaN;

    private double Badness(ScoreSheet sheet) => _metric is null ? sheet.Losses.Count > 0 ? sheet.Losses.Average() : double.NaN : _metric.Badness(Value(sheet));

    private void Report() => _progress?.Report(new(++_done, (_columns.Length * _options.Shuffles) + Math.Min(_columns.Length, _options.Columns)));
}

/// <summary>Explanations of saved models.</summary>
public static class ModelExplanations
{
    /// <summary>The importance of the columns and the shape of their effect, for any model of numbers or classes: linear, boosted trees or a network.</summary>
    /// <param name="predictor">The model.</param>
    /// <param name="table">A table with the model's columns and its target, of rows not used for training; otherwise memorised targets count too.</param>
    /// <param name="options">Shuffles, rows, points; null for the defaults.</param>
    /// <param name="progress">Receives a report after every prediction of the table.</param>
    /// <param name="cancellation">Checked between rows.</param>
    /// <exception cref="DataException">The table lacks a column, or a cell holds a value unknown to the model.</exception>
    /// <exception cref="UsageException">The model predicts times or orders, or an option is out of range.</exception>
    public static ModelExplanation Explain(this Predictor predictor, Table table, ExplainOptions? options = null, IProgress<ExplainProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentNullException.ThrowIfNull(table);
        return ModelExplainer.Explain(predictor, table, options ?? new(), progress, cancellation);
    }
}
