using System.Runtime.InteropServices;

namespace Minima.Training.Checkpoints;

/// <summary>What is asked of a disk while something is saved. Tests put a failing disk in its place.</summary>
internal partial class FileSystem
{
    private const int BufferSize = 1 << 16;

    /// <summary>The disk.</summary>
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
        catch (Exception problem) when (IsRefusal(problem))
        {
            throw new CheckpointException($"{path}: it cannot be opened ({problem.Message.TrimEnd('.')}). Check that it is a file, and that you may read it.", problem);
        }
    }

    /// <summary>What a disk throws when it does not do what it is asked.</summary>
    /// <remarks>A file that would become larger than the system allows it (a limit, a FAT disk) is an argument out of range to .NET.</remarks>
    public static bool IsRefusal(Exception problem) => problem is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException;

    public virtual Stream Create(string path) => new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, BufferSize);

    /// <summary>Everything written reaches the disk itself, not only the system's memory.</summary>
    public virtual void FlushToDisk(Stream stream) => ((FileStream)stream).Flush(flushToDisk: true);

    /// <summary>In one step: whoever looks sees the old file or the new one.</summary>
    public virtual void Move(string from, string to) => File.Move(from, to, overwrite: true);

    public virtual void Delete(string path) => File.Delete(path);

    /// <summary>A new name in a folder reaches the disk.</summary>
    public virtual void FlushFolder(string folder)
    {
        // .NET refuses to open a folder, so this calls the system itself, where it is known and tested; elsewhere the rename alone has to do.
        // The result is not looked at: some network disks know no fsync of folders, and the new name is visible already.
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
