namespace Minima.Training.Data;

/// <summary>Splits a text into its JSON objects: one a line, one after the other, or the elements of one array. One object is in memory at a time.</summary>
internal sealed class JsonObjects(TextReader text, string name)
{
    /// <summary>The maximum number of characters of an object.</summary>
    public const int LongestObject = 4_000_000;

    private const string Remedy = "Write one object a line, {\"a\": 1, \"b\": \"x\"}, or one array of such objects.";

    private readonly char[] _buffer = new char[32_768];
    private char[] _object = new char[4096];
    private int _position;
    private int _end;
    private int _length;
    private bool _isArray;
    private bool _isEnded;
    private bool _hasBegun;

    /// <summary>The object, valid until the next read.</summary>
    public ReadOnlySpan<char> Object => _object.AsSpan(0, _length);

    /// <summary>The line on which the object begins, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>The line at the reading position.</summary>
    public int At { get; private set; } = 1;

    /// <summary>True if a text with this beginning is JSON, not CSV: an object with a key, or an array of objects.</summary>
    public static bool Are(ReadOnlySpan<char> head)
    {
        var rest = head.TrimStart();
        if (rest is ['[', ..]) rest = rest[1..].TrimStart();
        return rest is ['{', ..] && rest[1..].TrimStart() is ['"' or '}', ..];
    }

    /// <summary>True if bytes in any encoding may begin such a text: a brace or bracket comes first.</summary>
    public static bool MayBe(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> marksAndSpaces = [0, (byte)' ', (byte)'\t', (byte)'\r', (byte)'\n', 0xEF, 0xBB, 0xBF, 0xFE, 0xFF];
        return head.IndexOfAnyExcept(marksAndSpaces) is >= 0 and var first && head[first] is (byte)'{' or (byte)'[';
    }

    /// <summary>Advances to the next object; returns false after the last.</summary>
    /// <exception cref="DataException">The input is not an object, or is not closed.</exception>
    public bool Read()
    {
        var next = Next();
        if (!_hasBegun)
        {
            _hasBegun = true;
            _isArray = next == '[';
            if (_isArray) next = Next();
        }
        else if (_isArray && !_isEnded && next == ',')
        {
            next = Next();
        }
        else if (_isArray && !_isEnded && next != ']')
        {
            throw Fault(next, "a comma, or the end of the array, is expected after an object");
        }

        if (_isArray && !_isEnded && next == ']')
        {
            _isEnded = true;
            next = Next();
        }

        if (next < 0 && (!_isArray || _isEnded)) return false;
        if (next != '{' || _isEnded) throw Fault(next, "an object is expected here");
        Take();
        return true;
    }

    /// <summary>Reads the object that begins with the brace just read.</summary>
    private void Take()
    {
        Line = At;
        _length = 0;
        var (depth, quoted, escaped) = (0, false, false);
        for (var c = '{'; ;)
        {
            if (_length == _object.Length) Grow();
            _object[_length++] = c;
            if (quoted)
            {
                if (escaped) escaped = false;
                else if (c == '\\') escaped = true;
                else if (c == '"') quoted = false;
            }
            else if (c == '"')
            {
                quoted = true;
            }
            else if (c is '{' or '[')
            {
                depth++;
            }
            else if (c is '}' or ']' && --depth == 0)
            {
                return;
            }

            if (_position == _end && !Fill()) throw DataException.Create($"{name}, line {Line}", "the object that begins here is not closed", "complete objects are expected", "Look for a file that was cut off, or for a missing brace or quotation mark.");
            c = _buffer[_position++];
            if (c == '\n') At++;
        }
    }

    private void Grow()
    {
        if (_length >= LongestObject) throw DataException.Create($"{name}, line {Line}", $"the object that begins here has more than {LongestObject} characters", "a row is expected", "Look for a missing brace or quotation mark.");
        Array.Resize(ref _object, Math.Min(LongestObject, 2 * _length));
    }

    /// <summary>The next character that is not white space, or -1 after the last.</summary>
    private int Next()
    {
        while (_position < _end || Fill())
        {
            var c = _buffer[_position++];
            if (c == '\n') At++;
            if (c is not (' ' or '\t' or '\r' or '\n')) return c;
        }

        return -1;
    }

    private bool Fill()
    {
        (_position, _end) = (0, text.Read(_buffer, 0, _buffer.Length));
        return _end > 0;
    }

    private DataException Fault(int next, string expected) => DataException.Create(
        $"{name}, line {At}", next < 0 ? "the text ends within its array" : $"{DataException.Quote(((char)next).ToString())} was found here", expected, Remedy);
}
