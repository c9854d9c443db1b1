using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Minima.Trees;

/// <summary>
/// Unmanaged memory for arrays that are processed one chunk of rows at a time: native memory, or a mapped temporary file whose pages are released after each chunk.
/// The file has no name and disappears with the process, however that ends.
/// </summary>
internal sealed unsafe partial class ChunkMemory : IDisposable
{
    /// <summary>Bytes that the system may read ahead.</summary>
    private const int Around = 1 << 16;

    private const int DontNeed = 4;

    private readonly string? _folder;
    private readonly List<nint> _owned = [];
    private readonly List<(MemoryMappedFile File, MemoryMappedViewAccessor View)> _mapped = [];
    private readonly List<(nint Start, long Length, int ChunkBytes)> _given = [];

    /// <param name="folder">The folder of temporary files; null for native memory.</param>
    public ChunkMemory(string? folder) => _folder = folder;

    /// <summary>True if the system can release pages of a mapped file.</summary>
    public static bool CanMap => OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    /// <summary>Allocates an array.</summary>
    /// <param name="count">Its length.</param>
    /// <param name="ofChunk">The number of elements of a chunk.</param>
    /// <exception cref="BoostException">The disk is full, or the folder accepts no file.</exception>
    public T* Own<T>(nuint count, int ofChunk)
        where T : unmanaged
    {
        var bytes = count * (nuint)sizeof(T);
        if (_folder is not null) return (T*)Map((long)bytes, ofChunk * sizeof(T));
        var block = NativeMemory.AlignedAlloc(bytes, 64);
        _owned.Add((nint)block);
        return (T*)block;
    }

    /// <summary>Releases the pages of a finished chunk; the file keeps their content.</summary>
    public void Release(int chunk)
    {
        foreach (var (start, length, chunkBytes) in _given)
        {
            // Reading ahead at the end of the chunk has loaded pages of the next one.
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
            // Reserves all space now: on a full disk, a later write to a page would end the process.
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
