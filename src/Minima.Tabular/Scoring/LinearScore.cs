namespace Minima.Tabular;

/// <summary>A linear model's raw predictions beside the truth.</summary>
internal static class LinearScore
{
    /// <exception cref="DataException">The table lacks a column, or the target holds what the model does not know.</exception>
    public static (OutputReader Reader, double[] Target, double[] Raw, int[] Rows, IReadOnlyList<Localized> Notes) Of(LinearModel model, Table table, CancellationToken cancellation)
    {
        var (target, raw, rows, notes) = Known(model.Target, PredictTable.Scores(model, table, cancellation), Targets(model, table, cancellation)[0], table);
        return (Reader(model), target, raw, rows, notes);
    }

    /// <summary>The rows that have a target.</summary>
    /// <exception cref="DataException">There is none.</exception>
    public static (double[] Target, double[] Raw, int[] Rows, IReadOnlyList<Localized> Notes) Known(string column, double[] scores, double[] target, Table table)
    {
        var rows = target.Length;
        int[] used = [.. Enumerable.Range(0, rows).Where(row => !double.IsNaN(target[row]))];
        if (used.Length == 0) throw DataException.Create($"{table.Name}, column {DataException.Quote(column)}", "it is empty in every row", "the model's target is expected", "Give rows whose targets are known.");
        var left = rows - used.Length;
        return (Array.ConvertAll(used, row => target[row]), PredictTable.Some(scores, used, rows), used, left == 0 ? [] : [ComparisonTargets.LeftOut(left)]);
    }

    /// <summary>Reads the outputs of a model of one number or of classes.</summary>
    public static OutputReader Reader(LinearModel model)
    {
        var meaning = new OutputMeaning
        {
            Task = PredictionTasks.Word(model.Kind switch { TargetKind.Binary => PredictionTask.Binary, TargetKind.MultiClass => PredictionTask.MultiClass, _ => PredictionTask.Regression }),
            Targets = [model.Target],
            Classes = [.. model.Mapping.Select(pair => pair.Class)],
            Link = Wording.Snake(model.Link),
            MarginLabels = model.Kind == TargetKind.Binary && model.Mapping[0].Value < 0,
        };
        return ModelLoss.Reader(meaning, model.Inputs, () => ModelLoss.Of(model), model.Threshold);
    }

    /// <summary>Of each target of the model its value in each row: a number, or a class from 0; NaN where there is none.</summary>
    public static double[][] Targets(LinearModel model, Table table, CancellationToken cancellation) => Targets(model.Targets, model.Kind == TargetKind.Regression, [.. model.Classes], table, cancellation);

    /// <inheritdoc cref="Targets(LinearModel, Table, CancellationToken)"/>
    public static double[][] Targets(IReadOnlyList<string> targets, bool areNumbers, string[] classes, Table table, CancellationToken cancellation)
    {
        string[] header = [.. table.Columns];
        var form = areNumbers ? TargetForm.Numbers : TargetForm.Classes;
        string[] columns = [.. targets.Select(target => header[CsvFile.Find(header, target, table.Name, "the target of the model,")])];
        var cells = columns.Distinct(StringComparer.Ordinal).ToDictionary(column => column, column => new ScoreCells(table.Name, new(column, form, classes)), StringComparer.Ordinal);
        CsvFile.Read(table.Open(), (names, _) => [.. names.Select(cells.GetValueOrDefault)], _ => { }, null, cancellation);
        var values = cells.ToDictionary(pair => pair.Key, pair => pair.Value.Values(), StringComparer.Ordinal);
        return Array.ConvertAll(columns, column => values[column]);
    }
}
