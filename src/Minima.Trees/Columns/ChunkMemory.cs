using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Minima.Trees;

/// <summary>
/// Memory outside of the collector's, for arrays that are worked on a chunk of rows at a time: the process's own, or that of a temporary file, whose pages are given back after each chunk. The file has no name and ends with
/// the process, however it ends.
/// </summary>
internal sealed unsafe partial class ChunkMemory : IDisposable
{
    /// <summary>Pages that a read of one brings along.</summary>
    private const int Around = 1 << 16;

    private const int DontNeed = 4;

    private readonly string? _folder;
    private readonly List<nint> _owned = [];
    private readonly List<(MemoryMappedFile File, MemoryMappedViewAccessor View)> _mapped = [];
    private readonly List<(nint Start, long Length, int ChunkBytes)> _given = [];

    /// <param name="folder">Where temporary files lie; null for the memory of the process.</param>
    public ChunkMemory(string? folder) => _folder = folder;

    /// <summary>A system where pages of a file can be given back.</summary>
    public static bool CanMap => OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    /// <summary>An array.</summary>
    /// <param name="count">Its length.</param>
    /// <param name="ofChunk">How many elements belong to a chunk.</param>
    /// <exception cref="BoostException">There is no room on the disk, or no file can be made there.</exception>
    public T* Own<T>(nuint count, int ofChunk)
        where T : unmanaged
    {
        var bytes = count * (nuint)sizeof(T);
        if (_folder is not null) return (T*)Map((long)bytes, ofChunk * sizeof(T));
        var block = NativeMemory.AlignedAlloc(bytes, 64);
        _owned.Add((nint)block);
        return (T*)block;
    }

    /// <summary>A chunk is done: its pages go back to the system, which has them in the file.</summary>
    public void Release(int chunk)
    {
        foreach (var (start, length, chunkBytes) in _given)
        {
            // A read ahead of the end has brought pages of the next chunk.
            var from = (long)chunk * chunkBytes;
            if (Advise(start + (nint)from, (nuint)Math.Min(length - from, chunkBytes + Around), DontNeed) != 0) return;
        }
    }

    public void Dispose()
    {
        foreach (var block in _owned) NativeMemory.AlignedFree((void*)block);
        foreach (var (file, view) in _mapped)
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
            view.Dispose();
            file.Dispose();
        }

        _owned.Clear();
        _mapped.Clear();
        _given.Clear();
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint start, nuint length, int advice);

    private nint Map(long bytes, int chunkBytes)
    {
        var path = Path.Combine(_folder!, $"minima-{Guid.NewGuid():N}.tmp");
        try
        {
            // All room is taken at once: a full disk would end the process when a page is written.
            var stream = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Delete, Options = FileOptions.DeleteOnClose, PreallocationSize = bytes });
            File.Delete(path);
            stream.SetLength(bytes);
            var file = MemoryMappedFile.CreateFromFile(stream, null, bytes, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
            var view = file.CreateViewAccessor(0, bytes, MemoryMappedFileAccess.ReadWrite);
            byte* start = null;
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            _mapped.Add((file, view));
            _given.Add(((nint)start, bytes, chunkBytes));
            return (nint)start;
        }
        catch (Exception problem) when (DiskFault.Is(problem))
        {
            throw new BoostException($"{_folder}: a temporary file of {bytes >> 20} MB cannot be made ({problem.Message.TrimEnd('.')}). The rows that do not fit in memory go there. Free some space, name another folder (--scratch), or give more memory.", problem);
        }
    }
}
