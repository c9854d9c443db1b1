using System.Globalization;
using System.Text.Json;

namespace Minima.Tabular;

/// <summary>Reads rows of numbers from lines as they come: CSV with a header, or one JSON object per line. The first line determines the format.</summary>
/// <remarks>
/// A stream that ends in the middle of a line gives the rows before it; <see cref="Torn"/> then reports the rest. Any other invalid line is a <see cref="DataException"/> with its number.
/// </remarks>
/// <param name="text">The lines.</param>
/// <param name="name">The name of the stream in messages.</param>
public sealed class StreamSource(TextReader text, string name = "the stream")
{
    /// <summary>The largest number of characters in a row, so that a stream without line ends does not fill the memory.</summary>
    internal const int MostLetters = 1 << 24;

    private const int MostShown = 40;
    private const string Separators = ",;\t|";
    private const char ByteOrderMark = '\uFEFF';

    private readonly System.Text.StringBuilder _letters = new();

    private string[] _columns = [];
    private char _separator = ',';
    private bool _isJson;
    private long _line;
    private bool _tooLong;

    /// <summary>The columns, available after the first line was read.</summary>
    public IReadOnlyList<string> Columns => _columns;

    /// <summary>The line at which the stream ended in the middle; 0 if it did not.</summary>
    public long Torn { get; private set; }

    /// <summary>The character between the cells of CSV; null lets the header decide between comma, semicolon, tab and bar.</summary>
    public char? Separator { get; init; }

    /// <summary>Receives the problem of an invalid line, which is then skipped; if it is null, the first such line ends the reading.</summary>
    public Action<DataException>? Skipped { get; set; }

    /// <summary>Reads the rows as they arrive, once. <see cref="Columns"/> are known with the first.</summary>
    /// <exception cref="DataException">The stream is empty or has no header, or a line is not a row of finite numbers and <see cref="Skipped"/> is null.</exception>
    public IEnumerable<StreamRow> Rows()
    {
        if (NextLine(out var first, out var isWhole) is false) throw new DataException($"{name} is empty: a line of column names and then rows are expected, or one JSON object a line.");
        if (_tooLong) throw new DataException($"{name}, line 1: more than {MostLetters} characters without an end of line ({Shown(first)}). A row on each line is expected.");
        _isJson = first.StartsWith('{');
        if (_isJson)
        {
            if (Row(first, isWhole) is { } row) yield return row;
            if (Torn > 0) yield break;
        }
        else
        {
            _separator = Separator ?? Separators.MaxBy(separator => first.Count(letter => letter == separator));
            _columns = [.. first.Split(_separator).Select(cell => cell.Trim().Trim('"'))];
            CheckNames(_columns);
            if (Array.TrueForAll(_columns, cell => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _))) throw new DataException($"{name}, line 1: the first line names the columns, and this one holds numbers ({Shown(first)}). Put a line such as x1,x2,y in front.");
        }

        while (NextLine(out var line, out isWhole))
        {
            if (line.Length == 0) continue;
            if (Row(line, isWhole) is { } row) yield return row;
            if (Torn > 0) yield break;
        }
    }

    /// <summary>Null if the line is skipped, or the stream ended in the middle of it.</summary>
    private StreamRow? Row(string line, bool isWhole)
    {
        try
        {
            if (_tooLong) throw new DataException($"{name}, line {_line}: more than {MostLetters} characters without an end of line ({Shown(line)}). A row on each line is expected.");
            return _isJson ? Object(line, isWhole) : Cells(line, isWhole);
        }
        catch (DataException problem) when (Skipped is not null)
        {
            Skipped(problem);
            return null;
        }
    }

    private bool NextLine(out string line, out bool isWhole)
    {
        _letters.Clear();
        (isWhole, _tooLong) = (false, false);
        int letter;
        while ((letter = text.Read()) >= 0)
        {
            if (letter == '\n')
            {
                isWhole = true;
                break;
            }

            if (_letters.Length == MostLetters)
            {
                _tooLong = true;
                if (Skipped is null || _line == 0) break;
                continue;
            }

            _letters.Append((char)letter);
        }

        line = (_tooLong ? _letters.ToString(0, MostShown + 1) : _letters.ToString()).TrimStart(ByteOrderMark).Trim();
        if (!isWhole && line.Length == 0) return false;
        _line++;
        return true;
    }

    /// <summary>Null if the stream ended in the middle of the line.</summary>
    private StreamRow? Cells(string line, bool isWhole)
    {
        var cells = line.Split(_separator);
        if (cells.Length != _columns.Length)
        {
            if (!isWhole && cells.Length < _columns.Length) return EndsTorn();
            throw new DataException(cells.Length == 1 ? $"{name}, line {_line}: 1 cell for {_columns.Length} columns ({Shown(line)})." : $"{name}, line {_line}: {cells.Length} cells for {_columns.Length} columns ({Shown(line)}).");
        }

        var values = new double[cells.Length];
        for (var i = 0; i < cells.Length; i++)
        {
            if (!double.TryParse(cells[i].AsSpan().Trim().Trim('"'), NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]) || !double.IsFinite(values[i]))
            {
                if (!isWhole && i == cells.Length - 1) return EndsTorn();
                if (string.IsNullOrWhiteSpace(cells[i])) throw new DataException($"{name}, line {_line}, column {_columns[i]}: the cell is empty, and a stream has no way to fill it; a number is expected.");
                throw new DataException($"{name}, line {_line}, column {_columns[i]}: '{Shown(cells[i])}' is not a finite number. A stream contains only numbers; encode words first.");
            }
        }

        return new(_line, values);
    }

    private StreamRow? Object(string line, bool isWhole)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new DataException($"{name}, line {_line}: a JSON object is expected, this is {document.RootElement.ValueKind} ({Shown(line)}).");
            var columns = _columns.Length > 0 ? _columns : [.. document.RootElement.EnumerateObject().Select(property => property.Name)];
            if (_columns.Length == 0) CheckNames(columns);
            var row = new StreamRow(_line, [.. columns.Select(column => Number(document.RootElement, column))]);

            // The first readable row names the columns.
            _columns = columns;
            return row;
        }
        catch (JsonException problem)
        {
            if (!isWhole) return EndsTorn();
            throw new DataException($"{name}, line {_line}: not JSON ({problem.Message.Split('.')[0]}): {Shown(line)}", problem);
        }
    }

    private double Number(JsonElement row, string column)
    {
        if (!row.TryGetProperty(column, out var cell)) throw new DataException($"{name}, line {_line}: there is no '{column}', which the first row has.");
        return cell.ValueKind == JsonValueKind.Number && cell.TryGetDouble(out var value) && double.IsFinite(value) ? value
            : cell.ValueKind is JsonValueKind.True or JsonValueKind.False ? cell.GetBoolean() ? 1 : 0
            : throw new DataException($"{name}, line {_line}: '{column}' is {Shown(cell.GetRawText())}, not a finite number. A stream contains only numbers; encode words first.");
    }

    private void CheckNames(string[] columns)
    {
        if (columns.GroupBy(column => column, StringComparer.Ordinal).FirstOrDefault(same => same.Skip(1).Any()) is { } twice)
            throw new DataException($"{name}, line {_line}: two columns are called '{Shown(twice.Key)}'; every column needs a name of its own.");
    }

    private StreamRow? EndsTorn()
    {
        Torn = _line;
        return null;
    }

    private static string Shown(string line) => line.Length <= MostShown ? line : line[..MostShown] + "...";
}
