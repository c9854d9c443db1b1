namespace Minima.Training.Data;

/// <summary>Reads the columns of one or more CSV files, one after the other, into typed columns: missing cells, dates and texts are welcome.</summary>
internal sealed class TableReader
{
    private readonly HashSet<string> _ignored;
    private readonly List<CellColumn> _columns = [];
    private readonly string? _group;
    private string[] _header = [];

    /// <param name="ignored">Columns whose cells are not looked at.</param>
    /// <param name="group">A column of which every text keeps its own number, or null.</param>
    public TableReader(IEnumerable<string> ignored, string? group = null)
    {
        _ignored = new HashSet<string>(ignored, StringComparer.Ordinal);
        _group = group;
    }

    /// <summary>What messages call the choices of who reads the table.</summary>
    public TableWords Words { get; init; } = TableWords.Library;

    /// <summary>True for a column with a role: no message advises to leave it out. Asked behind the check of the header.</summary>
    public Func<string, bool> IsNeeded { get; init; } = _ => false;

    /// <summary>The rows are a part of a table, of which other processes have the others.</summary>
    public bool IsPart { get; init; }

    /// <summary>Texts among numbers are mistakes where there are fewer of them, however few rows there are.</summary>
    public bool RefusesTextsAmongNumbers { get; init; }

    /// <summary>How large the table may be, or null.</summary>
    public TableLimit? Limit { get; init; }

    /// <summary>The names of the columns of the first file.</summary>
    public IReadOnlyList<string> Header => _header;

    /// <summary>Where the numbers of columns go, or null for memory.</summary>
    public SpillStore? Store { get; init; }

    /// <summary>How many numbers of a column are written and read at a time.</summary>
    public int BlockLength { get; private set; } = BlockList<int>.UsualLength;

    /// <summary>For every row the line of its file on which it starts.</summary>
    public BlockList<int> Lines => field ??= new BlockList<int>(Store, BlockLength);

    /// <summary>Columns that were read have decimal commas, and none has decimal points.</summary>
    public bool HasDecimalCommas => NumberForm.HasDecimalCommas(_columns.Select(column => column.Form));

    /// <summary>Reads a file; the columns of a later one are found by name.</summary>
    /// <param name="source">Where it is.</param>
    /// <param name="header">Is asked, with the names of the first file's columns, whether all are there that are needed.</param>
    /// <param name="cancellation">Asked between rows.</param>
    public void Read(TableSource source, Action<string[]> header, CancellationToken cancellation) =>
        CsvFile.Read(source, (names, _) => Choose(names, source.FirstName, header), line => Lines.Add(line), Limit, cancellation);

    /// <summary>Every column that was read, in the order of the file; its cells are given up, and its numbers stay where they are.</summary>
    /// <param name="isTarget">Whether a column of this name is to be predicted, so that it is never dropped.</param>
    public IEnumerable<StoredColumn> Decide(Func<string, bool> isTarget)
    {
        var decimalCommas = HasDecimalCommas;
        for (var j = 0; j < _columns.Count; j++)
        {
            var column = _columns[j];
            yield return column.Decide(isTarget(column.Name), decimalCommas);

            // The cells are copied now; on big tables that is half of the memory.
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
                "Add what is missing; the order does not matter.");
        }

        var byName = _columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
        foreach (var column in _columns) column.File = file;
        return [.. names.Select(name => byName.GetValueOrDefault(name))];
    }
}
