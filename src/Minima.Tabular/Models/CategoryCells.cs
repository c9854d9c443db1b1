namespace Minima.Tabular;

/// <summary>Cells of a column of few different texts in the fit: each cell must be one of them.</summary>
internal sealed class CategoryCells(string file, ColumnEncoding encoding) : ICellReader
{
    private readonly Dictionary<string, int> _codes = encoding.Levels.Select((level, code) => (level, code)).ToDictionary(pair => pair.level, pair => pair.code, StringComparer.Ordinal);

    private string _file = file;

    /// <summary>The index of the text of each row.</summary>
    public List<int> Codes { get; } = [];

    public void Begin(string file) => _file = file;

    public void Add(ReadOnlySpan<char> cell, int line)
    {
        var text = cell.Trim().ToString();
        if (_codes.TryGetValue(text, out var code))
        {
            Codes.Add(code);
            return;
        }

        var nearest = Suggestions.Nearest(text, encoding.Levels);
        throw DataException.Create(
            $"{_file}, line {line}, column {DataException.Quote(encoding.Column)}",
            text.Length == 0 ? "the cell is empty" : $"the model has not seen the category {DataException.Quote(text)}",
            $"one of those it was fitted on is expected: {DataException.List(encoding.Levels)}",
            nearest is null ? "Correct the value, remove the row, or fit a model on rows that have it." : $"Did you mean {DataException.Quote(nearest)}?");
    }
}
