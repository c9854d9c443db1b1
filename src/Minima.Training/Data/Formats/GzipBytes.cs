using System.IO.Compression;

namespace Minima.Training.Data;

/// <summary>The bytes decompressed from gzip, one member or several; a truncated file is an <see cref="InvalidDataException"/>.</summary>
/// <remarks>
/// <see cref="GZipStream"/> accepts a truncated file as complete. Therefore a member of our own is appended to the file: if anything else than its bytes comes out
/// after the file, data is missing before them.
/// </remarks>
internal sealed class GzipBytes : ForwardStream
{
    private static readonly byte[] Mark = [0x4D, 0x69, 0x6E, 0x69, 0x6D, 0x61, 0x20, 0x65, 0x6E, 0x64, 0xF1, 0x0C, 0x9A, 0x37, 0xE5, 0x02];
    private static readonly byte[] LastMember = Pack(Mark);

    private readonly JoinedStream _packed;
    private readonly GZipStream _plain;
    private bool _isEnded;

    /// <param name="packed">The stream of compressed bytes, which stays open.</param>
    public GzipBytes(Stream packed)
    {
        _packed = new JoinedStream(packed, new MemoryStream(LastMember, writable: false));
        _plain = new GZipStream(_packed, CompressionMode.Decompress);
    }

    /// <summary>True if bytes begin with the gzip signature.</summary>
    public static bool Are(ReadOnlySpan<byte> head) => head is [0x1F, 0x8B, ..];

    public override int Read(Span<byte> buffer)
    {
        if (_isEnded || buffer.IsEmpty) return 0;
        var read = _plain.Read(buffer);
        if (read > 0 && !_packed.IsNext) return read;
        var last = new byte[Mark.Length + 1];
        var length = Math.Min(read, last.Length);
        buffer[..length].CopyTo(last);
        length += _plain.ReadAtLeast(last.AsSpan(length), last.Length - length, throwOnEndOfStream: false);
        if (!last.AsSpan(0, length).SequenceEqual(Mark)) throw new InvalidDataException("the compressed data are cut off");
        _isEnded = true;
        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _plain.Dispose();
        base.Dispose(disposing);
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var writer = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) writer.Write(bytes);
        return packed.ToArray();
    }
}
