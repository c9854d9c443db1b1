using Minima.Trees;

namespace Minima.Tabular;

/// <summary>Reads the columns that boosted trees need, by their names and in any order; other columns are ignored.</summary>
internal sealed class BoostedRows
{
    private readonly BoostedTrees _trees;
    private readonly string _name;
    private readonly SpillStore _store;
    private readonly Dictionary<string, ICellReader> _readers = new(StringComparer.Ordinal);

    private BoostedRows(BoostedTrees trees, string name, SpillStore store) => (_trees, _name, _store) = (trees, name, store);

    /// <summary>Computes results for the rows of a table: all at once, or block by block for a table with too many cells for memory.</summary>
    /// <param name="trees">The model.</param>
    /// <param name="table">A table with the columns of the model.</param>
    /// <param name="use">Computes a result from the columns of the model.</param>
    /// <param name="cancellation">Checked between rows.</param>
    /// <returns>The results, block after block, and remarks on the rows.</returns>
    public static (IReadOnlyList<T> Blocks, IReadOnlyList<Localized> Notes) Read<T>(BoostedTrees trees, Table table, Func<IReadOnlyList<TreeColumn>, T> use, CancellationToken cancellation)
    {
        using var store = LargeTable.Store();
        var reader = new BoostedRows(trees, table.Name, store);
        var rows = CsvFile.Read(table.Open(trees.MissingMarks), reader.Choose, _ => { }, null, cancellation);
        var columns = reader.Columns(rows);
        var block = Math.Max(1, LargeTable.MostCells / trees.Columns.Count);
        var blocks = new List<T>();
        for (var from = 0; from == 0 || from < rows; from += block)
        {
            cancellation.ThrowIfCancellationRequested();
            int[]? some = rows <= block ? null : [.. Enumerable.Range(from, Math.Min(block, rows - from))];
            blocks.Add(use([.. columns.Select(column => column(some))]));
        }

        return (blocks, [.. trees.Columns.Select(column => (reader._readers[column.Name] as TextCodes)?.Note(column.Name) ?? Localized.Nothing).Where(note => !note.IsEmpty)]);
    }

    private ICellReader?[] Choose(string[] header, IReadOnlyList<string> notes)
    {
        PredictTable.CheckColumns(_name, header, [.. _trees.Columns.Select(column => column.Name)]);
        foreach (var column in _trees.Columns)
            _readers[column.Name] = column.Kind == BoostedColumnKind.Category ? new TextCodes(column.Levels) : new CellColumn(_name, column.Name, _store) { IsNeeded = true, Words = CsvReader.Words };
        return [.. header.Select(column => _readers.GetValueOrDefault(column))];
    }

    /// <summary>For each column the function that computes its values for some rows, ascending, or for all.</summary>
    private IReadOnlyList<Func<int[]?, TreeColumn>> Columns(int rows)
    {
        var decimalCommas = NumberForm.HasDecimalCommas(_readers.Values.OfType<CellColumn>().Select(cells => cells.Form));
        return [.. _trees.Columns.Select(column => Values(column, rows, decimalCommas))];
    }

    private Func<int[]?, TreeColumn> Values(BoostedColumn column, int rows, bool decimalCommas)
    {
        if (_readers[column.Name] is TextCodes texts)
            return some => new(column.Name, Array.ConvertAll(some is null ? [.. texts.Codes] : texts.Codes[some[0]..(some[^1] + 1)].ToArray(), code => code < 0 ? double.NaN : (double)code)) { IsCategory = true };
        var stored = ((CellColumn)_readers[column.Name]).Decide(isTarget: true, decimalCommas);
        PredictTable.CheckKind(_name, column.Name, stored.Kind, column.Kind == BoostedColumnKind.Date, stored.Missing == rows);
        stored.CheckUnit(_name, column.Mark);
        return some => new(column.Name, stored.ToTable(some).Values) { IsCategory = column.IsCategory };
    }
}
