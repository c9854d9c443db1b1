using System.Globalization;

namespace Minima.Tabular;

/// <summary>
/// Collects the cells of a column without missing values, and decides at the end if they are numbers or texts of a few levels.
/// It keeps numbers, and texts only as long as there are few.
/// </summary>
internal sealed class ColumnBuilder(string file, string name, bool isTarget, SpillStore? store = null) : ICellReader
{
    /// <summary>The largest number of distinct values of a text column.</summary>
    public const int MostLevels = 20;

    /// <summary>The largest number of distinct values of a text target.</summary>
    public const int MostClasses = CellColumn.MostClasses;

    private const string Remedy = "Correct the value, or remove the row.";

    private static readonly string[] InfinityWords =
        ["inf", "+inf", "-inf", "infinity", "+infinity", "-infinity", "∞", "+∞", "-∞"];

    private readonly CellColumn _numbers = new(file, name, store) { IsNeeded = true, Words = CsvReader.Words };
    private readonly Dictionary<string, int> _levels = new(StringComparer.Ordinal);
    private List<int>? _codes = [];
    private TableColumn? _read;
    private int _rows;
    private int _texts;
    private int _firstTextLine;
    private string _firstText = "";
    private string _firstTextFile = file;
    private string _file = file;

    public string Name => name;

    public bool IsNumeric => _texts == 0;

    /// <summary>No cell is a number.</summary>
    public bool AreTexts => _texts == _rows;

    /// <summary>The first cell that is not a number.</summary>
    public string FirstText => _firstText;

    /// <summary>The format of its numbers.</summary>
    public NumberForm Form => _numbers.Form;

    /// <summary>Columns of the file have decimal commas, and none has decimal points.</summary>
    public bool FileHasDecimalCommas { get; set; }

    /// <summary>A note on the parsing of its numbers; empty without one, and for texts.</summary>
    public string Note => IsNumeric ? Read.Note.English : "";

    /// <summary>The percent sign or the currency that is written with its numbers; null without one, and for texts.</summary>
    public string? Mark => IsNumeric ? Read.Form.Mark : null;

    private TableColumn Read => _read ??= _numbers.Finish(isTarget: true, FileHasDecimalCommas);

    /// <summary>A name as typed on a command line.</summary>
    public static string Argument(string name) => name.Contains(' ', StringComparison.Ordinal) ? $"\"{name}\"" : name;

    public void Begin(string file)
    {
        _file = file;
        _numbers.Begin(file);
    }

    /// <summary>Adds the next cell, from the given line of the file.</summary>
    public void Add(ReadOnlySpan<char> cell, int line)
    {
        var text = cell.Trim();
        RefuseMissing(text, line);
        _rows++;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            if (!double.IsFinite(value)) throw NotFinite(text, line);
            _numbers.Add(cell, line);
        }
        else if (CellParser.IsGrouped(text) || (_texts == 0 && MarkedNumber.Split(text, out _, out _)))
        {
            _numbers.Add(cell, line);
        }
        else
        {
            foreach (var word in InfinityWords)
            {
                if (text.Equals(word, StringComparison.OrdinalIgnoreCase)) throw NotFinite(text, line);
            }

            if (_texts++ == 0)
            {
                _firstTextLine = line;
                _firstText = text.ToString();
                _firstTextFile = _file;
            }
        }

        AddLevel(text);
    }

    /// <summary>The column as numbers; every cell must be one.</summary>
    public double[] Numbers()
    {
        if (_texts > 0) throw NotANumber(_firstText, _firstTextLine);
        return Read.Values;
    }

    /// <summary>The column as stored numbers; may be called once.</summary>
    public StoredColumn Stored()
    {
        if (_texts > 0) throw NotANumber(_firstText, _firstTextLine);
        return _numbers.Decide(isTarget: true, FileHasDecimalCommas);
    }

    /// <summary>The cells: numbers, or texts; too many texts are reduced to the first.</summary>
    public TableColumn Cells() => IsNumeric ? TableColumn.OfNumbers(Name, Numbers())
        : Texts() is var (levels, codes) ? TableColumn.OfTexts(Name, codes, levels, 0)
        : TableColumn.OfTexts(Name, new int[_rows], [_firstText], 0);

    /// <summary>
    /// The column as texts: the distinct ones in alphabetical order and for each row the index of its own, or null if there
    /// are more than <see cref="MostLevels"/>, or <see cref="MostClasses"/> in the target. Throws if most cells are numbers, because the others are then mistakes.
    /// </summary>
    public (string[] Levels, int[] Codes)? Texts()
    {
        // With two distinct cells, such as "1" and "none", neither is a mistake.
        if (_levels.Count > 2 && _texts * 2 < _rows) throw NotANumber(_firstText, _firstTextLine);
        if (_codes is null) return null;
        var sorted = _levels.Keys.Order(StringComparer.Ordinal).ToArray();
        var place = new int[sorted.Length];
        for (var i = 0; i < sorted.Length; i++) place[_levels[sorted[i]]] = i;
        return (sorted, [.. _codes.Select(code => place[code])]);
    }

    private void AddLevel(ReadOnlySpan<char> text)
    {
        if (_codes is null) return;
        var lookup = _levels.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(text, out var code))
        {
            if (_levels.Count == (isTarget ? MostClasses : MostLevels))
            {
                _codes = null;
                return;
            }

            code = _levels.Count;
            _levels.Add(text.ToString(), code);
        }

        _codes.Add(code);
    }

    /// <summary>The exception for a missing cell of a column with a role.</summary>
    /// <param name="where">File, line and column.</param>
    /// <param name="text">The text of the cell.</param>
    public static DataException Missing(string where, string text) => DataException.Create(
        where,
        text.Length == 0 ? "the cell is empty" : $"{DataException.Quote(text)} marks a missing value",
        "every row needs a value here",
        "Fill it in, or remove the row.");

    private void RefuseMissing(ReadOnlySpan<char> text, int line)
    {
        if (CellParser.IsMissing(text)) throw Missing(Where(line, _file), text.ToString());
    }

    private DataException NotFinite(ReadOnlySpan<char> text, int line) => DataException.Create(
        Where(line, _file),
        $"{DataException.Quote(text.ToString())} is not a finite number",
        "a number between -1.8E308 and 1.8E308 is expected",
        Remedy);

    private DataException NotANumber(string text, int line) => DataException.Create(
        Where(line, _firstTextFile),
        $"{DataException.Quote(text)} is not a number",
        "a number is expected",
        Remedy);

    private string Where(int line, string where) => $"{where}, line {line}, column {DataException.Quote(name)}";
}
