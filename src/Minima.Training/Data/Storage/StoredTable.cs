namespace Minima.Training.Data;

/// <summary>A CSV file in stored form: columns in blocks of numbers, and the line of each row.</summary>
internal sealed class StoredTable : IDisposable
{
    /// <summary>Extreme numbers are searched among about this many rows.</summary>
    private const int MostExamined = 2_000;

    private readonly SpillStore _store;

    private StoredTable(string name, SpillStore store, BlockList<int> lines, int blockLength)
    {
        Name = name;
        _store = store;
        Lines = lines;
        BlockLength = blockLength;
    }

    /// <summary>The name of the file in messages.</summary>
    public string Name { get; }

    /// <summary>The first line of every row.</summary>
    public BlockList<int> Lines { get; }

    public int BlockLength { get; }

    /// <summary>The maximum count of numbers sorted in memory.</summary>
    public int MostSorted => _store.MostSorted;

    /// <summary>The columns used for features.</summary>
    public List<StoredColumn> Features { get; } = [];

    /// <summary>The columns to predict, in the order in which they were named.</summary>
    public StoredColumn?[] Targets { get; private init; } = [];

    public StoredColumn? Weight { get; private set; }

    public StoredColumn? Group { get; private set; }

    public StoredColumn? Time { get; private set; }

    public List<Localized> Notes { get; } = [];

    /// <summary>Reads a file with unknown columns.</summary>
    public static StoredTable Read(TableSource source, CsvDataOptions options, SpillStore store, CancellationToken cancellation)
    {
        string[] targets = [.. options.Targets.Select(target => target.Trim())];
        bool IsNeeded(string column) => targets.Contains(column, StringComparer.Ordinal) || column == options.Weight?.Trim() || column == options.Time?.Trim();
        var reader = new TableReader(options.Ignore.Select(column => column.Trim()), options.Group?.Trim()) { Words = options.Words, Store = store, IsNeeded = IsNeeded };
        reader.Read(source, header => ColumnRoles.Check(header, source.Name, options), cancellation);
        var table = new StoredTable(source.Name, store, reader.Lines, reader.BlockLength) { Targets = new StoredColumn?[targets.Length] };
        foreach (var column in reader.Decide(IsNeeded))
        {
            cancellation.ThrowIfCancellationRequested();
            if (Array.IndexOf(targets, column.Name) is >= 0 and var place) table.Targets[place] = column;
            else if (column.Name == options.Weight?.Trim()) table.Weight = column;
            else if (column.Name == options.Group?.Trim()) table.Group = column;
            else if (column.Name == options.Time?.Trim()) table.Time = column;
            else if (column.Kind == TableColumnKind.Dropped) table.Notes.Add(column.Note);
            else table.Add(column, options.Words);
        }

        table.Notes.AddRange(source.Notes);
        return table;
    }

    /// <summary>Reads a file with the columns of a treatment; its targets may be missing.</summary>
    public static StoredTable Read(TableSource source, TableTreatment treatment, CsvDataOptions options, SpillStore store, CancellationToken cancellation)
    {
        var reader = new TreatedReader(source.Name, treatment, options, store);
        var lines = new BlockList<int>(store, reader.BlockLength);
        CsvFile.Read(source, reader.Choose, lines.Add, null, cancellation);
        var table = new StoredTable(source.Name, store, lines, reader.BlockLength) { Targets = reader.Targets(lines), Weight = reader.Weight() };
        table.Features.AddRange(reader.Features(lines));
        table.Notes.AddRange(source.Notes);
        return table;
    }

    public void Dispose() => _store.Dispose();

    private void Add(StoredColumn column, TableWords words)
    {
        Features.Add(column);
        Notes.AddRange(ColumnNotes.Of(column.Name, column.Kind, column.Levels, column.Missing, column.Note, Lines.Count));
        if (column.Kind == TableColumnKind.Number && Lines.Count >= ExtremeCells.FewestRows) AddExtremes(column, words);
    }

    /// <summary>Adds a note on extreme numbers; of many rows it examines some, with the smallest and the largest number among them.</summary>
    private void AddExtremes(StoredColumn column, TableWords words)
    {
        var step = (Lines.Count / MostExamined) + 1;
        var (rows, numbers, row) = (new List<int>(), new List<double>(), 0);
        (double Value, int Row) least = (double.PositiveInfinity, 0), most = (double.NegativeInfinity, 0);
        for (var block = 0; row < Lines.Count; block++)
        {
            foreach (var value in column.Values(block))
            {
                if (value < least.Value) least = (value, row);
                if (value > most.Value) most = (value, row);
                if (row % step == 0) Take(value, row);
                row++;
            }
        }

        foreach (var (value, at) in new[] { least, most })
        {
            if (at % step != 0) Take(value, at);
        }

        var extremes = ExtremeCells.In([.. numbers], ExtremeCells.Threshold);
        if (extremes.Rows.Length == 0) return;
        var nearest = extremes.Rows.Min(index => Math.Abs(numbers[index] - extremes.Median));
        var count = 0;
        for (var (block, seen) = (0, 0); seen < Lines.Count; block++)
        {
            var values = column.Values(block);
            seen += values.Length;
            foreach (var value in values) count += Math.Abs(value - extremes.Median) >= nearest ? 1 : 0;
        }

        Notes.Add(ExtremeCells.Note(column.Name, count, Lines.Count, extremes.Ratio, numbers[extremes.Rows[0]], Lines[rows[extremes.Rows[0]]], words));

        void Take(double value, int at)
        {
            numbers.Add(value);
            rows.Add(at);
        }
    }
}
