namespace Minima.Tabular;

/// <summary>The table of a comparison: columns as they were read, targets, and which rows take part.</summary>
internal sealed record ComparisonData
{
    /// <summary>What messages call it.</summary>
    public required string Name { get; init; }

    /// <summary>It came with Minima.</summary>
    public bool IsBundled { get; init; }

    /// <summary>The marks of missing values that it was read with.</summary>
    public IReadOnlyList<MissingMark> MissingMarks { get; init; } = [];

    /// <summary>The columns that the model reads.</summary>
    public required IReadOnlyList<TableColumn> Columns { get; init; }

    /// <summary>The task, and why.</summary>
    public required TaskChoice Task { get; init; }

    /// <summary>The target; one of two classes for each label where there are several.</summary>
    public required IReadOnlyList<TargetColumn> Targets { get; init; }

    /// <summary>An ordinal target as classes, beside the same as numbers in <see cref="Targets"/>; null for other tasks.</summary>
    public TargetColumn? AsClasses { get; init; }

    /// <summary>The user gave the order of the grades, whose names need not be numbers.</summary>
    public bool HasOrder { get; init; }

    /// <summary>The rows that take part, ascending: those with a target.</summary>
    public required int[] Used { get; init; }

    /// <summary>From this row on rows come from the test file; the number of rows where there is none.</summary>
    public required int TestFrom { get; init; }

    /// <summary>For every row the line of its file on which it starts.</summary>
    public required int[] Lines { get; init; }

    /// <summary>The column of groups or of times, or the name of the table of test rows; null where there is none.</summary>
    public string? SplitBy { get; init; }

    /// <summary>Rows from <see cref="TestFrom"/> on are the test rows.</summary>
    public bool HasTestTable { get; init; }

    /// <summary>For every row its group, or null.</summary>
    public int[]? Groups { get; init; }

    /// <summary>For every row the first one that is equal to it, where equal rows are dealt together; else null.</summary>
    public int[]? Copies { get; init; }

    /// <summary>The names of the groups, in the order of their numbers; empty where there are none.</summary>
    public IReadOnlyList<string> GroupNames { get; init; } = [];

    /// <summary>For every row its time, or null.</summary>
    public double[]? Times { get; init; }

    /// <summary>For every row whether the event happened, or its query; null where the target says all.</summary>
    public RowFacts? Facts { get; init; }

    /// <summary>The column that gave <see cref="Facts"/>.</summary>
    public string? FactsName { get; init; }

    /// <summary>For every row what is predicted now, as <see cref="BaselineColumn"/> reads it, and the name of its column; null where there is none.</summary>
    public double[]? Baseline { get; init; }

    public string? BaselineName { get; init; }

    /// <summary>Columns of numbers that formulas name, by name.</summary>
    public IReadOnlyDictionary<string, double[]> Others { get; init; } = new Dictionary<string, double[]>(StringComparer.Ordinal);

    /// <summary>Columns that were dropped because they hold dates that are not read.</summary>
    public IReadOnlyList<TableColumn> UnreadDates { get; init; } = [];

    public required IReadOnlyList<Localized> Notes { get; init; }

    /// <summary>Those of <see cref="Notes"/> on what linear models and networks make of a column.</summary>
    public IReadOnlySet<Localized> Treatments { get; init; } = new HashSet<Localized>();

    /// <summary>The data without notes on what trees do not do: they read cells as they are.</summary>
    public ComparisonData ForTrees() => this with { Notes = [.. Notes.Where(note => !Treatments.Contains(note))] };

    /// <summary>All rows of the file, with a target or without, without those of a test file.</summary>
    public int Rows => RowsRead ?? TestFrom;

    /// <summary>The number of rows before some of them were drawn; null where all are here.</summary>
    public int? RowsRead { get; init; }

    /// <summary>The classes that rows are dealt to folds by, or null where the target is a number.</summary>
    public TargetColumn? Strata => AsClasses ?? (Task.Task is PredictionTask.Binary or PredictionTask.MultiClass ? Targets[0] : null);
}
