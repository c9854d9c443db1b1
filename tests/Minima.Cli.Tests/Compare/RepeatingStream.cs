namespace Minima.Cli.Tests.Compare;

/// <summary>A beginning and then one byte many times, without holding it in memory.</summary>
internal sealed class RepeatingStream(byte[] beginning, byte repeated, long count) : Stream
{
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => beginning.Length + count;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var length = (int)Math.Min(buffer.Length, Length - _position);
        for (var i = 0; i < length; i++, _position++)
            buffer[i] = _position < beginning.Length ? beginning[_position] : repeated;
        return length;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
