namespace Minima.Training.Checkpoints;

/// <summary>
/// Writes files completely or not at all: into a temporary file beside the target, flushed to the disk, and renamed. A full disk, a kill or a power cut
/// leaves the previous file unchanged.
/// </summary>
public static class AtomicFile
{
    /// <summary>The suffix of the names of unfinished files.</summary>
    public const string Unfinished = ".tmp";

    /// <summary>Writes a file, or replaces it. Its folder must exist.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the contents; its exceptions propagate, and nothing is replaced.</param>
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
        catch (Exception problem) when (DiskFault.Is(problem))
        {
            throw new CheckpointException($"{path}: writing failed ({problem.Message.TrimEnd('.')}). What was there before is untouched. Make room on the disk, or choose a folder that you may write to, and save again.", problem);
        }

        disk.FlushFolder(Path.GetDirectoryName(target)!);
    }

    /// <summary>Removes a file that is no longer needed; if that fails now, the next save removes it.</summary>
    internal static void Discard(FileSystem disk, string path)
    {
        try
        {
            disk.Delete(path);
        }
        catch (Exception problem) when (DiskFault.Is(problem))
        {
            // The earlier failure matters more.
        }
    }
}
