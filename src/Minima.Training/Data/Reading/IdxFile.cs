using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Minima.Training.Data;

/// <summary>
/// Reads files of the MNIST format: two zero bytes, a type, the number of axes, the lengths of the axes, the numbers, all big-endian. Gzipped files are
/// decompressed.
/// </summary>
/// <remarks>
/// A header is not trusted: sizes are compared with the length of the file before memory is allocated, and for a compressed file memory grows with the decompressed
/// data. Source: LeCun, Cortes and Burges, The MNIST database of handwritten digits, file formats.
/// </remarks>
public static class IdxFile
{
    /// <summary>The maximum compression ratio of Deflate: 258 bytes in 2 bits (RFC 1951).</summary>
    private const long DeflateAtBest = 1032;

    private const int Piece = 1 << 20;

    /// <summary>Reads rows of numbers. Bytes become float by (value * scale - mean) / deviation when batches are made; other types are unchanged.</summary>
    /// <param name="path">The file, gzipped or not.</param>
    /// <param name="name">The name of the field in reports.</param>
    /// <param name="scale">The factor of bytes; by default 0 to 255 become 0 to 1.</param>
    /// <param name="mean">The number to subtract then.</param>
    /// <param name="deviation">The number to divide by then.</param>
    /// <param name="row">The shape of a row if it differs from that of the file, such as [1, 28, 28] instead of [28, 28].</param>
    /// <exception cref="DataException">The file is not of this format, or ends too early; the message gives the place.</exception>
    public static DataArray Read(string path, string name = "features", double scale = 1.0 / 255, double mean = 0, double deviation = 1, Shape? row = null)
    {
        var (shape, values) = Values(path);
        var own = shape.Rank == 0 ? shape : shape.Without(0);
        var rows = row ?? own;
        if (rows.Count != own.Count) throw new TrainingException($"{CsvFile.NameOf(path)} has rows of shape {own} ({own.Count} numbers), which cannot be read as {rows} ({rows.Count}). Give a shape with the same number of elements.");
        return values switch
        {
            byte[] bytes => DataArray.Of(name, bytes, rows, scale, mean, deviation),
            int[] whole => DataArray.Of(name, whole, rows),
            float[] single => DataArray.Of(name, single, rows),
            _ => DataArray.Of(name, (double[])values, rows),
        };
    }

    /// <summary>Reads class labels: one whole number for each row.</summary>
    /// <param name="path">The file, gzipped or not.</param>
    /// <param name="classes">The number of classes; 0 for one more than the largest label.</param>
    /// <param name="name">The name of the field in reports.</param>
    /// <exception cref="DataException">The file is not of this format, ends too early, or holds no labels.</exception>
    public static DataArray ReadLabels(string path, int classes = 0, string name = "label")
    {
        var (shape, values) = Values(path);
        int[]? labels = values switch { byte[] bytes => Array.ConvertAll(bytes, value => (int)value), int[] whole => whole, _ => null };
        if (labels is null || shape.Rank != 1)
            throw Fault(path, $"it holds {(labels is null ? "numbers with fractions" : "whole numbers")} in the shape {shape}", "labels are expected: one axis of whole numbers", "Is this the file of the images?");
        return DataArray.Labels(name, labels, classes);
    }

    /// <summary>Reads images and their labels as one data set.</summary>
    /// <exception cref="DataException">A file is not of this format, or ends too early.</exception>
    /// <exception cref="TrainingException">The numbers of images and labels differ.</exception>
    public static ArrayData Open(string images, string labels, int classes = 0, double scale = 1.0 / 255, double mean = 0, double deviation = 1, Shape? row = null) =>
        new(Read(images, "image", scale, mean, deviation, row), ReadLabels(labels, classes), name: CsvFile.NameOf(images));

    /// <summary>The numbers of a file: bytes, int (also for signed bytes and short), float or double.</summary>
    private static (Shape Shape, Array Values) Values(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using var file = CsvFile.Open(path, "an IDX file");
        try
        {
            var length = file.Length;
            var isPacked = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
            file.Position = 0;
            if (!isPacked) return Values(path, file, length);
            using var unpacked = new GZipStream(file, CompressionMode.Decompress);
            return Values(path, unpacked, length > long.MaxValue / DeflateAtBest ? long.MaxValue : length * DeflateAtBest);
        }
        catch (InvalidDataException problem)
        {
            throw Fault(path, $"it cannot be unpacked ({problem.Message.TrimEnd('.')})", "a complete gzip file is expected", "Download it again.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{CsvFile.NameOf(path)}: reading failed ({problem.Message.TrimEnd('.')}); a file is expected that can be read to its end. Check the disk.", problem) { IsAboutFile = true };
        }
    }

    private static (Shape Shape, Array Values) Values(string path, Stream stream, long mostBytes)
    {
        Span<byte> header = stackalloc byte[4];
        if (stream.ReadAtLeast(header, 4, throwOnEndOfStream: false) < 4 || header[0] != 0 || header[1] != 0)
            throw Fault(path, "it does not begin with two zero bytes, a type and a number of axes", "a file in the IDX format, that of MNIST, is expected", "Check that it is the right file.");
        var (type, rank) = (header[2], (int)header[3]);
        var size = type switch { 0x08 or 0x09 => 1, 0x0B => 2, 0x0C or 0x0D => 4, 0x0E => 8, _ => throw Fault(path, $"its type is 0x{type:X2}", "0x08 (byte), 0x09, 0x0B, 0x0C (int), 0x0D (float) or 0x0E (double) is expected", "Check that it is the right file.") };
        if (rank is 0 or > Shape.MostAxes) throw Fault(path, $"it has {rank} axes", $"1 to {Shape.MostAxes} are expected", "Check that it is the right file.");
        Span<byte> lengths = stackalloc byte[4 * rank];
        if (stream.ReadAtLeast(lengths, lengths.Length, throwOnEndOfStream: false) < lengths.Length) throw Fault(path, "it ends within its header", "the lengths of the axes are expected", "Download it again.");
        var count = 1L;
        var axes = new int[rank];
        for (var k = 0; k < rank; k++)
        {
            axes[k] = BinaryPrimitives.ReadInt32BigEndian(lengths[(4 * k)..]);
            if (axes[k] < 1) throw Fault(path, $"axis {k} has the length {axes[k]}", "lengths of at least 1 are expected", "Check that it is the right file.");
            count *= axes[k];
            if (count * size > Math.Min(mostBytes, Array.MaxLength)) throw Fault(path, $"its header gives more numbers than {(count * size > mostBytes ? "the file can hold" : "fit into one array")} (axes {string.Join(" x ", axes[..(k + 1)])}{(k + 1 < rank ? " x ..." : "")})", "a header that fits its file is expected", "Download it again.");
        }

        var bytes = Bytes(path, stream, (int)(count * size));
        if (stream.ReadByte() >= 0) throw Fault(path, $"bytes follow after the {count} numbers of its header", "the end of the file is expected", "Download it again.");
        return (Shape.Of(axes), Convert(type, bytes, (int)count));
    }

    /// <summary>Reads bytes into memory that grows with the data, because a header may claim more than there is.</summary>
    private static byte[] Bytes(string path, Stream stream, int length)
    {
        var bytes = new byte[Math.Min(length, Piece)];
        var read = 0;
        while (true)
        {
            read += stream.ReadAtLeast(bytes.AsSpan(read), bytes.Length - read, throwOnEndOfStream: false);
            if (read < bytes.Length) throw Fault(path, $"it ends after {read} of {length} bytes of numbers", "as many as its header gives are expected", "Download it again.");
            if (read == length) return bytes;
            Array.Resize(ref bytes, (int)Math.Min(length, 4L * bytes.Length));
        }
    }

    private static Array Convert(byte type, byte[] bytes, int count)
    {
        if (type == 0x08) return bytes;
        var numbers = bytes.AsSpan();
        switch (type)
        {
            case 0x09: return Array.ConvertAll(bytes, value => (int)(sbyte)value);
            case 0x0B:
                var shorts = new int[count];
                for (var i = 0; i < count; i++) shorts[i] = BinaryPrimitives.ReadInt16BigEndian(numbers[(2 * i)..]);
                return shorts;
            case 0x0C:
                var whole = new int[count];
                Reverse(MemoryMarshal.Cast<byte, int>(numbers), whole);
                return whole;
            case 0x0D:
                var single = new float[count];
                Reverse(MemoryMarshal.Cast<byte, int>(numbers), MemoryMarshal.Cast<float, int>(single.AsSpan()));
                return single;
            default:
                var wide = new double[count];
                var from = MemoryMarshal.Cast<byte, long>(numbers);
                var to = MemoryMarshal.Cast<double, long>(wide.AsSpan());
                if (BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(from, to);
                else from.CopyTo(to);
                return wide;
        }
    }

    private static void Reverse(ReadOnlySpan<int> from, Span<int> to)
    {
        if (BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(from, to);
        else from.CopyTo(to);
    }

    private static DataException Fault(string path, string got, string expected, string remedy) => DataException.Create(CsvFile.NameOf(path), got, expected, remedy);
}
