namespace Minima.Tabular;

/// <summary>The columns of a table as they were read, of which memory holds some blocks and a temporary file the others. Threads read blocks beside each other.</summary>
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

    /// <summary>The names of all columns, those that are left out among them.</summary>
    public IReadOnlyList<string> Header { get; }

    public int Count => _lines.Count;

    public int Blocks => _lines.Blocks;

    public int BlockLength { get; }

    /// <summary>The number of features that the columns become, at most.</summary>
    public int MostFeatures => _columns.Values.Sum(column => column.Kind switch
    {
        TableColumnKind.Dropped => 0,
        TableColumnKind.Category => Math.Min(column.Levels.Length, ColumnTreatment.MostOwnLevels) + 2,
        TableColumnKind.Date => 5,
        _ => 2,
    });

    /// <summary>The number of numbers that are sorted in memory.</summary>
    public int MostSorted => _store.MostSorted;

    /// <summary>A column by its name.</summary>
    public StoredColumn this[string name] => _columns[name];

    /// <summary>Reads all rows.</summary>
    /// <param name="table">Where they are.</param>
    /// <param name="store">Where the columns go; it ends with the rows.</param>
    /// <param name="keeps">Columns that are never dropped: those with a role.</param>
    /// <param name="check">Is asked, with the names of the columns, whether all are there that are needed.</param>
    /// <param name="cancellation">Asked between rows.</param>
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
