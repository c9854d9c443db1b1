namespace Minima.Tabular;

/// <summary>The target of a table whose columns lie in a temporary file: which rows have one, a column that stands for it where the task is decided, and its values.</summary>
internal sealed class StoredTarget
{
    /// <summary>So many rows decide the task, with every value where there are few.</summary>
    public const int MostDecided = 1 << 20;

    /// <summary>So many different values are few.</summary>
    private const int MostValues = 10_000;

    private readonly StoredColumn _column;
    private readonly int _blockLength;
    private readonly int _rows;

    public StoredTarget(StoredColumn column, int rows, int blockLength)
    {
        (_column, _rows, _blockLength) = (column, rows, blockLength);
        if (column.Missing == 0) return;
        var bits = new RowBits(rows);
        var cells = new ColumnCursor(column, blockLength);
        for (var row = 0; row < rows; row++)
        {
            if (!double.IsNaN(cells.Cell(row))) bits.Set(row);
        }

        Used = bits.ToSet();
    }

    /// <summary>The rows that have a target; null where all have.</summary>
    public RowSet? Used { get; }

    public int Count => Used?.Count ?? _rows;

    /// <summary>The row at a place among those that have a target.</summary>
    public int RowAt(int place) => Used?[place] ?? place;

    /// <summary>The target itself where it has few rows; else some rows, drawn evenly by the seed, with the lowest and the highest value, and every value where there are few.</summary>
    public TableColumn Sample(ulong seed)
    {
        var places = Count <= MostDecided ? null : RowSampling.Of(Count, MostDecided, seed);
        var values = Values(places);
        if (places is not null) values = [.. values, .. Others(values)];
        return _column.Kind switch
        {
            TableColumnKind.Category => TableColumn.OfTexts(_column.Name, Array.ConvertAll(values, value => (int)value), _column.Levels, 0),
            TableColumnKind.Date => TableColumn.OfDates(_column.Name, values, 0, _column.Note),
            _ => TableColumn.OfNumbers(_column.Name, values, 0, _column.Note),
        };
    }

    /// <summary>The target of every row that has one, as it was decided of the sample.</summary>
    /// <param name="sample">What stood for it.</param>
    /// <param name="decided">What it became.</param>
    public TargetColumn Decided(TableColumn sample, TargetColumn decided)
    {
        var values = Values(null);
        var given = sample.Kind == TableColumnKind.Category ? Array.ConvertAll(sample.Codes, code => (double)code) : sample.Values;
        if (ReferenceEquals(given, decided.Values)) return new(decided.Name, values, decided.Kind, decided.Classes);
        var known = new Dictionary<double, double>();
        for (var i = 0; i < given.Length; i++) known[given[i]] = decided.Values[i];
        foreach (ref var value in values.AsSpan()) value = known[value];
        return new(decided.Name, values, decided.Kind, decided.Classes);
    }

    private double[] Values(int[]? places)
    {
        var values = new double[places?.Length ?? Count];
        var cells = new ColumnCursor(_column, _blockLength);
        for (var i = 0; i < values.Length; i++) values[i] = cells.Cell(RowAt(places?[i] ?? i));
        return values;
    }

    /// <summary>The lowest and the highest value, and every value that the sample lacks where there are few.</summary>
    private double[] Others(double[] sample)
    {
        var (low, high, seen) = (double.PositiveInfinity, double.NegativeInfinity, sample.ToHashSet());
        var known = seen.Count;
        var more = known <= MostValues ? new List<double>() : null;
        var cells = new ColumnCursor(_column, _blockLength);
        for (var place = 0; place < Count; place++)
        {
            var value = cells.Cell(RowAt(place));
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
            if (more is null || !seen.Add(value)) continue;
            more.Add(value);
            if (seen.Count > MostValues) more = null;
        }

        return [low, high, .. more ?? []];
    }
}
