namespace Minima.Tabular;

/// <summary>Columns with a role (targets, a time) of a table that lies in a temporary file: which rows have all of them, rows that stand for all where something is decided of their values, and the values.</summary>
internal sealed class StoredTargets
{
    /// <summary>So many rows decide; beyond them rows are drawn.</summary>
    public const int MostDecided = 1 << 20;

    /// <summary>Where there are at most so many different values, each of them is among the rows that decide.</summary>
    private const int MostValues = 10_000;

    private readonly IReadOnlyList<StoredColumn> _columns;
    private readonly int _blockLength;
    private readonly int _rows;

    /// <param name="columns">The columns.</param>
    /// <param name="rows">How many rows the table has.</param>
    /// <param name="blockLength">Rows of a block of the columns.</param>
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

    /// <summary>The rows that have all columns; null where all have.</summary>
    public RowSet? Used { get; }

    /// <summary>The number of rows that have all columns.</summary>
    public int Count => Used?.Count ?? _rows;

    /// <summary>The row at a place among those that have all columns.</summary>
    public int RowAt(int place) => Used?[place] ?? place;

    /// <summary>Rows that have all columns, ascending: all where they are few; else some, drawn evenly by the seed, with one of the lowest and one of the highest value of each column, and one of every value where there are few.</summary>
    public int[] Deciding(ulong seed)
    {
        if (Count <= MostDecided) return [.. Enumerable.Range(0, Count).Select(RowAt)];
        int[] drawn = Array.ConvertAll(RowSampling.Of(Count, MostDecided, seed), RowAt);
        return [.. drawn.Concat(_columns.SelectMany(column => Beside(column, drawn))).Distinct().Order()];
    }

    /// <summary>A column in memory.</summary>
    /// <param name="index">Which of the columns.</param>
    /// <param name="rows">The rows, ascending.</param>
    public TableColumn Of(int index, int[] rows) => _columns[index].ToTable(rows);

    /// <summary>The values of every row that has one, as they were decided of some.</summary>
    /// <param name="index">Which of the columns.</param>
    /// <param name="sample">The column in the rows that decided.</param>
    /// <param name="decided">What it became there.</param>
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

    /// <summary>A row of the lowest value, one of the highest, and one of every value that the drawn rows lack where there are few.</summary>
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
