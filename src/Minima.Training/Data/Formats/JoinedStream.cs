namespace Minima.Training.Data;

/// <summary>Two streams read as one.</summary>
internal sealed class JoinedStream(Stream first, Stream next) : ForwardStream
{
    /// <summary>True after the end of the first one.</summary>
    public bool IsNext { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        if (!IsNext && first.Read(buffer) is > 0 and var read) return read;
        IsNext |= !buffer.IsEmpty;
        return IsNext ? next.Read(buffer) : 0;
    }
}
