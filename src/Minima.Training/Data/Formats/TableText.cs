using System.Collections.Concurrent;
using System.Text;

namespace Minima.Training.Data;

/// <summary>Decodes the bytes of tables: in the given encoding, or in the detected one; one that is not UTF-8 is reported once.</summary>
internal sealed class TableText
{
    private const int BufferSize = 1 << 16;
    private const int SampleSize = 1 << 20;
    private const int FirstPiece = 1 << 16;

    /// <summary>The maximum length of a compressed file that is searched for a byte above 127.</summary>
    private const long MostUnpacked = 64L << 20;

    private static readonly TableText Usual = new(null);
    private static readonly AsyncLocal<TableText?> Chosen = new();

    private readonly TextWriter? _error;
    private readonly ConcurrentDictionary<string, Encoding> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _named = new(StringComparer.Ordinal);

    /// <param name="error">Receives the choices; if null, the notes of the table do.</param>
    public TableText(TextWriter? error) => _error = error;

    /// <summary>The instance of the running program; it holds for the work begun from here.</summary>
    public static TableText Current
    {
        get => Chosen.Value ?? Usual;
        set => Chosen.Value = value;
    }

    /// <summary>Finds an encoding by a common name; null for an unknown one.</summary>
    public static Encoding? Find(string name) => EncodingNames.Find(name);

    /// <summary>The encoding of tables without one of their own; null to detect it from the bytes.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>The separator of tables without one of their own; null to detect it from the text.</summary>
    public char? Separator { get; init; }

    /// <summary>The marks of missing values of every table.</summary>
    public IReadOnlyList<MissingMark> MissingMarks { get; init; } = [];

    /// <summary>The remedy if bytes are invalid in the encoding.</summary>
    public string Remedy() => _error is null
        ? "Name the encoding of the file in Encoding, or save the table again as CSV (UTF-8)."
        : "Name the encoding of the file, as in --encoding gbk, or save the table again as CSV (UTF-8).";

    /// <summary>Opens the text of a part; invalid bytes throw a <see cref="DecoderFallbackException"/> later on.</summary>
    /// <param name="bytes">The bytes of the part, which stay open.</param>
    /// <param name="part">The part.</param>
    /// <param name="source">The table it belongs to.</param>
    /// <param name="encoding">The encoding used, for messages.</param>
    public TextReader Open(PartBytes bytes, TablePart part, TableSource source, out string encoding)
    {
        var chosen = source.Encoding ?? Encoding ?? (part.Path is { } path && _known.TryGetValue(path, out var known) ? known : Recognised(bytes, part, source));
        encoding = EncodingNames.Of(chosen);
        return new SkippedMark(Reader(bytes.Stream, chosen));
    }

    /// <summary>Opens a stream that is still being written: its beginning decides, and an invalid byte becomes a replacement character.</summary>
    public TextReader OpenLive(Stream stream, string name)
    {
        var buffer = new byte[FirstPiece];
        var length = stream.Read(buffer);
        Stream bytes = new JoinedStream(new MemoryStream(buffer[..length]), stream);
        if (GzipBytes.Are(buffer))
        {
            var plain = new GzipBytes(bytes);
            length = plain.Read(buffer);
            bytes = new JoinedStream(new MemoryStream(buffer[..length]), plain);
        }

        var chosen = Encoding ?? Named(EncodingGuess.Of(buffer.AsSpan(0, length), isWhole: false) ?? EncodingGuess.Utf8, name, null);
        return new SkippedMark(Reader(bytes, System.Text.Encoding.GetEncoding(chosen.CodePage)));
    }

    private static StreamReader Reader(Stream stream, Encoding encoding) => new(stream, encoding, detectEncodingFromByteOrderMarks: false, BufferSize, leaveOpen: true);

    private Encoding Recognised(PartBytes bytes, TablePart part, TableSource source)
    {
        var sample = Sample(bytes, out var isWhole);
        var word = EncodingGuess.Of(sample, isWhole) ?? throw DataException.Create(
            part.Name,
            "the bytes are valid in none of the encodings that Minima recognises (UTF-8, UTF-16, GB18030, Big5, Shift-JIS, Korean, Windows-1250 to 1254)",
            "a CSV file in a known encoding is expected",
            Remedy());
        var encoding = Named(word, part.Name, source);

        // A running program may see the file change; a command reads it a few times and ends.
        if (_error is not null && part.Path is { } path) _known.TryAdd(path, encoding);
        return encoding;
    }

    private Encoding Named(string word, string name, TableSource? source)
    {
        var encoding = EncodingNames.Find(word)!;
        if (word == EncodingGuess.Utf8) return encoding;
        if (_error is null) source?.Note(new(
            $"{source.Name} is not UTF-8 and is read as {EncodingNames.Of(encoding)}; Encoding names another.",
            $"{source.Name} 不是 UTF-8，按 {EncodingNames.Of(encoding)} 读取；可用 Encoding 指定其他编码。"));
        else if (_named.TryAdd(source is { Parts.Count: > 1 } ? $"{source.Name}\n{word}" : name, true)) _error.WriteLine($"{name} is not UTF-8 and is read as {EncodingNames.Of(encoding)}; --encoding NAME sets another encoding.");
        return encoding;
    }

    /// <summary>The bytes for detection: the beginning; if it has no byte above 127, a later part of the file that does.</summary>
    private static ReadOnlySpan<byte> Sample(PartBytes bytes, out bool isWhole)
    {
        var buffer = new byte[(int)Math.Min(SampleSize, (bytes.Length ?? SampleSize) + 1)];
        var length = bytes.Stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        isWhole = length < buffer.Length;
        if (!bytes.CanRestart)
        {
            bytes.PutBack(buffer.AsMemory(0, length));
            return buffer.AsSpan(0, length);
        }

        for (var seen = (long)length; !isWhole && (!bytes.IsPacked || seen < MostUnpacked) && IsPlain(buffer.AsSpan(0, length)); seen += length)
        {
            try
            {
                length = bytes.Stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            }
            catch (InvalidDataException)
            {
                // The reader of the rows reports it, with the line.
                break;
            }

            isWhole = length < buffer.Length;
        }

        // All bytes before the sample are plain, so that it begins with a character.
        bytes.Restart();
        return buffer.AsSpan(0, length);
    }

    /// <summary>True if the bytes do not distinguish encodings: no mark, no byte above 127, no zero.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> bytes) => EncodingGuess.OfMark(bytes) is null && bytes.IndexOfAnyInRange((byte)0x80, byte.MaxValue) < 0 && !bytes.Contains((byte)0);
}
