using Minima.Trees;

namespace Minima.Tabular;

/// <summary>The rows of a table as trees take them: those with a target, numbers as they are, texts as codes, gaps as gaps.</summary>
internal sealed record BoostedTable : IDisposable
{
    public required string Name { get; init; }

    /// <summary>The marks of missing values that it was read with.</summary>
    public required IReadOnlyList<MissingMark> MissingMarks { get; init; }

    public required PredictionTask Task { get; init; }

    /// <summary>The target in the rows that are used.</summary>
    public required TargetColumn Target { get; init; }

    /// <summary>The targets of the rows of all parts, of which these are some.</summary>
    public required double[] AllTargets { get; init; }

    /// <summary>Where these rows begin among those of all parts.</summary>
    public required int First { get; init; }

    /// <summary>The columns that are read, and their values in the rows that are used.</summary>
    public required IReadOnlyList<(BoostedColumn Column, TreeColumn Values)> Columns { get; init; }

    public double[]? Weight { get; init; }

    public int[]? Group { get; init; }

    /// <summary>Events or queries of the rows; null where the target says all.</summary>
    public RowFacts? Facts { get; init; }

    /// <summary>The column that gave them.</summary>
    public string? FactsName { get; init; }

    /// <summary>The grades in their order where the target is the place of one, from 1; else empty.</summary>
    public IReadOnlyList<string> Grades { get; init; } = [];

    /// <summary>Inputs of the loss: by name the column, and its values.</summary>
    public required IReadOnlyList<(string Name, string Column, double[] Values)> Inputs { get; init; }

    /// <summary>For every row that is used the line of the file on which it starts.</summary>
    public required Func<int, int> LineOf { get; init; }

    /// <summary>The cells of the columns where memory does not hold them; null where it does.</summary>
    public StoredTreeCells? Stored { get; init; }

    /// <summary>The file and the memory that hold these cells.</summary>
    public IDisposable? Store { get; init; }

    /// <summary>The bytes that the rounds may take beside the table; null for no limit.</summary>
    public long? Memory { get; init; }

    public required IReadOnlyList<Localized> Notes { get; init; }

    public void Dispose() => Store?.Dispose();

    /// <summary>The task of trees: what is in order is a number to a loss of one number.</summary>
    public static PredictionTask TaskOf(LossEntry loss, PredictionTask task) => loss.Row is not null ? PredictionTask.MultiClass : task == PredictionTask.Ordinal ? PredictionTask.Regression : task;

    /// <summary>The kind of a column to trees.</summary>
    public static BoostedColumn ColumnOf(string name, TableColumnKind kind, IReadOnlyList<string> levels, string? mark) => kind switch
    {
        TableColumnKind.Category => new(name, BoostedColumnKind.Category, levels),
        TableColumnKind.Date => new(name, BoostedColumnKind.Date, []),
        _ => new(name, BoostedColumnKind.Number, []) { Mark = mark },
    };

    /// <summary>The values of a column to trees.</summary>
    /// <param name="column">The column as it was read.</param>
    /// <param name="rows">Some of its rows.</param>
    public static TreeColumn ValuesOf(TableColumn column, int[] rows) => column.Kind == TableColumnKind.Category
        ? new(column.Name, Array.ConvertAll(rows, row => column.Codes[row] < 0 ? double.NaN : column.Codes[row])) { IsCategory = true }
        : new(column.Name, Array.ConvertAll(rows, row => column.Values[row]));
}
