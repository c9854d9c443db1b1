using Microsoft.Win32.SafeHandles;

namespace Minima.Training.Data;

/// <summary>
/// A temporary file for data beyond memory. It disappears when it is disposed of and when the process ends in any way: if the system allows it, its name is removed
/// as soon as it is open.
/// </summary>
internal sealed class SpillFile : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly string _folder;

    /// <summary>Creates a file in an existing folder.</summary>
    /// <exception cref="TrainingException">The file cannot be created there.</exception>
    public SpillFile(string folder)
        : this(Create(folder), folder)
    {
    }

    /// <summary>Uses an open handle; messages name the folder.</summary>
    public SpillFile(SafeFileHandle handle, string folder)
    {
        _handle = handle;
        _folder = folder;
    }

    /// <summary>The number of bytes written.</summary>
    public long Length { get; private set; }

    /// <summary>Appends bytes; returns their offset.</summary>
    public long Append(ReadOnlySpan<byte> bytes)
    {
        var offset = Length;
        Write(offset, bytes);
        Length += bytes.Length;
        return offset;
    }

    /// <summary>Overwrites earlier bytes.</summary>
    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(_handle, bytes, offset);
        }
        catch (Exception problem) when (DiskFault.Is(problem))
        {
            throw new TrainingException(
                $"{_folder}: writing a temporary file failed after {Length >> 20} MB ({problem.Message.TrimEnd('.')}); a table that does not fit in memory needs room for its numbers. " +
                "Free some space, name a folder on another disk (TemporaryFolder; --scratch), or let more stay in memory (MemoryBudget; --memory).",
                problem);
        }
    }

    /// <summary>Reads earlier bytes.</summary>
    public void Read(long offset, Span<byte> bytes)
    {
        try
        {
            while (!bytes.IsEmpty)
            {
                var read = RandomAccess.Read(_handle, bytes, offset);
                if (read == 0) throw new EndOfStreamException("it ends too early");
                offset += read;
                bytes = bytes[read..];
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new TrainingException(
                $"{_folder}: reading a temporary file failed ({problem.Message.TrimEnd('.')}); the file must stay unchanged. Check the disk, and open the table again.", problem);
        }
    }

    public void Dispose() => _handle.Dispose();

    private static SafeFileHandle Create(string folder)
    {
        var path = Path.Combine(folder, $"minima-{Guid.NewGuid():N}.tmp");
        try
        {
            var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, FileOptions.DeleteOnClose);

            // An open file without a name ends with its process, even a killed one. Windows deletes the file itself.
            if (!OperatingSystem.IsWindows()) File.Delete(path);
            return handle;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new TrainingException(
                $"{folder}: a temporary file cannot be created there ({problem.Message.TrimEnd('.')}); a table that does not fit in memory needs one. Name another folder (TemporaryFolder; --scratch), or let more stay in memory (MemoryBudget; --memory).",
                problem);
        }
    }
}
