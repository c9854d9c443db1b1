namespace Minima.Tabular;

/// <summary>A linear model's raw predictions beside the truth.</summary>
internal static class LinearScore
{
    /// <exception cref="DataException">The table lacks a column, or the target holds what the model does not know.</exception>
    public static (OutputReader Reader, double[] Target, double[] Raw, IReadOnlyList<Localized> Notes) Of(LinearModel model, Table table, CancellationToken cancellation)
    {
        var scores = PredictTable.Scores(model, table, cancellation);
        var target = Targets(model, table, cancellation)[0];
        var rows = target.Length;
        int[] used = [.. Enumerable.Range(0, rows).Where(row => !double.IsNaN(target[row]))];
        if (used.Length == 0) throw DataException.Create($"{table.Name}, column {DataException.Quote(model.Target)}", "it is empty in every row", "the model's target is expected", "Give rows whose targets are known.");
        var raw = PredictTable.Some(scores, used, rows);
        var left = rows - used.Length;
        return (Reader(model), Array.ConvertAll(used, row => target[row]), raw, left == 0 ? [] : [LeftOut(left)]);
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
        try
        {
            var loss = ModelLoss.Of(model);
            if (model.Inputs.Any(input => input.Value is null))
                return new OutputReader(meaning, [null]) { Threshold = model.Threshold, WhyNoLoss = new($"the loss takes a column besides ({string.Join(", ", model.Inputs.Select(input => input.Name))})", $"该损失还需要一列（{string.Join("、", model.Inputs.Select(input => input.Name))}）") };
            return new OutputReader(meaning, [loss]) { Threshold = model.Threshold, Inputs = [.. model.Inputs.Select(input => (IndexOf(loss, input.Name), input.Value!.Value))] };
        }
        catch (DataException unknown)
        {
            return new OutputReader(meaning, [null]) { Threshold = model.Threshold, WhyNoLoss = new(unknown.Message.TrimEnd('.'), LibraryMessages.Table.Translate(unknown.Message).TrimEnd('.', '。')) };
        }
    }

    private static int IndexOf(Loss loss, string input) => loss.Entry.Inputs.Select((one, index) => (one.Name, index)).First(pair => pair.Name == input).index;

    /// <summary>The note that rows have no target.</summary>
    public static Localized LeftOut(int left) => new($"{left} {(left == 1 ? "row has" : "rows have")} no target and {(left == 1 ? "was" : "were")} left out.", $"{left} 行没有目标值，未使用。");

    /// <summary>Of each target of the model its value in each row: a number, or a class from 0; NaN where there is none.</summary>
    public static double[][] Targets(LinearModel model, Table table, CancellationToken cancellation)
    {
        string[] header = [.. table.Columns];
        var form = model.Kind == TargetKind.Regression ? TargetForm.Numbers : TargetForm.Classes;
        string[] classes = [.. model.Mapping.Select(pair => pair.Class)];
        string[] columns = [.. model.Targets.Select(target => header[CsvFile.Find(header, target, table.Name, "the target of the model,")])];
        var cells = columns.Distinct(StringComparer.Ordinal).ToDictionary(column => column, column => new ScoreCells(table.Name, new(column, form, classes)), StringComparer.Ordinal);
        CsvFile.Read(table.Open(), (names, _) => [.. names.Select(cells.GetValueOrDefault)], _ => { }, null, cancellation);
        var values = cells.ToDictionary(pair => pair.Key, pair => pair.Value.Values(), StringComparer.Ordinal);
        return Array.ConvertAll(columns, column => values[column]);
    }
}
