using System.Text;

namespace Minima.Cli.Terminal;

/// <summary>Translates English lines into a language; lines already in that language are unchanged.</summary>
internal sealed class TranslatingWriter(TextWriter inner, Language language) : TextWriter
{
    private readonly StringBuilder _line = new();
    private readonly Lock _gate = new();

    /// <summary>The receiver of the lines.</summary>
    public TextWriter Inner { get; } = inner;

    public override Encoding Encoding => Inner.Encoding;

    public override void Write(char value)
    {
        lock (_gate) Add(value);
    }

    public override void Write(string? value)
    {
        lock (_gate)
        {
            foreach (var letter in value ?? "") Add(letter);
        }
    }

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void WriteLine(string? value)
    {
        lock (_gate)
        {
            foreach (var letter in value ?? "") Add(letter);
            Add('\n');
        }
    }

    public override Task WriteLineAsync(string? value)
    {
        WriteLine(value);
        return Task.CompletedTask;
    }

    /// <summary>Writes an incomplete line too: it is a question, or the end of the output.</summary>
    public override void Flush()
    {
        lock (_gate)
        {
            Send();
            Inner.Flush();
        }
    }

    private void Add(char letter)
    {
        if (letter == '\r') return;
        if (letter != '\n')
        {
            _line.Append(letter);
            return;
        }

        Send();
        Inner.WriteLine();
    }

    private void Send()
    {
        if (_line.Length == 0) return;
        var text = _line.ToString();
        _line.Clear();

        // Surrounding spaces belong to the layout, not to the message.
        var words = text.Trim(' ');
        Inner.Write(words.Length == 0 ? text : text.Replace(words, Messages.Table.In(language, words), StringComparison.Ordinal));
    }
}
