namespace Minima.Cli.Tests.Evaluate;

/// <summary>So many times one byte, then an ending; nothing of it stands in memory.</summary>
internal sealed class RepeatedByteStream(byte value, long times, byte[] ending) : Stream
{
    private long position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (position < times)
        {
            count = (int)Math.Min(count, times - position);
            buffer.AsSpan(offset, count).Fill(value);
        }
        else
        {
            var from = (int)(position - times);
            count = Math.Min(count, ending.Length - from);
            ending.AsSpan(from, count).CopyTo(buffer.AsSpan(offset));
        }

        position += count;
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
