using System.IO.Compression;

namespace Minima.Frames;

/// <summary>How much of the built explorer travels, in MB, and how much may.</summary>
internal static class Sizes
{
    public const double FolderBudget = 3.2;

    public const double FileBudget = 5;

    /// <summary>All files of a folder, each as Brotli packs it best.</summary>
    public static double OfFolder(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).AsParallel().Sum(Compressed) / 1e6;

    /// <summary>A file as it lies on the disk.</summary>
    public static double OfFile(string path) => new FileInfo(path).Length / 1e6;

    private static double Compressed(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(bytes.Length)];
        return BrotliEncoder.TryCompress(bytes, packed, out var length, 11, 22) ? length : throw new InvalidDataException(path);
    }
}
