using System.Globalization;

namespace Minima.Tabular;

/// <summary>Makes targets of the named columns, for the requested task or the task that the values suggest.</summary>
internal sealed class ComparisonTargets
{
    private readonly string _file;
    private readonly int[] _rows;
    private readonly PredictionTask? _asked;
    private readonly string? _positive;
    private readonly IReadOnlyList<string> _order;

    private ComparisonTargets(string file, int[] rows, PredictionTask? asked, string? positive, IReadOnlyList<string> order)
    {
        _order = order;
        _file = file;
        _rows = rows;
        _asked = asked;
        _positive = positive;
    }

    /// <summary>The exception if no column is left besides those with a role.</summary>
    public static DataException NoFeature(string table) => DataException.Create(
        table,
        "no column is left to predict from",
        "at least one column other than the target is expected that is not empty, not constant, and not a different text in every row",
        "Add columns, or ignore fewer.");

    /// <summary>The note about rows without a target.</summary>
    public static Localized LeftOut(int left, bool areTexts = false) =>
        new Localized($"{left} {(left == 1 ? "row has" : "rows have")} no target and {(left == 1 ? "was" : "were")} left out.", $"{left} 行没有目标值，未使用。")
        + (areTexts ? new Localized(" Words such as 'none' and 'NA' mark a missing value: rename a class that has such a name.", "“none”“NA”等词表示缺失：若有类别叫这样的名字，请改名。") : Localized.Nothing);

    /// <param name="file">The name of the table in messages.</param>
    /// <param name="columns">One column, or one for each label.</param>
    /// <param name="rows">The rows that have a target.</param>
    /// <param name="asked">The task of --task, or null.</param>
    /// <param name="positive">The class of --positive, or null.</param>
    /// <param name="order">The grades of --order from the lowest, or none.</param>
    /// <param name="notes">Receives notes.</param>
    public static (TaskChoice Task, TargetColumn[] Targets, TargetColumn? AsClasses) Of(
        string file, IReadOnlyList<TableColumn> columns, int[] rows, PredictionTask? asked, string? positive, IReadOnlyList<string> order, List<Localized> notes)
    {
        var targets = new ComparisonTargets(file, rows, asked, positive, order);
        if (order.Count > 0) return targets.Ordered(columns);
        if (columns.Count == 1 && asked is { } several && several != PredictionTask.MultiLabel && PredictionTasks.HasSeveralTargets(several))
            throw new UsageException($"--task {PredictionTasks.Word(several)} is for several columns, and --target names one; name them all, separated by commas.");
        if (columns.Count == 1 && asked != PredictionTask.MultiLabel) return targets.One(columns[0], notes);
        if (asked is { } one && !PredictionTasks.HasSeveralTargets(one))
            throw new UsageException($"--target names {columns.Count} columns, which are several labels or numbers, and --task {PredictionTasks.Word(one)} takes one; name one column, or leave --task out.");
        if (asked != PredictionTask.MultiLabel && SeveralNumbers.Of(file, columns, rows, asked, notes) is { } numbers) return (numbers.Task, numbers.Targets, null);
        if (positive is not null) throw new UsageException("--positive is for one target of two classes; labels are 0 and 1.");
        return (
            new TaskChoice(PredictionTask.MultiLabel, asked is not null, new($"--target names {columns.Count} columns", $"--target 给出 {columns.Count} 列"), []),
            [.. columns.Select(targets.Label)],
            null);
    }

    private (TaskChoice Task, TargetColumn[] Targets, TargetColumn? AsClasses) One(TableColumn column, List<Localized> notes)
    {
        if (column.Kind == TableColumnKind.Date)
        {
            throw DataException.Create(
                Who(column), "it holds dates", "numbers or classes are expected", "Name another column with --target.");
        }

        if (column.Kind == TableColumnKind.Category) return Texts(column, notes);
        var values = Array.ConvertAll(_rows, row => column.Values[row]);
        if (Array.TrueForAll(values, value => value.Equals(values[0])))
        {
            throw _asked is PredictionTask.Binary or PredictionTask.MultiClass
                ? SingleClass(column, values[0].ToString(CultureInfo.InvariantCulture))
                : DataException.Create(
                    Who(column),
                    FormattableString.Invariant($"it is {values[0]} in every row"),
                    "a target that varies is expected",
                    "Name another column with --target, or give rows with other values.");
        }

        var choice = _asked is { } asked ? new TaskChoice(asked, true, Localized.Nothing, []) : TaskFinder.OfNumbers(column.Name, values);
        if (_positive is not null && choice.Task != PredictionTask.Binary) throw NoPositive(column, choice.Task, values.Distinct().Count());
        var target = TargetColumn.OfNumbers(column);
        switch (choice.Task)
        {
            case PredictionTask.Regression:
                return (choice, [target], null);
            case PredictionTask.Count or PredictionTask.Positive:
                Check(column, choice.Task);
                return (choice, [target], null);
            case PredictionTask.Ordinal:
                if (Array.Find(values, value => !double.IsInteger(value)) is var broken and not 0)
                    throw DataException.Create(Who(column), FormattableString.Invariant($"it has {broken}"), "whole numbers are expected for --task ordinal", "Number the grades 1, 2, 3, ..., or take --task regression.");
                return (choice, [target], Classes(column, values));
            case PredictionTask.Binary:
                if (values.Distinct().Take(3).Count() > 2)
                    throw DataException.Create(Who(column), "it holds numbers of more than two values", "two classes are expected", "Name another column with --target, or compare losses for regression.");
                return (choice, [Binary(column, Classes(column, values), notes)], null);
            default:
                return (choice, [Classes(column, values)], null);
        }
    }

    /// <summary>Grades in the given order: as numbers from 1, and as classes.</summary>
    private (TaskChoice Task, TargetColumn[] Targets, TargetColumn? AsClasses) Ordered(IReadOnlyList<TableColumn> columns)
    {
        if (columns.Count > 1 || _positive is not null || _asked is not (null or PredictionTask.Ordinal))
            throw new UsageException($"--order {Wording.Quote(string.Join(',', _order))} is for one target of grades; leave out --positive, another --task, and further targets.");
        var grades = OrderedGrades.Of(columns[0], _order, _rows, Who(columns[0]));
        return (
            new TaskChoice(PredictionTask.Ordinal, true, Localized.Nothing, []),
            [TargetColumn.OfNumbers(columns[0]) with { Values = Array.ConvertAll(grades.Values, place => place < 0 ? double.NaN : place + 1) }],
            grades);
    }

    private (TaskChoice Task, TargetColumn[] Targets, TargetColumn? AsClasses) Texts(TableColumn column, List<Localized> notes)
    {
        if (_asked is { } wrong and not (PredictionTask.Binary or PredictionTask.MultiClass))
        {
            var line = Array.Find(_rows, row => column.Codes[row] >= 0 && !CellParser.Number(column.Levels[column.Codes[row]], out _));
            throw DataException.Create(
                Who(column),
                $"{DataException.Quote(column.Levels[column.Codes[line]])} is not a number",
                $"numbers are expected for --task {PredictionTasks.Word(wrong)}",
                "Correct the values, or name another column with --target.");
        }

        var present = _rows.Select(row => column.Codes[row]).Distinct().Order().ToArray();
        if (present.Length > ColumnBuilder.MostClasses)
        {
            throw DataException.Create(
                Who(column), $"it holds more than {ColumnBuilder.MostClasses} different texts", $"numbers, or at most {ColumnBuilder.MostClasses} classes, are expected", "Name another column with --target, or group its values.");
        }

        string[] classes = [.. present.Select(code => column.Levels[code])];
        if (classes.Length == 1) throw SingleClass(column, classes[0]);
        if (_asked == PredictionTask.Binary && classes.Length > 2)
            throw DataException.Create(Who(column), $"it holds {classes.Length} different texts ({DataException.List(classes)})", "numbers, or two classes, are expected", "Name another column with --target, or make it one class against the rest.");
        var choice = _asked is { } asked ? new TaskChoice(asked, true, Localized.Nothing, []) : TaskFinder.OfTexts(column.Name, classes.Length);
        if (_positive is not null && choice.Task != PredictionTask.Binary) throw NoPositive(column, choice.Task, classes.Length);
        var values = new double[column.Codes.Length];
        for (var row = 0; row < values.Length; row++) values[row] = Array.BinarySearch(present, column.Codes[row]);
        var target = new TargetColumn(column.Name, values, TargetKind.MultiClass, classes);
        return (choice, [choice.Task == PredictionTask.Binary ? Binary(column, target, notes) : target], null);
    }

    /// <summary>Numbers as classes in their order.</summary>
    private TargetColumn Classes(TableColumn column, double[] values)
    {
        double[] distinct = [.. values.Distinct().Order()];
        if (distinct.Length > ColumnBuilder.MostClasses)
        {
            throw DataException.Create(
                Who(column),
                FormattableString.Invariant($"it holds numbers of {distinct.Length} different values"),
                $"at most {ColumnBuilder.MostClasses} classes are expected",
                "Name another column with --target, or compare losses for regression.");
        }

        return TargetColumn.OfNumbers(column) with
        {
            Values = Array.ConvertAll(column.Values, value => (double)Math.Max(-1, Array.BinarySearch(distinct, value))),
            Kind = TargetKind.MultiClass,
            Classes = Array.ConvertAll(distinct, value => value.ToString(CultureInfo.InvariantCulture)),
        };
    }

    private TargetColumn Binary(TableColumn column, TargetColumn two, List<Localized> notes)
    {
        var one = _positive is null ? 1 : Array.IndexOf([.. two.Classes], OrderedGrades.Plain(column, _positive));
        if (one < 0)
        {
            throw DataException.Create(
                $"--positive {DataException.Quote(_positive!)}",
                $"{Who(column)} has no such class",
                $"one of its classes is expected: {DataException.List(two.Classes)}",
                "Choose one of these.");
        }

        string[] classes = [two.Classes[1 - one], two.Classes[one]];
        if (classes is not ["0", "1"])
        {
            var (target, zero, positive) = (Localized.Quote(column.Name), Localized.Quote(classes[0]), Localized.Quote(classes[1]));
            notes.Add(new(
                $"Target {target.English}: {zero.English} became 0 and {positive.English} 1.",
                $"目标列{target.Chinese}：{zero.Chinese}记为 0，{positive.Chinese}记为 1。"));
        }

        return two with { Values = Array.ConvertAll(two.Values, code => code.Equals(one) ? 1.0 : 0.0), Kind = TargetKind.Binary, Classes = classes };
    }

    private TargetColumn Label(TableColumn column)
    {
        if (column.Kind != TableColumnKind.Number || Array.Exists(_rows, row => column.Values[row] is not (0 or 1)))
        {
            throw DataException.Create(
                Who(column), "it holds values other than 0 and 1", "each of several labels is expected as 0 or 1", "Write labels as columns of 0 and 1, or name one target.");
        }

        var set = _rows.Count(row => column.Values[row] == 1);
        return set == 0 || set == _rows.Length
            ? throw DataException.Create(Who(column), $"it is {(set == 0 ? 0 : 1)} in every row", "a label that varies is expected", "Leave it out of --target.")
            : TargetColumn.OfNumbers(column) with { Kind = TargetKind.Binary, Classes = ["0", "1"] };
    }

    private void Check(TableColumn column, PredictionTask task)
    {
        var at = Array.FindIndex(_rows, row => task == PredictionTask.Count ? !(column.Values[row] >= 0) || !double.IsInteger(column.Values[row]) : !(column.Values[row] > 0));
        if (at < 0) return;
        var value = column.Values[_rows[at]];
        throw DataException.Create(
            Who(column),
            FormattableString.Invariant($"it has {value}"),
            task == PredictionTask.Count ? "whole numbers of at least 0 are expected for --task count" : "numbers above 0 are expected for --task positive",
            "Take --task regression, or correct the values.");
    }

    private string Who(TableColumn column) => $"{_file}, target {DataException.Quote(column.Name)}";

    private DataException SingleClass(TableColumn column, string only) => DataException.Create(
        Who(column),
        column.Missing == 0 ? $"every row is of the class {DataException.Quote(only)}" : $"every row with a value is of the class {DataException.Quote(only)}, and {column.Missing} rows have none (words such as 'none', 'NA' and '?' mark a missing value)",
        "rows of two classes are expected",
        column.Missing == 0 ? "Name another column with --target, or give rows of the other class too." : "Name another column with --target, or give rows of the other class too; rename a class that has such a name.");

    private DataException NoPositive(TableColumn column, PredictionTask task, int classes) => DataException.Create(
        $"--positive {DataException.Quote(_positive!)}",
        task is PredictionTask.MultiClass or PredictionTask.Ordinal ? $"{Who(column)} has {classes} classes" : $"{Who(column)} is a number, not a class",
        "the option is expected only with two classes",
        task is PredictionTask.MultiClass ? "Leave it out, or make the target one class against the rest." : "Leave it out, or name another target.");
}
