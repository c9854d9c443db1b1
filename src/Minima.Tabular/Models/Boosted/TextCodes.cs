namespace Minima.Tabular;

/// <summary>Cells of a column of texts as the codes from training. A text that training has not seen is missing to the trees.</summary>
internal sealed class TextCodes(IReadOnlyList<string> levels) : ICellReader
{
    private const int MostShown = 5;

    private readonly Dictionary<string, int> _codes = levels.Select((level, code) => (level, code)).ToDictionary(pair => pair.level, pair => pair.code, StringComparer.Ordinal);
    private readonly List<string> _shown = [];
    private int _unseen;

    /// <summary>The code of the text of each row, or -1.</summary>
    public List<int> Codes { get; } = [];

    public void Add(ReadOnlySpan<char> cell, int line)
    {
        var text = cell.Trim();
        if (_codes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var code))
        {
            Codes.Add(code);
            return;
        }

        Codes.Add(-1);
        if (CellParser.IsMissing(text)) return;
        _unseen++;
        var word = text.ToString();
        if (_shown.Count < MostShown && !_shown.Contains(word, StringComparer.Ordinal)) _shown.Add(word);
    }

    /// <summary>The remark on texts that training has not seen; empty without any.</summary>
    public Localized Note(string column)
    {
        if (_unseen == 0) return Localized.Nothing;
        var quoted = Localized.Quote(column);
        return new(
            $"Column {quoted.English}: {_unseen} {(_unseen == 1 ? "row holds a text" : "rows hold texts")} that training has not seen, such as {DataException.List(_shown)}; they count as missing.",
            $"列{quoted.Chinese}：{_unseen} 行的文本在训练中未出现过，例如{Localized.List(_shown).Chinese}；按缺失值处理。");
    }
}
