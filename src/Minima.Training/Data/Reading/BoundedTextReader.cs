namespace Minima.Training.Data;

/// <summary>
/// Passes on a text and checks it: no NUL characters, no line beyond a limit. The CSV parser holds one line in memory, so the limit on lines is the limit on
/// memory.
/// </summary>
internal sealed class BoundedTextReader(TextReader inner, string name) : TextReader
{
    public const int LongestLine = 4_000_000;

    /// <summary>True if the reader bounds its memory itself and does not hold lines.</summary>
    public bool HasLongLines { get; set; }

    private const int LookAhead = 65_536;

    private readonly char[] _buffer = new char[LookAhead];
    private int _start;
    private int _end;
    private int _lineLength;
    private int _line = 1;

    /// <summary>The beginning of the text, without consuming it. Call it before reading.</summary>
    /// <param name="isWhole">True if nothing follows.</param>
    public ReadOnlySpan<char> Head(out bool isWhole)
    {
        isWhole = false;
        while (_end < _buffer.Length && !isWhole)
        {
            var read = inner.Read(_buffer, _end, _buffer.Length - _end);
            Watch(_buffer.AsSpan(_end, read));
            _end += read;
            isWhole = read == 0;
        }

        return _buffer.AsSpan(0, _end);
    }

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        if (_start < _end)
        {
            var taken = Math.Min(buffer.Length, _end - _start);
            _buffer.AsSpan(_start, taken).CopyTo(buffer);
            _start += taken;
            return taken;
        }

        // The parser requests ever larger pieces of a long line; small ones allow refusing it in time.
        var piece = buffer[..Math.Min(buffer.Length, LookAhead)];
        var read = inner.Read(piece);
        Watch(piece[..read]);
        return read;
    }

    public override int Read()
    {
        Span<char> one = stackalloc char[1];
        return Read(one) == 0 ? -1 : one[0];
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private void Watch(ReadOnlySpan<char> text)
    {
        if (text.Contains('\0'))
        {
            throw DataException.Create(
                name,
                "the file contains NUL characters, so it is not text",
                "a CSV file in UTF-8 is expected",
                "Export the table as CSV (UTF-8) and give that file.");
        }

        while (!text.IsEmpty)
        {
            var lineEnd = text.IndexOfAny('\n', '\r');
            _lineLength += lineEnd < 0 ? text.Length : lineEnd;
            if (!HasLongLines && _lineLength > LongestLine)
            {
                throw DataException.Create(
                    $"{name}, line {_line}",
                    $"the line is longer than {LongestLine} characters",
                    "a table with one row on each line is expected",
                    "Check that this is the CSV file you meant and that its rows end with line breaks.");
            }

            if (lineEnd < 0) return;
            if (text[lineEnd] == '\n') _line++;
            _lineLength = 0;
            text = text[(lineEnd + 1)..];
        }
    }
}
