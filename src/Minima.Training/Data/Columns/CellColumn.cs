using System.Globalization;

namespace Minima.Training.Data;

/// <summary>
/// Collects the cells of one column and decides at the end on its kind. It keeps 8 bytes for each number or date, 4 for each text, and a bounded number of
/// distinct texts, but never the cells themselves. If it has a store, data beyond the store's memory goes to a file.
/// </summary>
/// <param name="file">The name of the file in messages.</param>
/// <param name="name">The column's name.</param>
/// <param name="store">The store of the numbers, or null for memory.</param>
/// <param name="block">The number of elements written and read at a time.</param>
internal sealed partial class CellColumn(string file, string name, SpillStore? store = null, int block = BlockList<double>.UsualLength) : ICellReader
{
    /// <summary>True to keep a number for every distinct text, without limit, and to drop nothing: for groups.</summary>
    public bool KeepsAll { get; init; }

    /// <summary>True if the rows are a part of a table: all parts together decide on dropping, unless this part alone exceeds the limit of texts.</summary>
    public bool IsPart { get; init; }

    /// <summary>True to treat texts among numbers as mistakes if they are fewer, for any number of rows.</summary>
    public bool RefusesTextsAmongNumbers { get; init; }

    /// <summary>True if the column has a role or a model needs it: no message advises to leave it out.</summary>
    public bool IsNeeded { get; init; }

    /// <summary>The words of messages for the caller's options.</summary>
    public TableWords Words { get; init; } = TableWords.Library;

    /// <summary>The name of the file in messages.</summary>
    public string File { get; set; } = file;

    /// <summary>The maximum number of distinct texts of a category.</summary>
    public const int MostLevels = 1000;

    /// <summary>In bounded memory a column with this many distinct texts is free text, and the check for identifiers ends.</summary>
    private const int MostSeen = 1 << 20;

    private readonly Dictionary<string, int> _levels = new(StringComparer.Ordinal);
    private readonly NumberForm _form = new();
    private readonly BlockList<(int Row, double Value)> _commas = new(store, block);

    /// <summary>Cells such as 1.326, as whole numbers; discarded when a cell shows that the point is a decimal point.</summary>
    private BlockList<(int Row, double Value)>? _points = new(store, block);
    private BlockList<double>? _values = new(store, block);
    private BlockList<int>? _codes;
    private HashSet<ulong>? _seen = [];
    private int _rows;
    private int _missing;
    private int _numbers;
    private int _dates;
    private int _texts;
    private long _letters;
    private bool _manyLevels;
    private SeenCell? _firstText;
    private string _firstPoint = "";

    /// <summary>The first number with thousands separators or a decimal comma.</summary>
    private SeenCell? _comma;

    /// <summary>The number of texts that are numbers with a percent sign or a currency.</summary>
    private int _marked;
    private string _mark = "";

    /// <summary>The first of them, the first with another mark, and the first nonzero number without one.</summary>
    private SeenCell? _firstMarked;
    private SeenCell? _otherMarked;
    private SeenCell? _plain;
    private bool _isLeftOut;

    public string Name => name;

    /// <summary>The form of its numbers.</summary>
    public NumberForm Form => _form;

    public void Begin(string file) => File = file;

    public void LeaveOut(string file, string column) => _isLeftOut = true;

    public bool TakesNumbers => true;

    public void AddNumber(double value)
    {
        _form.See(value);
        KeepNumber(value, null);
        _rows++;
    }

    public void Add(ReadOnlySpan<char> cell, int line)
    {
        var text = cell.Trim();
        if (CellParser.Number(text, out var value) && double.IsFinite(value))
        {
            if (_plain is null && value != 0) _plain = new(File, line, text.ToString());
            _form.See(text, value);
            NotePoint(text);
            KeepNumber(value, null);
        }
        else if (CellParser.IsMissing(text))
        {
            _missing++;
            Keep(double.NaN, -1);
        }
        else if (IsInfinity(text, value))
        {
            throw DataException.Create(
                $"{File}, line {line}, column {DataException.Quote(name)}",
                $"{DataException.Quote(text.ToString())} is not a finite number",
                "a number between -1.8E308 and 1.8E308 is expected",
                IsNeeded ? "Correct the value, or remove the row." : $"Correct the value, remove the row, or leave the column out with {Words.Ignore(name)}.");
        }
        else
        {
            AddOther(text, line);
        }

        _rows++;
    }

    /// <summary>Records the value of a cell under the assumption that its points separate thousands.</summary>
    private void NotePoint(ReadOnlySpan<char> text)
    {
        if (_points is null || !text.Contains('.')) return;
        if (_form.HasDecimalPoint) _points = null;
        else if (CellParser.PointGroups(text, out var whole, out _))
        {
            if (_points.Count == 0) _firstPoint = text.ToString();
            _points.Add((_rows, whole));
        }
    }

    private static bool IsInfinity(ReadOnlySpan<char> text, double parsed) =>
        double.IsInfinity(parsed) || text.TrimStart("+-") is "inf" or "Inf" or "INF" or "∞";

    private void AddOther(ReadOnlySpan<char> text, int line)
    {
        if (KeepGrouped(text, line, null))
        {
            _form.See(text);
            return;
        }

        if (CellParser.Date(text, out var days) && _numbers == 0 && _texts == 0)
        {
            _dates++;
            Keep(days, -1);
            return;
        }

        var code = CodeOfText(text, line);
        if (_texts > _marked + 1 || !MarkedNumber.Split(text, out var number, out var mark))
        {
            Keep(double.NaN, code);
            return;
        }

        // It remains a text among other texts; only the end shows if there are others.
        if (_marked++ == 0) (_mark, _firstMarked) = (mark, new(File, line, text.ToString()));
        else if (_mark != mark) _otherMarked ??= new(File, line, text.ToString());
        _form.See(text);
        if (!CellParser.Number(number, out var plain))
        {
            KeepGrouped(number, line, code);
            return;
        }

        NotePoint(number);
        Keep(plain, code);
    }

    /// <summary>Keeps a number with thousands separators or a decimal comma; returns false for any other text.</summary>
    private bool KeepGrouped(ReadOnlySpan<char> text, int line, int? code)
    {
        var isThousands = CellParser.Thousands(text, out var thousands);
        var isDecimal = CellParser.DecimalComma(text, out var withComma);
        if (CellParser.PointGroups(text, out var whole, out _))
        {
            NotePoint(text);
            KeepNumber(whole, code);
            return true;
        }

        if (!isThousands && !isDecimal) return false;
        _comma ??= new(File, line, text.ToString());
        _commas.Add((_rows, isDecimal ? withComma : double.NaN));
        KeepNumber(isThousands ? thousands : withComma, code);
        return true;
    }

    private int CodeOfText(ReadOnlySpan<char> text, int line)
    {
        if (_texts++ == 0)
        {
            _firstText = new(File, line, text.ToString());
            StartCodes();
        }

        _letters += text.Length;
        return Code(text);
    }

    /// <summary>Starts a list of codes at the first text; earlier rows have none yet, and numbers get theirs at the end.</summary>
    private void StartCodes()
    {
        _codes = new BlockList<int>(store, block);
        for (var i = 0; i < _rows; i++) _codes.Add(-1);
        if (_dates == 0) return;

        // Cells that looked like dates are texts after all.
        for (var b = 0; b < _values!.Blocks; b++)
        {
            var values = _values.Change(b);
            var codes = _codes.Change(b);
            for (var i = 0; i < values.Length; i++)
            {
                if (double.IsNaN(values[i])) continue;
                var date = DateTime.UnixEpoch.AddDays(values[i]);
                codes[i] = Code(date.ToString(date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
                values[i] = double.NaN;
                _texts++;
            }
        }

        _dates = 0;
    }

    /// <summary>Keeps a number, with a code only if it is also a text.</summary>
    private void KeepNumber(double value, int? code)
    {
        if (_dates > 0) StartCodes();
        if (code is null) _numbers++;
        Keep(value, code ?? -1);
    }

    private void Keep(double value, int code)
    {
        _codes?.Add(code);
        if (_values is null) return;
        _values.Add(value);
    }

    private int Code(ReadOnlySpan<char> text)
    {
        if (_seen is not null && (!_seen.Add(Hash(text)) || (_seen.Count >= MostSeen && store is { } bounded && !(bounded.CountsTextsInMemory && bounded.IsInMemory)))) _seen = null;
        var lookup = _levels.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(text, out var code)) return code;
        if (_levels.Count == MostLevels && !KeepsAll)
        {
            _manyLevels = true;
            return -1;
        }

        code = _levels.Count;
        _levels.Add(text.ToString(), code);
        return code;
    }

    /// <summary>FNV-1a of 64 bits, which is the same in every run, unlike the hash codes of .NET.</summary>
    private static ulong Hash(ReadOnlySpan<char> text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text) hash = (hash ^ c) * 1099511628211UL;
        return hash;
    }

    /// <summary>A cell for messages.</summary>
    private sealed record SeenCell(string File, int Line, string Text);
}
