using System.Runtime.InteropServices;

namespace Minima.Training.Checkpoints;

/// <summary>The disk operations of a save. Tests substitute a failing disk.</summary>
internal partial class FileSystem
{
    private const int BufferSize = 1 << 16;

    /// <summary>The real disk.</summary>
    public static FileSystem Real { get; } = new();

    /// <exception cref="CheckpointException">There is no such file, or it cannot be read.</exception>
    public static FileStream OpenToRead(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferSize);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CheckpointException($"{path}: there is no such file{(Directory.Exists(path) ? ", only a folder of this name" : "")}. Check the path.", problem);
        }
        catch (Exception problem) when (DiskFault.Is(problem))
        {
            throw new CheckpointException($"{path}: it cannot be opened ({problem.Message.TrimEnd('.')}). Check that it is a file, and that you may read it.", problem);
        }
    }

    public virtual Stream Create(string path) => new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, BufferSize);

    /// <summary>Flushes a file to the disk itself, not only to the system's memory.</summary>
    public virtual void FlushToDisk(Stream stream) => ((FileStream)stream).Flush(flushToDisk: true);

    /// <summary>Moves a file atomically: readers see the old file or the new one.</summary>
    public virtual void Move(string from, string to) => File.Move(from, to, overwrite: true);

    public virtual void Delete(string path) => File.Delete(path);

    /// <summary>Flushes a new name in a folder to the disk.</summary>
    public virtual void FlushFolder(string folder)
    {
        // .NET cannot open a folder, so this calls the system itself if it is known and tested; elsewhere the rename alone must suffice.
        // The result is ignored: some network disks have no fsync of folders, and the new name is visible already.
        if (!OperatingSystem.IsLinux()) return;
        var descriptor = Open(folder, 0);
        if (descriptor < 0) return;
        _ = Fsync(descriptor);
        _ = Close(descriptor);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
