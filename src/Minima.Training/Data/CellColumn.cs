using System.Globalization;

namespace Minima.Training.Data;

/// <summary>
/// Collects the cells of one column and decides at the end what they are. It keeps 8 bytes for each number or date, 4 for each text,
/// and a bounded number of different texts; never the cells themselves.
/// </summary>
internal sealed class CellColumn(string file, string name) : ICellReader
{
    /// <summary>However many different texts there are, each keeps its own number, and nothing is dropped: for groups.</summary>
    public bool KeepsAll { get; init; }

    /// <summary>Texts among numbers are mistakes where there are fewer of them, however few rows there are.</summary>
    public bool RefusesTextsAmongNumbers { get; init; }

    /// <summary>What messages call the choices of who reads the table.</summary>
    public TableWords Words { get; init; } = TableWords.Library;

    /// <summary>What messages call the file that is being read.</summary>
    public string File { get; set; } = file;

    /// <summary>A target of texts is no target where more of them are different than this.</summary>
    public const int MostClasses = 100;

    /// <summary>Texts of more different values than this are not categories.</summary>
    public const int MostLevels = 1000;

    /// <summary>Numbers with so many different texts among them are a category; with more, the texts are mistakes.</summary>
    private const int MostMixedLevels = 20;

    /// <summary>Texts of so many characters on average are sentences.</summary>
    private const int LongText = 40;

    private readonly Dictionary<string, int> _levels = new(StringComparer.Ordinal);
    private readonly NumberForm _form = new();
    private readonly List<(int Row, double Value)> _commas = [];

    /// <summary>Cells such as 1.326, as whole numbers; given up when a cell shows that the point is a decimal one.</summary>
    private List<(int Row, double Value)>? _points = [];
    private List<double>? _values = [];
    private List<int>? _codes;
    private HashSet<ulong>? _seen = [];
    private int _rows;
    private int _missing;
    private int _numbers;
    private int _dates;
    private int _texts;
    private long _letters;
    private bool _manyLevels;
    private int _firstTextLine;
    private string _firstText = "";
    private string _firstPoint = "";

    public string Name => name;

    /// <summary>How its numbers are written.</summary>
    public NumberForm Form => _form;

    /// <summary>How many cells there were.</summary>
    public int Rows => _rows;

    public void Add(ReadOnlySpan<char> cell, int line)
    {
        var text = cell.Trim();
        if (CellParser.Number(text, out var value) && double.IsFinite(value))
        {
            if (_dates > 0) StartCodes();
            _form.See(text, value);
            NotePoint(text);
            _numbers++;
            Keep(value, -1);
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
                $"Correct the value, remove the row, or leave the column out with {Words.Ignore(name)}.");
        }
        else
        {
            AddOther(text, line);
        }

        _rows++;
    }

    /// <summary>What the column is.</summary>
    /// <param name="isTarget">Nothing is dropped, for it is to be predicted.</param>
    /// <param name="fileHasDecimalCommas">Columns of the file have decimal commas, and none has decimal points.</param>
    /// <exception cref="DataException">Most cells are numbers, and some are not.</exception>
    public TableColumn Finish(bool isTarget, bool fileHasDecimalCommas)
    {
        var quoted = Both.Quote(name);
        var present = _rows - _missing;
        isTarget |= KeepsAll;
        if (present == 0 && !isTarget) return TableColumn.Drop(name, new($"Column {quoted.English} is empty in every row and was dropped.", $"列{quoted.Chinese}每行都为空，已去掉。"));
        if (_dates == present && present > 0) return Dates(quoted);
        if (_texts == 0 && _dates == 0) return Numbers(quoted, isTarget, fileHasDecimalCommas);
        if (RefusesTextsAmongNumbers && _texts + _dates < _numbers && _levels.Count + DistinctNumbers(2) > 2) throw NotANumber();
        if (_numbers > 0 && _levels.Count + _numbers > MostMixedLevels && _texts + _dates < _numbers && !(isTarget && _manyLevels))
        {
            var distinct = DistinctNumbers(MostMixedLevels);
            if (distinct + _levels.Count > MostMixedLevels) throw NotANumber();
        }

        if (!isTarget && _seen is { Count: > 1 } && _numbers == 0 && _missing == 0)
            return TableColumn.Drop(name, new($"Column {quoted.English} holds a different text in every row, as identifiers do, and was dropped.", $"列{quoted.Chinese}每行文本都不同，视为标识符，已去掉。"));
        if (!isTarget && (_manyLevels || (_letters > (long)LongText * _texts && _levels.Count > MostMixedLevels)))
            return TableColumn.Drop(name, new(
                $"Column {quoted.English} holds free text ({(_manyLevels ? $"more than {MostLevels}" : $"{_levels.Count}")} different texts) and was dropped.",
                $"列{quoted.Chinese}为自由文本（{(_manyLevels ? $"超过 {MostLevels}" : $"{_levels.Count}")} 种），已去掉。"));
        return Texts(quoted, isTarget);
    }

    /// <summary>Remembers what the cell is worth if its points stand between thousands.</summary>
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
        var isThousands = CellParser.Thousands(text, out var thousands);
        var isDecimal = CellParser.DecimalComma(text, out var withComma);
        if (CellParser.PointGroups(text, out var whole, out _))
        {
            if (_dates > 0) StartCodes();
            _form.See(text);
            NotePoint(text);
            _numbers++;
            Keep(whole, -1);
            return;
        }

        if (isThousands || isDecimal)
        {
            _form.See(text);
            _numbers++;
            if (_commas.Count == 0)
            {
                _firstTextLine = line;
                _firstText = text.ToString();
            }

            _commas.Add((_rows, isDecimal ? withComma : double.NaN));
            Keep(isThousands ? thousands : withComma, -1);
            return;
        }

        if (CellParser.Date(text, out var days) && _numbers == 0 && _texts == 0)
        {
            _dates++;
            Keep(days, -1);
            return;
        }

        if (_texts++ == 0)
        {
            _firstTextLine = line;
            _firstText = text.ToString();
            StartCodes();
        }

        _letters += text.Length;
        Keep(double.NaN, Code(text));
    }

    /// <summary>From the first text on each row has a code; rows before have none yet, and numbers get theirs at the end.</summary>
    private void StartCodes()
    {
        _codes = new List<int>(Math.Max(_rows, 16));
        for (var i = 0; i < _rows; i++) _codes.Add(-1);
        if (_dates == 0) return;

        // What looked like dates is text after all.
        for (var i = 0; i < _rows; i++)
        {
            if (double.IsNaN(_values![i])) continue;
            var date = DateTime.UnixEpoch.AddDays(_values[i]);
            _codes[i] = Code(date.ToString(date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
            _values[i] = double.NaN;
            _texts++;
        }

        _dates = 0;
    }

    private void Keep(double value, int code)
    {
        _codes?.Add(code);
        if (_values is null) return;
        _values.Add(value);
    }

    private int Code(ReadOnlySpan<char> text)
    {
        if (_seen is not null && !_seen.Add(Hash(text))) _seen = null;
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

    /// <summary>FNV-1a of 64 bits: the same in every run, which the hash codes of .NET are not.</summary>
    private static ulong Hash(ReadOnlySpan<char> text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text) hash = (hash ^ c) * 1099511628211UL;
        return hash;
    }

    private int DistinctNumbers(int most)
    {
        var distinct = new HashSet<double>();
        foreach (var value in _values!)
        {
            if (!double.IsNaN(value) && distinct.Add(value) && distinct.Count > most) break;
        }

        return distinct.Count;
    }

    private TableColumn Numbers(Both quoted, bool isTarget, bool fileHasDecimalCommas)
    {
        var values = _values!.ToArray();
        _values = null;
        var note = Both.Nothing;
        if (_commas.Count > 0)
        {
            // One cell like 1,5 says that the comma is the decimal point of the whole column.
            if (_form.CommasAreDecimal(fileHasDecimalCommas))
            {
                foreach (var (row, value) in _commas)
                {
                    if (double.IsNaN(value)) throw Ambiguous();
                    values[row] = value;
                }
            }

            note = _form.CommasAreDecimal(fileHasDecimalCommas)
                ? new($"Column {quoted.English}: the comma was read as the decimal point.", $"列{quoted.Chinese}：逗号读作小数点。")
                : Without("separators of thousands were left out", "已去掉千位分隔符", _firstText);
        }

        if (_points is { Count: > 0 } && _form.PointsSeparateThousands(fileHasDecimalCommas))
        {
            foreach (var (row, value) in _points) values[row] = value;
            note = (note.IsEmpty ? note : note + new Both(" ", "")) + Without("points between thousands were left out", "已去掉作千位分隔符的点", _firstPoint);
        }

        if (isTarget || _missing > 0) return TableColumn.OfNumbers(name, values, _missing, note);
        return Array.TrueForAll(values, value => value.Equals(values[0]))
            ? Constant(quoted, Both.Same(values[0].ToString(CultureInfo.InvariantCulture)))
            : TableColumn.OfNumbers(name, values, 0, note);

        Both Without(string english, string chinese, string example)
        {
            var cell = Both.Quote(example);
            return new($"Column {quoted.English}: {english}, as in {cell.English}.", $"列{quoted.Chinese}：{chinese}，如{cell.Chinese}。");
        }
    }

    private TableColumn Dates(Both quoted)
    {
        var days = _values!.ToArray();
        return _missing == 0 && Array.TrueForAll(days, day => day.Equals(days[0]))
            ? TableColumn.Drop(name, new($"Column {quoted.English} is the same date in every row and was dropped.", $"列{quoted.Chinese}每行日期都相同，已去掉。"))
            : TableColumn.OfDates(name, days, _missing, new(
                $"Column {quoted.English} holds dates; they became year, month, day of the week and days since the first.",
                $"列{quoted.Chinese}为日期，化为年、月、星期几和距首日的天数。"));
    }

    private TableColumn Texts(Both quoted, bool isTarget)
    {
        if (_numbers > 0)
        {
            for (var i = 0; i < _rows; i++)
            {
                if (!double.IsNaN(_values![i])) _codes![i] = Code(_values[i].ToString("R", CultureInfo.InvariantCulture));
            }
        }

        var sorted = _levels.Keys.Order(StringComparer.Ordinal).ToArray();
        if (isTarget && _manyLevels)
        {
            throw DataException.Create(
                $"{File}, target {quoted.English}",
                $"it holds more than {MostLevels} different texts",
                $"numbers, or at most {MostClasses} classes, are expected",
                $"Name another column with {Words.Target}, or group its values.");
        }

        if (!isTarget && sorted.Length == 1 && _missing == 0)
            return Constant(quoted, Both.Quote(sorted[0]));
        var place = new int[sorted.Length];
        for (var i = 0; i < sorted.Length; i++) place[_levels[sorted[i]]] = i;
        var codes = _codes!.ToArray();
        for (var i = 0; i < codes.Length; i++)
        {
            if (codes[i] >= 0) codes[i] = place[codes[i]];
        }

        return TableColumn.OfTexts(name, codes, sorted, _missing);
    }

    private TableColumn Constant(Both quoted, Both value) => TableColumn.Drop(
        name, new($"Column {quoted.English} is {value.English} in every row and was dropped.", $"列{quoted.Chinese}每行都是 {value.Chinese}，已去掉。"));

    private DataException NotANumber() => DataException.Create(
        $"{File}, line {_firstTextLine}, column {DataException.Quote(name)}",
        $"{DataException.Quote(_firstText)} is not a number",
        "a number is expected as in the other rows",
        $"Correct the value, make it empty if it is missing, or leave the column out with {Words.Ignore(name)}.");

    private DataException Ambiguous() => DataException.Create(
        $"{File}, column {DataException.Quote(name)}",
        $"commas stand for decimals in some rows and for thousands in others ({DataException.Quote(_firstText)} on line {_firstTextLine})",
        "one of the two is expected",
        $"Write numbers with a decimal point, or leave the column out with {Words.Ignore(name)}.");
}
