namespace Minima.Training.Events;

/// <summary>
/// A file that grows by whole pieces. Each piece is passed to the system in one call, so that a killed process loses none. If a piece does not fit on the disk, its
/// written part is removed, so that later pieces do not follow half of one.
/// </summary>
/// <remarks>Pieces are not flushed to the disk itself: a power cut may lose the last ones, because waiting for the disk at every line of a log is too slow.</remarks>
internal sealed class AppendedFile : IDisposable
{
    private readonly Stream _stream;
    private readonly string _path;

    /// <param name="stream">The stream, unbuffered, at its end.</param>
    /// <param name="path">The path for messages.</param>
    public AppendedFile(Stream stream, string path)
    {
        _stream = stream;
        _path = path;
    }

    /// <exception cref="TrainingException">The disk is full or fails; the file keeps its previous end.</exception>
    public void Append(ReadOnlySpan<byte> piece)
    {
        var end = _stream.Position;
        try
        {
            _stream.Write(piece);
            _stream.Flush();
        }
        catch (Exception problem) when (DiskFault.Is(problem))
        {
            TakeBack(end);
            throw Failed(_path, "be written to", problem);
        }
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>Opens a file by <paramref name="open"/>; a missing folder is created.</summary>
    /// <exception cref="TrainingException">The file cannot be opened.</exception>
    public static FileStream Open(string path, Func<string, FileStream> open)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            return open(path);
        }
        catch (Exception problem) when (DiskFault.Is(problem))
        {
            throw Failed(path, "be opened", problem);
        }
    }

    public static TrainingException Failed(string path, string what, Exception problem) =>
        new($"{path}: the log cannot {what} ({problem.Message.TrimEnd('.')}). Make room on the disk, or choose a file that you may write to and that no other program holds.", problem);

    private void TakeBack(long end)
    {
        try
        {
            _stream.SetLength(end);
            _stream.Position = end;
        }
        catch (Exception problem) when (DiskFault.Is(problem))
        {
            // If the disk fails even to shorten a file, the next opening finds the torn end and drops it.
        }
    }
}
