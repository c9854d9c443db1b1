namespace Minima.Tabular;

/// <summary>Rows of a table as text cells, so that single columns can be replaced for any kind of model.</summary>
internal sealed class CellTable
{
    private readonly string _name;
    private readonly string[][] _cells;

    private CellTable(string name, string[] names, string[][] cells) => (_name, Names, _cells) = (name, names, cells);

    public string[] Names { get; }

    public int Rows => _cells[0].Length;

    /// <param name="table">The table.</param>
    /// <param name="most">The most rows; if the table has more, a uniform sample is drawn.</param>
    /// <param name="seed">The seed of the sample.</param>
    /// <param name="cancellation">Checked between rows.</param>
    public static CellTable Read(Table table, int most, ulong seed, CancellationToken cancellation)
    {
        string[] names = [];
        Texts[] columns = [];
        CsvFile.Read(
            table.Open(),
            (header, _) =>
            {
                names = header;
                return columns = [.. header.Select(_ => new Texts(most, new RandomState(seed)))];
            },
            _ => { },
            null,
            cancellation);

        // The line numbers of a sample are not those of the table.
        var isWhole = columns.Length == 0 || columns[0].Rows <= most;
        return new CellTable(isWhole ? table.Name : "the table", names, [.. columns.Select(column => column.Kept)]);
    }

    public Table Table() => With(0, _cells[0]);

    /// <summary>The table with other cells in one column.</summary>
    public Table With(int column, string[] cells) => Tabular.Table.FromCells(_name, [.. Names.Select((name, j) => new Column(name, j == column ? cells : _cells[j]))]);

    /// <summary>The rows repeated for each of several cells, with that cell in every row of a column.</summary>
    public Table Swept(int column, IReadOnlyList<string> cells) => Tabular.Table.FromCells(
        _name,
        [.. Names.Select((name, j) => new Column(name, [.. cells.SelectMany(cell => j == column ? Enumerable.Repeat(cell, Rows) : _cells[j])]))]);

    public string[] Shuffled(int column, RandomState random)
    {
        var cells = (string[])_cells[column].Clone();
        random.Shuffle(cells.AsSpan());
        return cells;
    }

    /// <summary>The cells of a column at which its dependence is evaluated: for numbers and dates quantiles, in ascending order; for texts the most frequent ones.</summary>
    public IReadOnlyList<(string Cell, double? At)> Grid(int column, int points)
    {
        string[] known = [.. _cells[column].Where(cell => !CellParser.IsMissing(cell))];
        foreach (var read in new Reader[] { NumberForm.Of(known).Cells(fileHasDecimalCommas: false).Read, CellParser.Date })
        {
            var ordered = known.Select(cell => (Cell: cell, At: read(cell, out var value) ? value : double.NaN)).OrderBy(pair => pair.At).ThenBy(pair => pair.Cell, StringComparer.Ordinal).ToArray();
            if (ordered.Length == 0 || double.IsNaN(ordered[0].At)) continue;
            return [.. Enumerable.Range(0, points).Select(i => ordered[(int)Math.Round((double)i * (ordered.Length - 1) / (points - 1))]).DistinctBy(pair => pair.At).Select(pair => (pair.Cell, (double?)pair.At))];
        }

        return [.. known.GroupBy(cell => cell, StringComparer.Ordinal).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Take(points).Select(group => (group.Key, (double?)null))];
    }

    private delegate bool Reader(ReadOnlySpan<char> text, out double value);

    /// <summary>The cells of the sampled rows: each column samples the same ones.</summary>
    private sealed class Texts(int most, RandomState random) : ICellReader
    {
        private readonly List<(int Row, string Cell)> _kept = [];

        public int Rows { get; private set; }

        /// <summary>The cells in the order of the table.</summary>
        public string[] Kept => [.. _kept.OrderBy(pair => pair.Row).Select(pair => pair.Cell)];

        public void Add(ReadOnlySpan<char> cell, int line)
        {
            var row = Rows++;
            if (_kept.Count < most)
            {
                _kept.Add((row, cell.Trim().ToString()));
                return;
            }

            if (random.NextInt(Rows) is var place && place < most) _kept[place] = (row, cell.Trim().ToString());
        }
    }
}
