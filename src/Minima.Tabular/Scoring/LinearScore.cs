namespace Minima.Tabular;

/// <summary>The raw predictions of a linear model, with the targets.</summary>
internal static class LinearScore
{
    /// <exception cref="DataException">The table lacks a column, or the target holds a value unknown to the model.</exception>
    public static (OutputReader Reader, double[] Target, double[] Raw, int[] Rows, IReadOnlyList<Localized> Notes) Of(LinearModel model, Table table, CancellationToken cancellation, bool areNumbers = false)
    {
        var (target, raw, rows, notes) = Known(model.Target, PredictTable.Scores(model, table, cancellation), Targets(model, table, cancellation)[0], table);
        return (Reader(model, areNumbers), target, raw, rows, notes);
    }

    /// <summary>The rows that have a target.</summary>
    /// <exception cref="DataException">No row has a target.</exception>
    public static (double[] Target, double[] Raw, int[] Rows, IReadOnlyList<Localized> Notes) Known(string column, double[] scores, double[] target, Table table)
    {
        var (rows, used) = (target.Length, KnownRows([target], column, table));
        return (Array.ConvertAll(used, row => target[row]), PredictTable.Some(scores, used, rows), used, LeftOut(rows, used));
    }

    /// <summary>The rows that have every target.</summary>
    /// <exception cref="DataException">No row has every target.</exception>
    public static int[] KnownRows(double[][] targets, string column, Table table)
    {
        int[] used = [.. Enumerable.Range(0, targets[0].Length).Where(row => Array.TrueForAll(targets, target => !double.IsNaN(target[row])))];
        return used.Length > 0 ? used : throw DataException.Create($"{table.Name}, column {DataException.Quote(column)}", "it is empty in every row", "the model's target is expected", "Give rows whose targets are known.");
    }

    /// <summary>A note on rows without a target, if there are any.</summary>
    public static IReadOnlyList<Localized> LeftOut(int rows, int[] used) => used.Length == rows ? [] : [ComparisonTargets.LeftOut(rows - used.Length)];

    /// <summary>The reader of the outputs of a model of one number, of classes or of grades.</summary>
    /// <param name="model">The model.</param>
    /// <param name="areNumbers">True to read grades as their ranks, from 1.</param>
    public static OutputReader Reader(LinearModel model, bool areNumbers = false)
    {
        var areGrades = model.Grades.Count > 0 && !areNumbers;
        var meaning = new OutputMeaning
        {
            Task = PredictionTasks.Word(model.Kind switch { TargetKind.Binary => PredictionTask.Binary, TargetKind.MultiClass => PredictionTask.MultiClass, _ => areGrades ? PredictionTask.Ordinal : PredictionTask.Regression }),
            Grades = areGrades ? OutputMeaning.Places(model.Grades) : [],
            Targets = [model.Target],
            Classes = [.. model.Mapping.Select(pair => pair.Class)],
            Link = Wording.Snake(model.Link),
            MarginLabels = model.Kind == TargetKind.Binary && model.Mapping[0].Value < 0,
        };
        return ModelLoss.Reader(meaning, model.Inputs, () => ModelLoss.Of(model), model.Threshold);
    }

    /// <summary>The value of each target of the model in each row: a number, a part of 1, a class from 0, or the rank of a grade from 1; NaN if missing.</summary>
    public static double[][] Targets(LinearModel model, Table table, CancellationToken cancellation)
    {
        var targets = Targets(model.Targets, model.Marks, model.Kind == TargetKind.Regression, model.Classes, model.Grades, table.Open(model.MissingMarks), [.. table.Columns], cancellation);
        return model.Task == PredictionTask.Composition
            ? Array.ConvertAll(SeveralNumbers.Parts(table.Name, [.. model.Targets.Zip(targets, (name, values) => new TargetColumn(name, values, TargetKind.Regression, []))], KnownRows(targets, model.Target, table)), column => column.Values)
            : targets;
    }

    /// <inheritdoc cref="Targets(LinearModel, Table, CancellationToken)"/>
    public static double[] Targets(BoostedTrees trees, Table table, CancellationToken cancellation) => Targets([trees.Target], [trees.Mark], trees.Classes.Count == 0, trees.Classes, trees.Grades, table.Open(trees.MissingMarks), [.. table.Columns], cancellation)[0];

    private static double[][] Targets(IReadOnlyList<string> targets, IReadOnlyList<string?> marks, bool areNumbers, IReadOnlyList<string> classes, IReadOnlyList<string> grades, TableSource source, string[] header, CancellationToken cancellation)
    {
        var areGrades = grades.Count > 0;
        var (form, levels) = (areNumbers && !areGrades ? TargetForm.Numbers : TargetForm.Classes, areGrades ? grades : classes);
        string[] columns = [.. targets.Select(target => PredictTable.Known(source.Name, header, target, isTarget: true))];
        var cells = columns.Zip(marks).DistinctBy(pair => pair.First, StringComparer.Ordinal)
            .ToDictionary(pair => pair.First, pair => new ScoreCells(source.Name, new(pair.First, form, [.. levels]) { Cells = default(CellForm) with { Mark = pair.Second } }), StringComparer.Ordinal);
        CsvFile.Read(source, (names, _) => [.. names.Select(cells.GetValueOrDefault)], _ => { }, null, cancellation);
        var values = cells.ToDictionary(pair => pair.Key, pair => areGrades ? Array.ConvertAll(pair.Value.Values(), grade => grade + 1) : pair.Value.Values(), StringComparer.Ordinal);
        return Array.ConvertAll(columns, column => values[column]);
    }
}
