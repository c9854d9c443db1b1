using System.Buffers;

namespace Minima.Training.Data;

/// <summary>
/// Splits a text into rows and fields by RFC 4180: a field that begins with a quotation mark ends with one, and contains others doubled. Lines end with \n, \r\n
/// or \r; empty ones are skipped. One row is in memory at a time, and no string is allocated.
/// </summary>
internal sealed class CsvRows(TextReader text, string name, char separator) : ITableRows
{
    /// <summary>The maximum number of characters of a field.</summary>
    public const int LongestField = 1_000_000;

    private readonly SearchValues<char> _special = SearchValues.Create(separator, '"', '\r', '\n');
    private char[] _buffer = new char[32_768];
    private Field[] _fields = new Field[16];
    private int _row;
    private int _position;
    private int _end;
    private bool _finished;

    /// <summary>The number of fields in the row.</summary>
    public int Count { get; private set; }

    /// <summary>The line on which the row begins, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>The number of lines that were read to their end.</summary>
    public int LinesRead { get; private set; }

    /// <summary>A field of the row, valid until the next row is read.</summary>
    public ReadOnlySpan<char> this[int index] => _buffer.AsSpan(_fields[index].Start, _fields[index].Length);

    /// <summary>Advances to the next row; returns false after the last.</summary>
    /// <exception cref="DataException">A quotation mark is misplaced, or a field is too long.</exception>
    public bool Read()
    {
        Count = 0;
        _row = _position;
        while (Peek() is '\r' or '\n')
        {
            EndLine();
            _row = _position;
        }

        if (_finished && _position == _end) return false;
        Line = LinesRead + 1;
        var lines = 0;
        while (true)
        {
            if (Peek() == '"') Quoted(ref lines);
            else Plain();
            var next = Peek();
            if (next == separator)
            {
                _position++;
                continue;
            }

            LinesRead += lines;
            if (next < 0) LinesRead++;
            else EndLine();
            return true;
        }
    }

    private void Plain()
    {
        var length = 0;
        while (true)
        {
            var found = _buffer.AsSpan(_position + length, _end - _position - length).IndexOfAny(_special);
            if (found >= 0)
            {
                length += found;
                break;
            }

            length = _end - _position;
            if (length > LongestField) throw TooLong();
            if (!Fill()) break;
        }

        if (length > LongestField) throw TooLong();
        Add(_position, length);
        _position += length;
        if (Peek() == '"') throw Misplaced();
    }

    private void Quoted(ref int lines)
    {
        var length = 1;
        var quotes = 0;
        while (true)
        {
            var found = _buffer.AsSpan(_position + length, _end - _position - length).IndexOf('"');
            if (found < 0)
            {
                length = _end - _position;
                if (length > LongestField) throw TooLong();
                if (!Fill()) throw Misplaced();
                continue;
            }

            length += found + 1;
            if (length > LongestField) throw TooLong();
            if (_position + length == _end) Fill();
            if (_position + length == _end || _buffer[_position + length] != '"') break;
            quotes++;
            length++;
        }

        var inside = _buffer.AsSpan(_position + 1, length - 2);
        lines += Breaks(inside);
        Add(_position + 1, quotes == 0 ? inside.Length : Single(inside));
        _position += length;
        if (Peek() is var next && next >= 0 && next != separator && next is not ('\r' or '\n')) throw Misplaced();
    }

    /// <summary>Replaces doubled quotation marks by single ones; returns the remaining length.</summary>
    private static int Single(Span<char> text)
    {
        var to = 0;
        for (var from = 0; from < text.Length; from++)
        {
            text[to++] = text[from];
            if (text[from] == '"') from++;
        }

        return to;
    }

    private static int Breaks(ReadOnlySpan<char> text)
    {
        var breaks = 0;
        while (text.IndexOfAny('\r', '\n') is >= 0 and var at)
        {
            breaks++;
            text = text[(at + (text[at..].StartsWith("\r\n", StringComparison.Ordinal) ? 2 : 1))..];
        }

        return breaks;
    }

    private void Add(int start, int length)
    {
        if (Count == _fields.Length) Array.Resize(ref _fields, 2 * Count);
        _fields[Count++] = new Field(start, length);
    }

    private void EndLine()
    {
        if (_buffer[_position++] == '\r' && Peek() == '\n') _position++;
        LinesRead++;
    }

    /// <summary>The next character, or -1 after the last.</summary>
    private int Peek() => _position < _end || Fill() ? _buffer[_position] : -1;

    /// <summary>Reads more text; the row so far moves to the front of the buffer, which grows if full.</summary>
    private bool Fill()
    {
        if (_finished) return false;
        if (_row > 0)
        {
            _buffer.AsSpan(_row, _end - _row).CopyTo(_buffer);
            for (var i = 0; i < Count; i++) _fields[i] = new Field(_fields[i].Start - _row, _fields[i].Length);
            _position -= _row;
            _end -= _row;
            _row = 0;
        }

        if (_end == _buffer.Length) Array.Resize(ref _buffer, 2 * _end);
        var read = text.Read(_buffer, _end, _buffer.Length - _end);
        _finished = read == 0;
        _end += read;
        return read > 0;
    }

    private DataException TooLong() => DataException.Create(
        $"{name}, after line {LinesRead}",
        $"a field is longer than {LongestField} characters",
        "shorter cells are expected",
        "Look for a quotation mark that is not closed, or for a file that is not a table.");

    private DataException Misplaced() => DataException.Create(
        $"{name}, after line {LinesRead}",
        "a quotation mark occurs inside a field, or is not closed",
        "quotation marks are expected around a whole field, and doubled inside it",
        "Correct or remove the quotation mark.");

    private readonly record struct Field(int Start, int Length);
}
