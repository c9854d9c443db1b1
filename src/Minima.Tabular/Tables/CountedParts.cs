namespace Minima.Tabular;

/// <summary>The files of a table, whose bytes are counted as they are read.</summary>
/// <param name="all">The bytes of all files.</param>
/// <param name="progress">Hears of every piece.</param>
internal sealed class CountedParts(long all, IProgress<ReadProgress> progress)
{
    private long _read;

    /// <summary>The same source, which tells what is read of it; as it is where a part is no file.</summary>
    public static TableSource Of(TableSource source, IProgress<ReadProgress>? progress)
    {
        if (progress is null || source.Parts.Any(part => part.Path is null || !File.Exists(part.Path))) return source;
        var counted = new CountedParts(source.Parts.Sum(part => new FileInfo(part.Path!).Length), progress);
        return source with { Parts = [.. source.Parts.Select(part => part with { Open = () => new Counted(part.Open(), counted) })] };
    }

    private void Add(int bytes)
    {
        _read += bytes;
        progress.Report(new(_read, all));
    }

    private sealed class Counted(Stream stream, CountedParts parts) : ForwardStream
    {
        public override int Read(Span<byte> buffer)
        {
            var read = stream.Read(buffer);
            parts.Add(read);
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) stream.Dispose();
            base.Dispose(disposing);
        }
    }
}
