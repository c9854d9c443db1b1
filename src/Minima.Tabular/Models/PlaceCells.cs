namespace Minima.Tabular;

/// <summary>Cells of a column of texts in which rare and missing texts have their own features, so that any text is accepted.</summary>
internal sealed class PlaceCells(ColumnEncoding encoding) : ICellReader
{
    private readonly Dictionary<string, int> _places = encoding.Levels.Select((level, place) => (level, place)).ToDictionary(pair => pair.level, pair => pair.place, StringComparer.Ordinal);

    /// <summary>For each row the index of its text: -1 for another one, -2 for a missing one.</summary>
    public List<int> Places { get; } = [];

    public void Add(ReadOnlySpan<char> cell, int line)
    {
        var text = cell.Trim();
        Places.Add(_places.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var place) ? place : CellParser.IsMissing(text) ? -2 : -1);
    }
}
