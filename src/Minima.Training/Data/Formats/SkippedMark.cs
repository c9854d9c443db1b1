namespace Minima.Training.Data;

/// <summary>A text without its byte order mark.</summary>
internal sealed class SkippedMark(TextReader inner) : TextReader
{
    private const char Mark = '\uFEFF';

    private bool _hasBegun;

    public override int Peek()
    {
        Begin();
        return inner.Peek();
    }

    public override int Read()
    {
        Begin();
        return inner.Read();
    }

    public override int Read(char[] buffer, int index, int count)
    {
        Begin();
        return inner.Read(buffer, index, count);
    }

    public override int Read(Span<char> buffer)
    {
        Begin();
        return inner.Read(buffer);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private void Begin()
    {
        if (_hasBegun) return;
        _hasBegun = true;
        if (inner.Peek() == Mark) _ = inner.Read();
    }
}
