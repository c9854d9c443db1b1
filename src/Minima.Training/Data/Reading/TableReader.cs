namespace Minima.Training.Data;

/// <summary>Reads the columns of one or more CSV files, one after the other, into typed columns; missing cells, dates and texts are supported.</summary>
internal sealed class TableReader
{
    private readonly HashSet<string> _ignored;
    private readonly List<CellColumn> _columns = [];
    private readonly string? _group;
    private string[] _header = [];

    /// <param name="ignored">The columns to ignore.</param>
    /// <param name="group">A column that keeps a number for every distinct text, or null.</param>
    public TableReader(IEnumerable<string> ignored, string? group = null)
    {
        _ignored = new HashSet<string>(ignored, StringComparer.Ordinal);
        _group = group;
    }

    /// <summary>The words of messages for the caller's options.</summary>
    public TableWords Words { get; init; } = TableWords.Library;

    /// <summary>True for a column with a role: no message advises to leave it out. Called after the check of the header.</summary>
    public Func<string, bool> IsNeeded { get; init; } = _ => false;

    /// <summary>True if the rows are a part of a table; other processes have the other parts.</summary>
    public bool IsPart { get; init; }

    /// <summary>True to treat texts among numbers as mistakes if they are fewer, for any number of rows.</summary>
    public bool RefusesTextsAmongNumbers { get; init; }

    /// <summary>The size limit of the table, or null.</summary>
    public TableLimit? Limit { get; init; }

    /// <summary>The names of the columns of the first file.</summary>
    public IReadOnlyList<string> Header => _header;

    /// <summary>The store of the numbers of columns, or null for memory.</summary>
    public SpillStore? Store { get; init; }

    /// <summary>The number of elements of a column written and read at a time.</summary>
    public int BlockLength { get; private set; } = BlockList<int>.UsualLength;

    /// <summary>The first line of every row in its file.</summary>
    public BlockList<int> Lines => field ??= new BlockList<int>(Store, BlockLength);

    /// <summary>True if columns have decimal commas and none has decimal points.</summary>
    public bool HasDecimalCommas => NumberForm.HasDecimalCommas(_columns.Select(column => column.Form));

    /// <summary>Reads a file; the columns of a later one are matched by name.</summary>
    /// <param name="source">The source of the table.</param>
    /// <param name="header">Checks, with the names of the first file's columns, that all required ones are present.</param>
    /// <param name="cancellation">Checked between rows.</param>
    public void Read(TableSource source, Action<string[]> header, CancellationToken cancellation) =>
        CsvFile.Read(source, (names, _) => Choose(names, source.FirstName, header), line => Lines.Add(line), Limit, cancellation);

    /// <summary>Decides on every column, in the order of the file. The cells are released, and the numbers stay in their store.</summary>
    /// <param name="isTarget">True for the name of a column to predict, which is never dropped.</param>
    public IEnumerable<StoredColumn> Decide(Func<string, bool> isTarget)
    {
        var decimalCommas = HasDecimalCommas;
        for (var j = 0; j < _columns.Count; j++)
        {
            var column = _columns[j];
            yield return column.Decide(isTarget(column.Name), decimalCommas);

            // The cells are copied now; for big tables this releases half of the memory.
            _columns[j] = new CellColumn(column.File, column.Name);
        }
    }

    private ICellReader?[] Choose(string[] names, string file, Action<string[]> check)
    {
        if (_header.Length == 0)
        {
            _header = names;
            check(names);
            if (Store is not null) BlockLength = Store.BlockLength(names.Length);
            var readers = new ICellReader?[names.Length];
            for (var j = 0; j < names.Length; j++)
            {
                if (_ignored.Contains(names[j])) continue;
                _columns.Add(new CellColumn(file, names[j], Store, BlockLength) { KeepsAll = names[j] == _group, IsNeeded = names[j] == _group || IsNeeded(names[j]), IsPart = IsPart, RefusesTextsAmongNumbers = RefusesTextsAmongNumbers, Words = Words });
                readers[j] = _columns[^1];
            }

            return readers;
        }

        var missing = _columns.Select(column => column.Name).Except(names, StringComparer.Ordinal).ToArray();
        if (missing.Length > 0)
        {
            throw DataException.Create(
                file,
                $"it has no {(missing.Length == 1 ? "column" : "columns")} {DataException.List(missing)}",
                $"the columns of the first file are expected: {DataException.List([.. _columns.Select(column => column.Name)])}",
                "Add the missing columns; the order does not matter.");
        }

        var byName = _columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
        foreach (var column in _columns) column.File = file;
        return [.. names.Select(name => byName.GetValueOrDefault(name))];
    }
}
