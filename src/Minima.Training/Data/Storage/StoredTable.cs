namespace Minima.Training.Data;

/// <summary>A CSV file in stored form: columns in blocks of numbers, and the line of each row.</summary>
internal sealed class StoredTable : IDisposable
{
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
            else table.Add(column);
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

    private void Add(StoredColumn column)
    {
        Features.Add(column);
        Notes.AddRange(ColumnNotes.Of(column.Name, column.Kind, column.Levels, column.Missing, column.Note, Lines.Count));
    }
}
