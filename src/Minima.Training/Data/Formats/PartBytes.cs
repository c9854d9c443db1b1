namespace Minima.Training.Data;

/// <summary>The bytes of a part, decompressed if gzipped. Reading can restart: a file seeks back, a pipe uses a copy.</summary>
internal sealed class PartBytes : IDisposable
{
    private const int HeadLength = 512;

    private readonly Stream _given;
    private readonly bool _leavesOpen;
    private readonly long _start;
    private Stream _raw;
    private FileStream? _copy;
    private bool _canRestart;

    /// <param name="part">The part.</param>
    /// <exception cref="DataException">The part cannot be opened, or is not a text table.</exception>
    public PartBytes(TablePart part)
    {
        _given = _raw = part.Open();
        _leavesOpen = part.LeavesOpen;
        try
        {
            _canRestart = _given.CanSeek;
            if (_canRestart) _start = _given.Position;
            Stream = _raw;
            IsPacked = GzipBytes.Are(Peek(2));
            if (IsPacked) Stream = Unpacked();
            ForeignFormat.Refuse(Peek(HeadLength), part.Name);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>True if the bytes were gzipped.</summary>
    public bool IsPacked { get; }

    /// <summary>The plain bytes from the current position.</summary>
    public Stream Stream { get; private set; }

    /// <summary>True if restarting needs no copy.</summary>
    public bool CanRestart => _canRestart;

    /// <summary>The number of plain bytes, if known.</summary>
    public long? Length => _copy?.Length ?? (_canRestart && !IsPacked ? _raw.Length - _start : null);

    /// <summary>Reads the first bytes without consuming them.</summary>
    public byte[] Peek(int count)
    {
        var buffer = new byte[count];
        var length = Stream.ReadAtLeast(buffer, count, throwOnEndOfStream: false);
        PutBack(buffer.AsMemory(0, length));
        return buffer[..length];
    }

    /// <summary>Puts back bytes that were read from the beginning.</summary>
    public void PutBack(ReadOnlyMemory<byte> bytes)
    {
        if (_canRestart) Restart();
        else if (IsPacked) Stream = new JoinedStream(Before(bytes), Stream);
        else Stream = _raw = new JoinedStream(Before(bytes), _raw);

        static MemoryStream Before(ReadOnlyMemory<byte> bytes) => new(bytes.ToArray(), writable: false);
    }

    /// <summary>Copies a pipe, so that its rows can be read twice.</summary>
    /// <exception cref="DataException">There is no room for the copy.</exception>
    public void Keep(string name)
    {
        if (_canRestart) return;
        try
        {
            _copy = new FileStream(Path.Combine(Path.GetTempPath(), $"minima-{Guid.NewGuid():N}.tmp"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, 1 << 16, FileOptions.DeleteOnClose);
            Stream.CopyTo(_copy);
            _copy.Position = 0;
            Stream = _copy;
            _canRestart = true;
        }
        catch (Exception problem) when (DiskFault.Is(problem))
        {
            throw new DataException($"{name}: the data from the pipe cannot be copied ({problem.Message.TrimEnd('.')}); rows of JSON are read twice. Give a file, or check that the temporary folder has space left.", problem) { IsAboutFile = true };
        }
    }

    /// <summary>Seeks to the first byte.</summary>
    public void Restart()
    {
        if (_copy is not null)
        {
            _copy.Position = 0;
            return;
        }

        _raw.Position = _start;
        if (!IsPacked) return;
        Stream.Dispose();
        Stream = Unpacked();
    }

    public void Dispose()
    {
        _copy?.Dispose();
        if (IsPacked) Stream?.Dispose();
        if (!_leavesOpen) _given.Dispose();
    }

    private GzipBytes Unpacked() => new(_raw);
}
