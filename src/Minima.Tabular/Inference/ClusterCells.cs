namespace Minima.Tabular;

/// <summary>The values of one column as texts, numbered in order of appearance.</summary>
internal sealed class ClusterCells : ICellReader
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<int> _cells = [];
    private readonly Dictionary<int, (string File, int Line)> _missing = [];
    private string _file = "";

    /// <summary>The number of the cluster of some rows of a table, from 0 without gaps.</summary>
    /// <exception cref="DataException">There is no such column, one of the rows has no cluster, or there is one cluster only.</exception>
    public static (int[] Numbers, int Count) Read(Table table, string column, int[] rows, CancellationToken cancellation)
    {
        var cells = new ClusterCells { _file = table.Name };
        CsvFile.Read(table.Open(), Choose, _ => { }, CsvReader.Limit, cancellation);
        foreach (var row in rows)
        {
            if (!cells._missing.TryGetValue(row, out var at)) continue;
            throw DataException.Create(
                $"{at.File}, line {at.Line}, column {DataException.Quote(column)}",
                "the cluster is missing",
                "a cluster is expected in every row that is fitted",
                "Fill in the cell, or remove the row.");
        }

        var used = new Dictionary<int, int>();
        var numbers = Array.ConvertAll(rows, row =>
        {
            if (!used.TryGetValue(cells._cells[row], out var number)) used[cells._cells[row]] = number = used.Count;
            return number;
        });
        if (used.Count > 1) return (numbers, used.Count);
        throw DataException.Create(
            $"{table.Name}, column {DataException.Quote(column)}",
            "it has one value in all rows, and so one cluster",
            "at least two clusters are expected, better fifty",
            "Name another column, or take --errors hc3.");

        ICellReader?[] Choose(string[] header, IReadOnlyList<string> notes)
        {
            var at = CsvFile.Find(header, column, table.Name, "--errors");
            return [.. header.Select((_, j) => j == at ? cells : null)];
        }
    }

    public void Begin(string file) => _file = file;

    public void Add(ReadOnlySpan<char> cell, int line)
    {
        if (CellParser.IsMissing(cell.Trim())) _missing[_cells.Count] = (_file, line);
        var text = cell.Trim().ToString();
        if (!_numbers.TryGetValue(text, out var number)) _numbers[text] = number = _numbers.Count;
        _cells.Add(number);
    }
}
