using System.Globalization;

namespace Minima.Tabular;

/// <summary>Several columns of numbers as a target: any numbers, parts of 1, or the corners of boxes.</summary>
internal static class SeveralNumbers
{
    /// <summary>The tolerance of sums of parts: parts rounded to two digits sum to 1 within it.</summary>
    private const double Rounding = 0.02;

    private const double Percent = 100;
    private const int Corners = 4;

    private static readonly string[] CornerNames = ["x1", "y1", "x2", "y2"];

    /// <summary>The task with its targets; null if the columns are labels.</summary>
    /// <param name="file">The name of the table in messages.</param>
    /// <param name="columns">The columns, two or more.</param>
    /// <param name="rows">The rows that have a target.</param>
    /// <param name="asked">The task of --task, or null.</param>
    /// <param name="notes">Receives notes.</param>
    /// <exception cref="DataException">A column does not hold numbers, or they do not fit the requested task.</exception>
    public static (TaskChoice Task, TargetColumn[] Targets)? Of(string file, IReadOnlyList<TableColumn> columns, int[] rows, PredictionTask? asked, List<Localized> notes)
    {
        if (asked is null && Array.Exists([.. columns], column => IsALabel(column, rows)))
        {
            if (columns.FirstOrDefault(column => !IsALabel(column, rows)) is not { } mixed) return null;
            throw DataException.Create(
                $"{file}, target {DataException.Quote(mixed.Name)}",
                "it holds values other than 0 and 1, and another target does not",
                "each of several labels is expected as 0 or 1",
                "Write labels as columns of 0 and 1, name one target, or take --task vector for numbers.");
        }

        if (columns.FirstOrDefault(column => column.Kind != TableColumnKind.Number) is { } other)
        {
            throw DataException.Create(
                $"{file}, target {DataException.Quote(other.Name)}",
                other.Kind == TableColumnKind.Date ? "it holds dates" : other.Kind == TableColumnKind.Category ? "it holds texts" : "it is the same in every row, or empty",
                "numbers are expected in each of several targets, or 0 and 1 in all of them",
                "Write labels as columns of 0 and 1, or name one target of classes.");
        }

        IReadOnlyList<TargetColumn> targets = [.. columns.Select(TargetColumn.OfNumbers)];
        var total = Total(targets, rows);
        var choice = asked is { } task ? new TaskChoice(task, true, Localized.Nothing, []) : Infer(targets, rows, total);
        if (choice.Task == PredictionTask.Composition && total is null) throw NoParts(file, targets, rows);
        if (choice.Task == PredictionTask.Boxes && !AreBoxes(targets, rows)) throw Unfit(file, targets, rows, "the columns are not the corners of boxes", IsBox, "four columns are expected, x1, y1, x2, y2, with x1 below x2 and y1 below y2", "Name the columns in this order, or take --task vector.");
        if (targets.FirstOrDefault(column => Array.TrueForAll(rows, row => column.Values[row].Equals(column.Values[rows[0]]))) is { } constant)
            throw DataException.Create($"{file}, target {DataException.Quote(constant.Name)}", FormattableString.Invariant($"it is {constant.Values[rows[0]]} in every row"), "a target that varies is expected", "Leave it out of --target.");
        if (choice.Task != PredictionTask.Composition) return (choice, [.. targets]);
        if (total == Percent) notes.Add(new("The targets sum to 100 in every row and were divided by it.", "各目标列每行之和为 100，已除以 100。"));
        return (choice, Parts(targets));
    }

    /// <summary>Parts of 1 or of 100, as parts of 1.</summary>
    /// <param name="file">The name of the table in messages.</param>
    /// <param name="targets">The columns.</param>
    /// <param name="rows">The rows that have every target.</param>
    /// <exception cref="DataException">A row has another sum.</exception>
    public static TargetColumn[] Parts(string file, IReadOnlyList<TargetColumn> targets, int[] rows) => Total(targets, rows) is null ? throw NoParts(file, targets, rows) : Parts(targets);

    /// <summary>Parts of 1: a row whose sum is off by rounding is divided by its sum.</summary>
    private static TargetColumn[] Parts(IReadOnlyList<TargetColumn> targets)
    {
        var sums = new double[targets[0].Values.Length];
        foreach (var column in targets)
        {
            for (var row = 0; row < sums.Length; row++) sums[row] += column.Values[row];
        }

        return [.. targets.Select(column => column with { Values = [.. column.Values.Select((value, row) => value / sums[row])] })];
    }

    private static DataException NoParts(string file, IReadOnlyList<TargetColumn> targets, int[] rows)
    {
        var total = ArePartsOf(Percent, targets, rows[0]) ? Percent : 1;
        return Unfit(file, targets, rows, "the columns do not sum to 1 or 100", (columns, row) => ArePartsOf(total, columns, row), "proportions are expected in every row: at least 0, with the sum 1 (or 100)", "Divide each row by its sum, or take --task vector.");
    }

    private static TaskChoice Infer(IReadOnlyList<TargetColumn> columns, int[] rows, double? total)
    {
        if (total is { } sum)
            return new(PredictionTask.Composition, false, sum == 1
                ? new Localized($"the {columns.Count} targets are at least 0 and sum to 1 in every row", $"{columns.Count} 个目标列都不小于 0，且每行之和为 1")
                : new Localized($"the {columns.Count} targets are at least 0 and sum to 100 in every row", $"{columns.Count} 个目标列都不小于 0，且每行之和为 100"), ["vector"]);
        if (columns.Count == Corners && columns.Zip(CornerNames).All(pair => pair.First.Name.EndsWith(pair.Second, StringComparison.OrdinalIgnoreCase)) && AreBoxes(columns, rows))
            return new(PredictionTask.Boxes, false, new("the targets are named x1, y1, x2, y2 and are the corners of boxes", "目标列名为 x1、y1、x2、y2，是边界框的角点"), ["vector"]);
        return new(PredictionTask.Vector, false, new($"--target names {columns.Count} columns of numbers", $"--target 给出 {columns.Count} 列数值"), columns.Count == Corners && AreBoxes(columns, rows) ? ["boxes"] : []);
    }

    private static bool IsALabel(TableColumn column, int[] rows) => column.Kind == TableColumnKind.Number && Array.TrueForAll(rows, row => column.Values[row] is 0 or 1);

    /// <summary>1 or 100 if the columns are parts of it in every row, else null.</summary>
    private static double? Total(IReadOnlyList<TargetColumn> columns, int[] rows)
    {
        foreach (var total in (double[])[1, Percent])
        {
            if (Array.TrueForAll(rows, row => ArePartsOf(total, columns, row))) return total;
        }

        return null;
    }

    private static bool ArePartsOf(double total, IReadOnlyList<TargetColumn> columns, int row) => columns.All(column => column.Values[row] >= 0) && Math.Abs(columns.Sum(column => column.Values[row]) - total) <= Rounding * total;

    private static bool AreBoxes(IReadOnlyList<TargetColumn> columns, int[] rows) => columns.Count == Corners && Array.TrueForAll(rows, row => IsBox(columns, row));

    private static bool IsBox(IReadOnlyList<TargetColumn> columns, int row) => columns.Count == Corners && columns[0].Values[row] < columns[2].Values[row] && columns[1].Values[row] < columns[3].Values[row];

    private static DataException Unfit(string file, IReadOnlyList<TargetColumn> columns, int[] rows, string what, Func<IReadOnlyList<TargetColumn>, int, bool> fits, string expected, string remedy)
    {
        var row = Array.Find(rows, row => !fits(columns, row));
        var shown = string.Join(", ", columns.Select(column => column.Values[row].ToString(CultureInfo.InvariantCulture)));
        return DataException.Create($"{file}, targets {DataException.List([.. columns.Select(column => column.Name)])}", $"{what}: a row has {shown}", expected, remedy);
    }
}
