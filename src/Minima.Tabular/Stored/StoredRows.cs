namespace Minima.Tabular;

/// <summary>The columns of a table as read, with some blocks in memory and the others in a temporary file. Threads read blocks concurrently.</summary>
internal sealed class StoredRows : IDisposable
{
    private readonly SpillStore _store;
    private readonly Dictionary<string, StoredColumn> _columns;
    private readonly BlockList<int> _lines;

    private StoredRows(Table table, SpillStore store, TableReader reader, IReadOnlyList<StoredColumn> columns)
    {
        (Name, Header, _store, _lines, BlockLength) = (table.Name, reader.Header, store, reader.Lines, reader.BlockLength);
        _columns = columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
    }

    /// <summary>The name of the table.</summary>
    public string Name { get; }

    /// <summary>The names of all columns, including those that are left out.</summary>
    public IReadOnlyList<string> Header { get; }

    public int Count => _lines.Count;

    public int Blocks => _lines.Blocks;

    public int BlockLength { get; }

    /// <summary>The largest number of features of the columns.</summary>
    public int MostFeatures => _columns.Values.Sum(column => column.Kind switch
    {
        TableColumnKind.Dropped => 0,
        TableColumnKind.Category => Math.Min(column.Levels.Length, ColumnTreatment.MostOwnLevels) + 2,
        TableColumnKind.Date => 5,
        _ => 2,
    });

    /// <summary>The largest number of numbers that are sorted in memory.</summary>
    public int MostSorted => _store.MostSorted;

    public StoredColumn this[string name] => _columns[name];

    /// <summary>Reads all rows.</summary>
    /// <param name="table">The table.</param>
    /// <param name="store">The store of the columns; it is disposed with the rows.</param>
    /// <param name="keeps">Columns that are never dropped: those with a role.</param>
    /// <param name="check">Receives the names of the columns, and throws if a needed one is missing.</param>
    /// <param name="cancellation">Checked between rows.</param>
    /// <exception cref="DataException">The table cannot be read.</exception>
    public static StoredRows Read(Table table, SpillStore store, Func<string, bool> keeps, Action<string[]> check, CancellationToken cancellation)
    {
        try
        {
            var reader = new TableReader(table.Options.Ignore.Select(name => name.Trim())) { Words = CsvReader.Words, RefusesTextsAmongNumbers = true, Store = store, IsNeeded = keeps };
            reader.Read(table.Open(), check, cancellation);
            return new(table, store, reader, [.. reader.Decide(keeps)]);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    public bool Has(string name) => _columns.ContainsKey(name);

    public int RowsOf(int block) => Math.Min(BlockLength, Count - (block * BlockLength));

    /// <summary>The line of the file on which a row starts.</summary>
    public int LineOf(int row) => _lines[row];

    public void Dispose() => _store.Dispose();
}
