namespace Minima;

/// <summary>The exceptions of a disk that fails, is full, or refuses.</summary>
internal static class DiskFault
{
    /// <summary>True for an exception of the disk.</summary>
    /// <remarks>If a file would exceed the maximum size of the system (a limit, a FAT disk), .NET throws <see cref="ArgumentOutOfRangeException"/>.</remarks>
    public static bool Is(Exception problem) => problem is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException;
}
