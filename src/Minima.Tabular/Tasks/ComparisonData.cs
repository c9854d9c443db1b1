namespace Minima.Tabular;

/// <summary>The table of a comparison: columns as read, targets, and the rows that take part.</summary>
internal sealed record ComparisonData
{
    /// <summary>The name in messages.</summary>
    public required string Name { get; init; }

    /// <summary>True if the table came with Minima.</summary>
    public bool IsBundled { get; init; }

    /// <summary>The marks of missing values used in reading.</summary>
    public IReadOnlyList<MissingMark> MissingMarks { get; init; } = [];

    /// <summary>The columns that the model reads.</summary>
    public required IReadOnlyList<TableColumn> Columns { get; init; }

    /// <summary>The task, and the reason for it.</summary>
    public required TaskChoice Task { get; init; }

    /// <summary>The target; for several labels, a target of two classes for each.</summary>
    public required IReadOnlyList<TargetColumn> Targets { get; init; }

    /// <summary>An ordinal target as classes, in addition to the same as numbers in <see cref="Targets"/>; null for other tasks.</summary>
    public TargetColumn? AsClasses { get; init; }

    /// <summary>The user gave the order of the grades, whose names need not be numbers.</summary>
    public bool HasOrder { get; init; }

    /// <summary>The rows that take part, ascending: those with a target.</summary>
    public required int[] Used { get; init; }

    /// <summary>The first row of the test file; the number of rows without one.</summary>
    public required int TestFrom { get; init; }

    /// <summary>For every row the line of its file on which it starts.</summary>
    public required int[] Lines { get; init; }

    /// <summary>The column of groups or of times, or the name of the table of test rows; null if there is none.</summary>
    public string? SplitBy { get; init; }

    /// <summary>Rows from <see cref="TestFrom"/> on are the test rows.</summary>
    public bool HasTestTable { get; init; }

    /// <summary>For every row its group, or null.</summary>
    public int[]? Groups { get; init; }

    /// <summary>For every row the first one that is equal to it, if equal rows stay together; else null.</summary>
    public int[]? Copies { get; init; }

    /// <summary>The names of the groups, in the order of their numbers; empty if there are none.</summary>
    public IReadOnlyList<string> GroupNames { get; init; } = [];

    /// <summary>For every row its time, or null.</summary>
    public double[]? Times { get; init; }

    /// <summary>For every row its event or its query; null if the target alone is enough.</summary>
    public RowFacts? Facts { get; init; }

    /// <summary>The column of <see cref="Facts"/>.</summary>
    public string? FactsName { get; init; }

    /// <summary>For every row the prediction in present use, as <see cref="BaselineColumn"/> reads it; null without one.</summary>
    public double[]? Baseline { get; init; }

    public string? BaselineName { get; init; }

    /// <summary>Columns of numbers that formulas name, by name.</summary>
    public IReadOnlyDictionary<string, double[]> Others { get; init; } = new Dictionary<string, double[]>(StringComparer.Ordinal);

    /// <summary>Columns that were dropped because they hold dates in an unsupported form.</summary>
    public IReadOnlyList<TableColumn> UnreadDates { get; init; } = [];

    public required IReadOnlyList<Localized> Notes { get; init; }

    /// <summary>The <see cref="Notes"/> on the treatment of a column by linear models and networks.</summary>
    public IReadOnlySet<Localized> Treatments { get; init; } = new HashSet<Localized>();

    /// <summary>The data without the notes on treatments that trees do not need, as they read cells unchanged.</summary>
    public ComparisonData ForTrees() => this with { Notes = [.. Notes.Where(note => !Treatments.Contains(note))] };

    /// <summary>All rows of the file, with a target or without, without those of a test file.</summary>
    public int Rows => RowsRead ?? TestFrom;

    /// <summary>The number of rows before some of them were drawn; null if all are here.</summary>
    public int? RowsRead { get; init; }

    /// <summary>The classes by which folds are stratified, or null if the target is a number.</summary>
    public TargetColumn? Strata => AsClasses ?? (Task.Task is PredictionTask.Binary or PredictionTask.MultiClass ? Targets[0] : null);
}
