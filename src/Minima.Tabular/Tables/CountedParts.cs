namespace Minima.Tabular;

/// <summary>The files of a table, whose bytes are counted as they are read.</summary>
/// <param name="all">The bytes of all files.</param>
/// <param name="progress">Receives the progress.</param>
internal sealed class CountedParts(long all, IProgress<ReadProgress> progress)
{
    private long _read;

    /// <summary>The source with its bytes counted; unchanged without a receiver, or if a part is not a file of known length.</summary>
    public static TableSource Of(TableSource source, IProgress<ReadProgress>? progress)
    {
        if (progress is null || source.Parts.Any(part => part.Path is null || !File.Exists(part.Path))) return source;
        var all = source.Parts.Sum(part => new FileInfo(part.Path!).Length);
        if (all == 0) return source;
        var counted = new CountedParts(all, progress);
        return source with { Parts = [.. source.Parts.Select(part => part with { Open = () => new Counted(part.Open(), counted) })] };
    }

    /// <summary>Adds bytes up to the total: a file that is read twice, like JSON, counts once.</summary>
    private void Add(long bytes)
    {
        _read = Math.Min(all, _read + bytes);
        progress.Report(new(_read, all));
    }

    /// <summary>A stream that counts the furthest position read.</summary>
    private sealed class Counted(Stream file, CountedParts parts) : Stream
    {
        private long _furthest;

        public override bool CanRead => true;

        public override bool CanSeek => file.CanSeek;

        public override bool CanWrite => false;

        public override long Length => file.Length;

        public override long Position
        {
            get => file.Position;
            set => file.Position = value;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = file.Read(buffer);
            if (!file.CanSeek || file.Position <= _furthest) return read;
            parts.Add(file.Position - _furthest);
            _furthest = file.Position;
            return read;
        }

        public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) file.Dispose();
            base.Dispose(disposing);
        }
    }
}
