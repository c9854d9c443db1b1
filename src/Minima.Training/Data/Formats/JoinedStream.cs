namespace Minima.Training.Data;

/// <summary>A stream behind another one, as if they were one.</summary>
internal sealed class JoinedStream(Stream first, Stream next) : Stream
{
    /// <summary>The first one has ended.</summary>
    public bool IsNext { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (!IsNext && first.Read(buffer) is > 0 and var read) return read;
        IsNext |= !buffer.IsEmpty;
        return IsNext ? next.Read(buffer) : 0;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
