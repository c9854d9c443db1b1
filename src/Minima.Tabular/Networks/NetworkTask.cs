namespace Minima.Tabular;

/// <summary>The values of the target columns, and the task.</summary>
internal sealed record NetworkTask
{
    /// <summary>Samples the rows that determine the task, if they are many and memory is limited: the task does not depend on the seed of the training.</summary>
    private const ulong Seed = 1;

    private static readonly string[] None = [];

    /// <summary>The task, and the reason for it.</summary>
    public required TaskChoice Choice { get; init; }

    /// <summary>The target, or several: each with the values of all rows, NaN (or -1 for a class) for a missing value.</summary>
    public required IReadOnlyList<TargetColumn> Targets { get; init; }

    /// <summary>An ordinal target as classes, in addition to the same target as numbers.</summary>
    public TargetColumn? AsClasses { get; init; }

    /// <summary>The rows with a target.</summary>
    public required int[] Used { get; init; }

    public IReadOnlyList<Localized> Notes { get; init; } = [];

    public PredictionTask Task => Choice.Task;

    /// <summary>Reads the target columns alone.</summary>
    /// <exception cref="DataException">The file or a target cannot be used.</exception>
    /// <exception cref="UsageException">The options do not fit the targets.</exception>
    public static NetworkTask Read(Table table, string? weight, CancellationToken cancellation)
    {
        var (name, options) = (table.Name, table.Options);
        string[] header = [.. table.Columns];
        var targets = table.TargetsIn(header);
        foreach (var ignored in options.Ignore) CsvFile.Find(header, ignored, name, "--ignore");
        foreach (var (option, column) in new[] { ("--weight", weight), ("--group", options.Group), ("--time", options.Time) })
        {
            if (column is not null) CsvFile.Find(header, column, name, option);
        }

        using var store = MemoryBudget.Of(options)?.Store();
        var cells = new TableReader(header.Except(targets, StringComparer.Ordinal)) { Words = CsvReader.Words, Store = store, IsNeeded = _ => true };
        cells.Read(table.Open(), _ => { }, cancellation);
        StoredColumn[] stored = [.. cells.Decide(_ => true)];
        stored = Array.ConvertAll(targets, target => Array.Find(stored, column => column.Name == target)!);

        // Within a memory budget a sample represents all rows.
        var kept = store is null ? null : new StoredTargets(stored, cells.Lines.Count, cells.BlockLength).Deciding(Seed);
        var rows = kept?.Length ?? cells.Lines.Count;
        var columns = Array.ConvertAll(stored, column => column.ToTable(kept));
        int[] used = [.. Enumerable.Range(0, rows).Where(row => !Array.Exists(columns, column => column.IsMissing(row)))];
        if (used.Length == 0)
            throw DataException.Create($"{name}, target {DataException.Quote(targets[0])}", "it is empty in every row", "a target is expected", "Name another column with --target.");
        var asked = options.Task;
        if (columns.Length > 1 && asked != PredictionTask.MultiLabel && !AreLabels(columns, used)) return Numbers(table, columns, used);
        var notes = new List<Localized>();
        var grades = asked is null && columns.Length == 1 && (kept is null || HasFewValues(columns[0], used))
            ? GradeOrder.Of(table, targets[0], [.. options.Ignore, .. new[] { weight, options.Group, options.Time }.OfType<string>()], cancellation)
            : null;
        if (options.Order.Count > 0) throw new UsageException("train: an order of grades is for compare; number the grades 1, 2, 3, ... in the table, and take --task ordinal.");
        var (choice, read, asClasses) = ComparisonTargets.Of(name, columns, used, grades?.Task ?? asked, options.PositiveClass, [], notes);
        choice = grades ?? choice;
        return new NetworkTask { Choice = choice, Targets = read, AsClasses = asClasses, Used = used, Notes = notes };
    }

    /// <summary>Grades are few whole numbers; only then are the other columns searched for an order.</summary>
    private static bool HasFewValues(TableColumn column, int[] used) =>
        column.Kind == TableColumnKind.Number && used.Select(row => column.Values[row]).Distinct().Take(AdviceTarget.MostGrades + 1).Count() <= AdviceTarget.MostGrades;

    private static bool AreLabels(TableColumn[] columns, int[] used) =>
        Array.TrueForAll(columns, column => column.Kind == TableColumnKind.Number && Array.TrueForAll(used, row => column.Values[row] is 0 or 1));

    /// <summary>Several columns of numbers.</summary>
    private static NetworkTask Numbers(Table table, TableColumn[] columns, int[] used)
    {
        var asked = table.Options.Task;
        if (asked is { } task && !PredictionTasks.IsNumeric(task))
            throw new UsageException($"train: --task {PredictionTasks.Word(task)} is for one target, and --target names {columns.Length}. Name one of them, or leave --task out.");
        if (table.Options.PositiveClass is not null) throw new UsageException("train: --positive is for one target of two classes; name one, or leave it out.");
        foreach (var column in columns)
        {
            if (column.Kind == TableColumnKind.Number && used.Any(row => !column.Values[row].Equals(column.Values[used[0]]))) continue;
            throw DataException.Create(
                $"{table.Name}, target {DataException.Quote(column.Name)}",
                column.Kind == TableColumnKind.Number ? "it is the same in every row" : "it does not hold numbers",
                "several targets are all numbers that vary, or all labels of 0 and 1",
                "Train a network for each kind of target.");
        }

        return new NetworkTask
        {
            Choice = new TaskChoice(asked ?? PredictionTask.Regression, asked is not null, new($"--target names {columns.Length} columns of numbers", $"--target 给出 {columns.Length} 列数值"), None),
            Targets = [.. columns.Select(TargetColumn.OfNumbers)],
            Used = used,
        };
    }
}
