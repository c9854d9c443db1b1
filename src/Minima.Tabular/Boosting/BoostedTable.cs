using Minima.Trees;

namespace Minima.Tabular;

/// <summary>The rows of a table as trees take them: those with a target, numbers unchanged, texts as codes, missing values kept.</summary>
internal sealed record BoostedTable : IDisposable
{
    public required string Name { get; init; }

    /// <summary>The marks of missing values with which the table was read.</summary>
    public required IReadOnlyList<MissingMark> MissingMarks { get; init; }

    public required PredictionTask Task { get; init; }

    /// <summary>The target in the rows in use.</summary>
    public required TargetColumn Target { get; init; }

    /// <summary>The targets of the rows of all parts, including these.</summary>
    public required double[] AllTargets { get; init; }

    /// <summary>The index of the first of these rows among those of all parts.</summary>
    public required int First { get; init; }

    /// <summary>The feature columns, and their values in the rows in use.</summary>
    public required IReadOnlyList<(BoostedColumn Column, TreeColumn Values)> Columns { get; init; }

    public double[]? Weight { get; init; }

    public int[]? Group { get; init; }

    /// <summary>Events or queries of the rows; null if the target needs neither.</summary>
    public RowFacts? Facts { get; init; }

    /// <summary>The name of the column of events or queries.</summary>
    public string? FactsName { get; init; }

    /// <summary>The grades in order if the target is the position of one, from 1; otherwise empty.</summary>
    public IReadOnlyList<string> Grades { get; init; } = [];

    /// <summary>Inputs of the loss: the name, the column, and its values.</summary>
    public required IReadOnlyList<(string Name, string Column, double[] Values)> Inputs { get; init; }

    /// <summary>The line of the file on which each row in use starts.</summary>
    public required Func<int, int> LineOf { get; init; }

    /// <summary>The cells of the columns if they are stored in a file; null if they are in memory.</summary>
    public StoredTreeCells? Stored { get; init; }

    /// <summary>The file and the memory that hold these cells.</summary>
    public IDisposable? Store { get; init; }

    /// <summary>The bytes that the rounds may take in addition to the table; null for no limit.</summary>
    public long? Memory { get; init; }

    public required IReadOnlyList<Localized> Notes { get; init; }

    public void Dispose() => Store?.Dispose();

    /// <summary>The task of trees: to a loss of one number, grades are numbers.</summary>
    public static PredictionTask TaskOf(LossEntry loss, PredictionTask task) => loss.Row is not null ? PredictionTask.MultiClass : task == PredictionTask.Ordinal ? PredictionTask.Regression : task;

    /// <summary>The kind that a column has for trees.</summary>
    public static BoostedColumn ColumnOf(string name, TableColumnKind kind, IReadOnlyList<string> levels, string? mark) => kind switch
    {
        TableColumnKind.Category => new(name, BoostedColumnKind.Category, levels),
        TableColumnKind.Date => new(name, BoostedColumnKind.Date, []),
        _ => new(name, BoostedColumnKind.Number, []) { Mark = mark },
    };

    /// <summary>The values that trees read from a column.</summary>
    /// <param name="column">The column as it was read.</param>
    /// <param name="rows">Some of its rows.</param>
    public static TreeColumn ValuesOf(TableColumn column, int[] rows) => column.Kind == TableColumnKind.Category
        ? new(column.Name, Array.ConvertAll(rows, row => column.Codes[row] < 0 ? double.NaN : column.Codes[row])) { IsCategory = true }
        : new(column.Name, Array.ConvertAll(rows, row => column.Values[row]));
}
