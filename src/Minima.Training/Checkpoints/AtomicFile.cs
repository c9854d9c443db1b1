namespace Minima.Training.Checkpoints;

/// <summary>
/// Files that are there whole or not at all: written beside their place, flushed to the disk, and renamed. Whatever happens meanwhile, a full disk,
/// a kill or a power cut, the file that was there before stays as it was.
/// </summary>
public static class AtomicFile
{
    /// <summary>The end of the names of files that are being written.</summary>
    public const string Unfinished = ".tmp";

    /// <summary>Writes a file, or replaces it. Its folder must exist.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the contents; what it throws goes through, and nothing is replaced.</param>
    /// <exception cref="CheckpointException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write) => Write(FileSystem.Real, path, write);

    internal static void Write(FileSystem disk, string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        var target = Path.GetFullPath(path);
        var unfinished = target + Unfinished;
        try
        {
            try
            {
                using (var stream = disk.Create(unfinished))
                {
                    write(stream);
                    disk.FlushToDisk(stream);
                }

                disk.Move(unfinished, target);
            }
            catch
            {
                Discard(disk, unfinished);
                throw;
            }
        }
        catch (Exception problem) when (FileSystem.IsRefusal(problem))
        {
            throw new CheckpointException($"{path}: writing failed ({problem.Message.TrimEnd('.')}). What was there before is untouched. Make room on the disk, or choose a folder that you may write to, and save again.", problem);
        }

        disk.FlushFolder(Path.GetDirectoryName(target)!);
    }

    /// <summary>Removes a file that nobody needs; one that cannot be removed now is left to the next save.</summary>
    internal static void Discard(FileSystem disk, string path)
    {
        try
        {
            disk.Delete(path);
        }
        catch (Exception problem) when (FileSystem.IsRefusal(problem))
        {
            // What went wrong before matters more.
        }
    }
}
