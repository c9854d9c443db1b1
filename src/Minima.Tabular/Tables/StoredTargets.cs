namespace Minima.Tabular;

/// <summary>
/// Columns with a role (targets, a time) of a table in a temporary file. Gives the rows that have all of them, a sample that represents all rows for decisions about
/// their values, and the values.
/// </summary>
internal sealed class StoredTargets
{
    /// <summary>The largest number of rows for decisions; more rows are sampled.</summary>
    public const int MostDecided = 1 << 20;

    /// <summary>The largest number of distinct values that are all represented in the sample.</summary>
    private const int MostValues = 10_000;

    private readonly IReadOnlyList<StoredColumn> _columns;
    private readonly int _blockLength;
    private readonly int _rows;

    /// <param name="columns">The columns.</param>
    /// <param name="rows">The number of rows of the table.</param>
    /// <param name="blockLength">The number of rows in a block of the columns.</param>
    public StoredTargets(IReadOnlyList<StoredColumn> columns, int rows, int blockLength)
    {
        (_columns, _rows, _blockLength) = (columns, rows, blockLength);
        if (columns.All(column => column.Missing == 0)) return;
        var bits = new RowBits(rows);
        ColumnCursor[] cells = [.. columns.Select(column => new ColumnCursor(column, blockLength))];
        for (var row = 0; row < rows; row++)
        {
            if (!Array.Exists(cells, cell => cell.IsMissing(row))) bits.Set(row);
        }

        Used = bits.ToSet();
    }

    /// <summary>The rows that have all columns; null if all have.</summary>
    public RowSet? Used { get; }

    /// <summary>The number of rows that have all columns.</summary>
    public int Count => Used?.Count ?? _rows;

    /// <summary>The row at an index among those that have all columns.</summary>
    public int RowAt(int place) => Used?[place] ?? place;

    /// <summary>
    /// The rows for decisions, ascending: all rows with all columns if they are few. Otherwise an even sample by the seed, with a row of the lowest and of the highest value of each
    /// column, and of every value if a column has few.
    /// </summary>
    public int[] Deciding(ulong seed)
    {
        if (Count <= MostDecided) return [.. Enumerable.Range(0, Count).Select(RowAt)];
        int[] drawn = Array.ConvertAll(RowSampling.Of(Count, MostDecided, seed), RowAt);
        return [.. drawn.Concat(_columns.SelectMany(column => Beside(column, drawn))).Distinct().Order()];
    }

    /// <summary>A column in memory.</summary>
    /// <param name="index">The index of the column.</param>
    /// <param name="rows">The rows, ascending.</param>
    public TableColumn Of(int index, int[] rows) => _columns[index].ToTable(rows);

    /// <summary>The values of all rows, encoded as decided on the sample.</summary>
    /// <param name="index">The index of the column.</param>
    /// <param name="sample">The column in the sample.</param>
    /// <param name="decided">The target made from the sample.</param>
    public TargetColumn Decided(int index, TableColumn sample, TargetColumn decided)
    {
        var (values, cells) = (new double[Count], new ColumnCursor(_columns[index], _blockLength));
        for (var i = 0; i < values.Length; i++) values[i] = cells.Cell(RowAt(i));
        var given = sample.Kind == TableColumnKind.Category ? Array.ConvertAll(sample.Codes, code => (double)code) : sample.Values;
        if (ReferenceEquals(given, decided.Values)) return decided with { Values = values };
        var known = new Dictionary<double, double>();
        for (var i = 0; i < given.Length; i++) known[given[i]] = decided.Values[i];
        foreach (ref var value in values.AsSpan()) value = known[value];
        return decided with { Values = values };
    }

    /// <summary>A row of the lowest value, one of the highest, and one of every value that the sample lacks if the column has few.</summary>
    private List<int> Beside(StoredColumn column, int[] drawn)
    {
        var cells = new ColumnCursor(column, _blockLength);
        var seen = drawn.Select(cells.Cell).ToHashSet();
        var more = seen.Count <= MostValues ? new List<int>() : null;
        var (low, high, lowest, highest) = (double.PositiveInfinity, double.NegativeInfinity, drawn[0], drawn[0]);
        for (var place = 0; place < Count; place++)
        {
            var row = RowAt(place);
            var value = cells.Cell(row);
            if (value < low) (low, lowest) = (value, row);
            if (value > high) (high, highest) = (value, row);
            if (more is null || !seen.Add(value)) continue;
            more.Add(row);
            if (seen.Count > MostValues) more = null;
        }

        return [lowest, highest, .. more ?? []];
    }
}
