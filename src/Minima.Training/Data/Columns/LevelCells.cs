namespace Minima.Training.Data;

/// <summary>Reads the cells of a text column with levels known from a treatment.</summary>
internal sealed class LevelCells(string file, ColumnEncoding encoding, SpillStore store, int block) : ICellReader
{
    private readonly BlockList<int> _codes = new(store, block);
    private int _missing;
    private string _file = file;

    /// <summary>The resulting column.</summary>
    public StoredColumn Column => new(encoding.Column, TableColumnKind.Category, null, _codes, [.. Enumerable.Range(0, encoding.Levels.Count)], [.. encoding.Levels], _missing, Localized.Nothing);

    public void Begin(string file) => _file = file;

    public void Add(ReadOnlySpan<char> cell, int line)
    {
        var text = cell.Trim();
        var place = CellPlace.Of(encoding, text);
        if (place < 0) CellPlace.Check(encoding, place, text, $"{_file}, line {line}, column {DataException.Quote(encoding.Column)}");
        if (place == CellPlace.None) _missing++;
        _codes.Add(place switch { CellPlace.None => StoredColumn.MissingText, CellPlace.Other => StoredColumn.UnknownText, _ => place });
    }
}
