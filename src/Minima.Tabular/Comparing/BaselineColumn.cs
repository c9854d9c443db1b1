using System.Globalization;

namespace Minima.Tabular;

/// <summary>The column of the predictions that a user has now: numbers, probabilities of the positive class, or classes.</summary>
internal static class BaselineColumn
{
    private const string Option = "--baseline";

    /// <summary>The predictions of the column for some rows.</summary>
    public static Predictions Of(ComparisonData data, int[] rows)
    {
        var values = data.Baseline!;
        var (target, here) = (Array.ConvertAll(rows, row => data.Targets[0].Values[row]), Array.ConvertAll(rows, row => values[row]));
        switch (data.Task.Task)
        {
            case PredictionTask.Ordinal:
                return Predictions.OfGrades(Array.ConvertAll(rows, row => data.AsClasses!.Values[row]), ConstantPredictors.Grades(data), here);
            case PredictionTask.MultiClass:
                var classes = data.Targets[0].Classes.Count;
                var scores = new double[here.Length * classes];
                for (var i = 0; i < here.Length; i++) scores[(i * classes) + (int)here[i]] = 1;
                return Predictions.OfClasses(target, classes, scores, null);
            case PredictionTask.Binary:
                return Array.TrueForAll(values, value => value is 0 or 1 or double.NaN) ? Predictions.OfScores(target, here, threshold: 0.5) : Predictions.OfProbabilities(target, here);
            default:
                return Predictions.OfNumbers(target, here);
        }
    }

    /// <summary>The column as numbers: for classes their positions in the order of the target's.</summary>
    /// <exception cref="DataException">A cell is missing, or is no number or class of the target.</exception>
    public static double[] Read(string file, TableColumn column, PredictionTask task, IReadOnlyList<TargetColumn> targets, TargetColumn? grades, int[] used, int[] lines)
    {
        if (PredictionTasks.HasSeveralTargets(task))
            throw new UsageException($"compare: {Option} is for one target; several have no column of predictions.");
        var who = $"{file}, {Option} {DataException.Quote(column.Name)}";
        if (column.Kind is not (TableColumnKind.Number or TableColumnKind.Category))
            throw DataException.Create(who, "it holds dates, or one value in every row", "predictions of the target are expected", "Name the column of the predictions that you have now.");
        var classes = task is PredictionTask.Binary or PredictionTask.MultiClass ? targets[0].Classes : [];
        if (grades is not null && column.Kind == TableColumnKind.Category) classes = grades.Classes;
        var values = new double[lines.Length];
        Array.Fill(values, double.NaN);
        if (Array.FindIndex(used, column.IsMissing) is >= 0 and var empty) throw At(used[empty], "the prediction is missing", "a prediction is expected in every row with a target");

        // A column of 0 and 1 may hold classes with these names; numbers between them are probabilities.
        var holdsClasses = classes.Count > 0 && Array.TrueForAll(used, row => Place(row) >= 0);
        var isProbability = task == PredictionTask.Binary && column.Kind == TableColumnKind.Number;
        foreach (var row in used)
        {
            if (holdsClasses) values[row] = Place(row);
            else if (column.Kind == TableColumnKind.Number && (classes.Count == 0 || (isProbability && column.Values[row] is >= 0 and <= 1))) values[row] = column.Values[row];
            else if (!isProbability && classes.Count > 0 && Place(row) >= 0) continue;
            else throw At(row, $"it is {DataException.Quote(Text(row))}", classes.Count == 0 ? "a number is expected" : $"a class of the target is expected ({DataException.List(classes)}){(classes.Count == 2 ? ", or a probability in every row" : "")}");
        }

        // Grades are numbers from 1.
        return task != PredictionTask.Ordinal || classes.Count == 0 ? values : Array.ConvertAll(values, value => value + 1);

        string Text(int row) => column.Kind == TableColumnKind.Category ? column.Levels[column.Codes[row]] : column.Values[row].ToString(CultureInfo.InvariantCulture);

        int Place(int row)
        {
            var text = Text(row);
            return Enumerable.Range(0, classes.Count).Where(k => classes[k] == text).FirstOrDefault(-1);
        }

        DataException At(int row, string found, string expected) => DataException.Create($"{file}, line {lines[row].ToString(CultureInfo.InvariantCulture)}, {Option} {DataException.Quote(column.Name)}", found, expected, "Correct the cell, or leave the row out.");
    }
}
