namespace Minima.Fuzz;

/// <summary>Gives one request at a time: when the filter asks for more, it has answered what it was given.</summary>
internal sealed class RequestStream(Func<byte[]?> next, Action answered) : Stream
{
    private byte[] _line = [];
    private int _given;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_given == _line.Length)
        {
            answered();
            if (next() is not { } line) return 0;
            (_line, _given) = ([.. line, (byte)'\n'], 0);
        }

        var length = Math.Min(count, _line.Length - _given);
        _line.AsSpan(_given, length).CopyTo(buffer.AsSpan(offset));
        _given += length;
        return length;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
