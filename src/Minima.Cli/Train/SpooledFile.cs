namespace Minima.Cli.Train;

/// <summary>
/// A data file that can be read repeatedly: the file itself, or a copy of piped data, which can be read only once. The copy is deleted with the
/// training, so such a training cannot be resumed.
/// </summary>
internal sealed class SpooledFile : IDisposable
{
    private readonly string? _folder;

    private SpooledFile(string path, string? folder) => (Path, _folder) = (path, folder);

    /// <summary>The path of the file to read.</summary>
    public string Path { get; }

    /// <summary>True if the data came through a pipe.</summary>
    public bool IsCopy => _folder is not null;

    /// <exception cref="DataException">The file is not text, or cannot be read or copied.</exception>
    public static SpooledFile Of(string path, CancellationToken cancellation)
    {
        if (CsvFile.Exists(path) && !File.Exists(path)) return new(path, null);
        using var stream = CsvFile.Open(path);
        if (stream.CanSeek && stream.Length > 0) return new(path, null);
        var folder = Directory.CreateTempSubdirectory("minima-pipe-").FullName;
        try
        {
            var copy = System.IO.Path.Combine(folder, CsvFile.NameOf(path));
            Copy(stream, copy, CsvFile.NameOf(path), cancellation);
            return new(copy, folder);
        }
        catch (Exception problem)
        {
            Directory.Delete(folder, recursive: true);
            if (problem is not (IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)) throw;
            throw new DataException($"{CsvFile.NameOf(path)}: the data from the pipe cannot be copied ({problem.Message.TrimEnd('.')}). Train on a file, or check that the temporary folder has space left.", problem) { IsAboutFile = true };
        }
    }

    public void Dispose()
    {
        if (_folder is not null) Directory.Delete(_folder, recursive: true);
    }

    private static void Copy(FileStream from, string path, string name, CancellationToken cancellation)
    {
        using var to = File.Create(path);
        var piece = new byte[1 << 16];
        bool? hasZeros = null;
        for (int read; (read = from.Read(piece)) > 0;)
        {
            cancellation.ThrowIfCancellationRequested();

            // Gzip and UTF-16 files contain zeros; a device such as /dev/zero has no end.
            hasZeros ??= piece.AsSpan(0, read) is [0x1F, 0x8B, ..] or [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];
            if (hasZeros == false && piece.AsSpan(0, read).Contains((byte)0)) throw DataException.Create(name, "it contains NUL characters, so it is not text", "a CSV file in UTF-8 is expected", "Export the table as CSV (UTF-8) and give that file.");
            to.Write(piece, 0, read);
        }
    }
}
