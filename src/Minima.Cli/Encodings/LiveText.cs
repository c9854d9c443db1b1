namespace Minima.Cli.Encodings;

/// <summary>The text of standard input, opened at the first read, so that an idle pipe blocks only a reader.</summary>
internal sealed class LiveText(Func<TextReader> open) : TextReader
{
    private readonly Lazy<TextReader> _text = new(open);

    public override int Peek() => _text.Value.Peek();

    public override int Read() => _text.Value.Read();

    public override int Read(char[] buffer, int index, int count) => _text.Value.Read(buffer, index, count);

    public override int Read(Span<char> buffer) => _text.Value.Read(buffer);
}
