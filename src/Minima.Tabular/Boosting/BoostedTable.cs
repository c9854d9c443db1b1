using Minima.Trees;

namespace Minima.Tabular;

/// <summary>The rows of a table as trees take them: those with a target, numbers as they are, texts as codes, gaps as gaps.</summary>
internal sealed record BoostedTable
{
    public required string Name { get; init; }

    public required PredictionTask Task { get; init; }

    /// <summary>The target in the rows that are used.</summary>
    public required TargetColumn Target { get; init; }

    /// <summary>The columns that are read, and their values in the rows that are used.</summary>
    public required IReadOnlyList<(BoostedColumn Column, TreeColumn Values)> Columns { get; init; }

    public double[]? Weight { get; init; }

    public int[]? Group { get; init; }

    /// <summary>Inputs of the loss: by name the column, and its values.</summary>
    public required IReadOnlyList<(string Name, string Column, double[] Values)> Inputs { get; init; }

    /// <summary>For every row that is used the line of the file on which it starts.</summary>
    public required int[] Lines { get; init; }

    public required IReadOnlyList<Localized> Notes { get; init; }

    /// <summary>A column of a table as trees take it.</summary>
    /// <param name="column">The column as it was read.</param>
    /// <param name="rows">Some of its rows.</param>
    public static (BoostedColumn Column, TreeColumn Values) Of(TableColumn column, int[] rows) => column.Kind == TableColumnKind.Category
        ? (new(column.Name, BoostedColumnKind.Category, column.Levels), new(column.Name, Array.ConvertAll(rows, row => column.Codes[row] < 0 ? double.NaN : column.Codes[row])) { IsCategory = true })
        : (new(column.Name, column.Kind == TableColumnKind.Date ? BoostedColumnKind.Date : BoostedColumnKind.Number, []), new(column.Name, Array.ConvertAll(rows, row => column.Values[row])));
}
