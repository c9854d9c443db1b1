namespace Minima.Lab;

/// <summary>A table of a report: the first column names, the others hold figures.</summary>
/// <param name="title">Above it.</param>
/// <param name="heads">Of the columns.</param>
internal sealed class LabTable(Words title, params Words[] heads)
{
    private readonly List<IReadOnlyList<Words>> _rows = [];

    public Words Title { get; } = title;

    public IReadOnlyList<Words> Heads { get; } = heads;

    public IReadOnlyList<IReadOnlyList<Words>> Rows => _rows;

    /// <summary>The settings that were tried, printed below the table.</summary>
    public Words? Note { get; init; }

    /// <summary>A row.</summary>
    /// <exception cref="ArgumentException">The row does not have a cell for each column.</exception>
    public LabTable Add(params Words[] cells)
    {
        if (cells.Length != Heads.Count) throw new ArgumentException($"The table '{Title.English}' has {Heads.Count} columns; a row of {cells.Length} cells was added.", nameof(cells));
        _rows.Add(cells);
        return this;
    }
}
