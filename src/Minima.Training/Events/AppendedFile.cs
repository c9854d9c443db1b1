namespace Minima.Training.Events;

/// <summary>
/// A file that grows by whole pieces: each reaches the system with one call, so that a process that is killed loses none that was appended. Where a
/// piece does not fit on the disk, what was written of it is taken away again, so that later ones do not follow half of one.
/// </summary>
/// <remarks>Pieces are not forced to the disk itself: a power cut may cost the last ones, and a training log is not worth waiting for the disk at every line.</remarks>
internal sealed class AppendedFile : IDisposable
{
    private readonly Stream _stream;
    private readonly string _path;

    /// <param name="stream">Unbuffered, at its end.</param>
    /// <param name="path">For messages.</param>
    public AppendedFile(Stream stream, string path)
    {
        _stream = stream;
        _path = path;
    }

    /// <exception cref="TrainingException">The disk is full or fails; the file ends where it ended before.</exception>
    public void Append(ReadOnlySpan<byte> piece)
    {
        var end = _stream.Position;
        try
        {
            _stream.Write(piece);
            _stream.Flush();
        }
        catch (IOException problem)
        {
            TakeBack(end);
            throw Failed(_path, "be written to", problem);
        }
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>A file that was opened by <paramref name="open"/>, and its folder, which is made where it is missing.</summary>
    /// <exception cref="TrainingException">It cannot be opened.</exception>
    public static FileStream Open(string path, Func<string, FileStream> open)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            return open(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
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
        catch (IOException)
        {
            // A disk that does not even shorten a file: the next opening finds the torn end and drops it.
        }
    }
}
