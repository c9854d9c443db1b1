using System.Globalization;

namespace Minima.Tabular;

/// <summary>
/// Collects the cells of one column in which none may be missing, and decides at the end whether they are numbers or a few texts.
/// It keeps numbers, and texts only as long as there are few.
/// </summary>
internal sealed class ColumnBuilder(string file, string name, bool isTarget, SpillStore? store = null) : ICellReader
{
    /// <summary>A text column with more different values than this is refused.</summary>
    public const int MostLevels = 20;

    /// <summary>A text target with more different values than this is refused.</summary>
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

    /// <summary>The first cell that is no number.</summary>
    public string FirstText => _firstText;

    /// <summary>How its numbers are written.</summary>
    public NumberForm Form => _numbers.Form;

    /// <summary>Columns of the file have decimal commas, and none has decimal points.</summary>
    public bool FileHasDecimalCommas { get; set; }

    /// <summary>What there is to say of how its numbers were read; empty where there is nothing, and for texts.</summary>
    public string Note => IsNumeric ? Read.Note.English : "";

    /// <summary>The percent sign or the currency that stands with its numbers; null where none does, and for texts.</summary>
    public string? Mark => IsNumeric ? Read.Form.Mark : null;

    private TableColumn Read => _read ??= _numbers.Finish(isTarget: true, FileHasDecimalCommas);

    /// <summary>A name as it has to be typed on a command line.</summary>
    public static string Argument(string name) => name.Contains(' ', StringComparison.Ordinal) ? $"\"{name}\"" : name;

    public void Begin(string file)
    {
        _file = file;
        _numbers.Begin(file);
    }

    /// <summary>Takes the next cell, which stands on the given line of the file.</summary>
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

    /// <summary>The same where the numbers were stored; asked once.</summary>
    public StoredColumn Stored()
    {
        if (_texts > 0) throw NotANumber(_firstText, _firstTextLine);
        return _numbers.Decide(isTarget: true, FileHasDecimalCommas);
    }

    /// <summary>The cells as they are: numbers, or texts, of which a long list is cut to its first.</summary>
    public TableColumn Cells() => IsNumeric ? TableColumn.OfNumbers(Name, Numbers())
        : Texts() is var (levels, codes) ? TableColumn.OfTexts(Name, codes, levels, 0)
        : TableColumn.OfTexts(Name, new int[_rows], [_firstText], 0);

    /// <summary>
    /// The column as texts: the different ones in alphabetical order and for each row the index of its own, or null when there
    /// are more than <see cref="MostLevels"/>, or <see cref="MostClasses"/> in the target. Throws when most cells are numbers, for then the others are mistakes.
    /// </summary>
    public (string[] Levels, int[] Codes)? Texts()
    {
        // With two different cells, "1" and "none" say, neither is the mistake.
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

    /// <summary>A cell of a column with a role is missing.</summary>
    /// <param name="where">File, line and column.</param>
    /// <param name="text">The cell as it stands there.</param>
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
