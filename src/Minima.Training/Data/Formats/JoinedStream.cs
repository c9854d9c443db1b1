namespace Minima.Training.Data;

/// <summary>A stream behind another one, as if they were one.</summary>
internal sealed class JoinedStream(Stream first, Stream next) : ForwardStream
{
    /// <summary>The first one has ended.</summary>
    public bool IsNext { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        if (!IsNext && first.Read(buffer) is > 0 and var read) return read;
        IsNext |= !buffer.IsEmpty;
        return IsNext ? next.Read(buffer) : 0;
    }
}
