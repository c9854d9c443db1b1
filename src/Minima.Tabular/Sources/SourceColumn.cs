namespace Minima.Tabular;

/// <summary>Facts about a column of a data source.</summary>
/// <param name="Name">The name.</param>
/// <param name="Kind">The kind of its values, by its type in the source.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Missing">The number of rows with NULL, NaN or a text that marks a missing value.</param>
internal sealed record SourceColumn(string Name, TableColumnKind Kind, long Rows, long Missing)
{
    /// <summary>The number of infinite values.</summary>
    public long Infinite { get; init; }

    /// <summary>The lowest number, or the first day since 1970-01-01; NaN if there is none.</summary>
    public double Low { get; init; } = double.NaN;

    /// <summary>The highest number, or the last day; NaN if there is none.</summary>
    public double High { get; init; } = double.NaN;

    /// <summary>The texts in alphabetical order, with the number of rows of each, without those that mark a missing value.</summary>
    public IReadOnlyList<(string Text, long Rows)> Levels { get; init; } = [];

    /// <summary>A remark on the reading of its cells, or on why it is not a feature; empty if the source has types.</summary>
    public string Note { get; init; } = "";

    /// <summary>The form of its numbers if the source has texts.</summary>
    public CellForm Form { get; init; }

    /// <summary>There are more texts than a category may have; <see cref="Levels"/> is incomplete.</summary>
    public bool HasManyLevels { get; init; }
}
