using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Minima.Cli.Encodings;

/// <summary>Tables in the encoding that was given, or in the one that their bytes are in; one that is not UTF-8 is named once.</summary>
internal sealed class EncodedTables(Encoding? given, TextWriter error) : TableText
{
    private const int SampleSize = 1 << 20;
    private const int FirstPiece = 1 << 16;

    private readonly ConcurrentDictionary<string, Encoding> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _named = new(StringComparer.Ordinal);

    public override string Remedy => "Name the encoding of the file, as in --encoding gbk, or save the table again as CSV (UTF-8).";

    /// <summary>An encoding by a name that people use; null for an unknown one.</summary>
    public static Encoding? Find(string name)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var word = name.Trim().ToLowerInvariant();
        if (word is "cp936" or "936" or "gbk" or "gb2312") word = "gb18030";
        else if (word is "utf8" or "utf-8-sig") word = EncodingGuess.Utf8;
        else if (word is "latin1" or "latin-1" or "ansi") word = "iso-8859-1";
        else if (word.StartsWith("cp", StringComparison.Ordinal) && int.TryParse(word.AsSpan(2), CultureInfo.InvariantCulture, out var page)) return OfPage(page);
        try
        {
            return Encoding.GetEncoding(word, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    public override TextReader Open(Stream stream, string name, out string encoding)
    {
        var bytes = stream;
        var chosen = given ?? (stream is FileStream file && _known.TryGetValue(file.Name, out var known) ? known : Recognised(ref bytes, name));
        encoding = Name(chosen);
        return new SkippedMark(Reader(bytes, chosen));
    }

    /// <summary>Opens a stream that is still being written: what has come first decides, and a byte that is no text becomes a replacement character.</summary>
    public TextReader OpenLive(Stream stream, string name)
    {
        var buffer = new byte[FirstPiece];
        var length = stream.Read(buffer);
        var chosen = given ?? Named(EncodingGuess.Of(buffer.AsSpan(0, length), isWhole: false) ?? EncodingGuess.Utf8, name);
        return new SkippedMark(Reader(new PrefixedStream(buffer.AsMemory(0, length), stream), Encoding.GetEncoding(chosen.CodePage)));
    }

    private static Encoding? OfPage(int page)
    {
        try
        {
            return Encoding.GetEncoding(page, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (Exception problem) when (problem is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private Encoding Recognised(ref Stream stream, string name)
    {
        var sample = Sample(ref stream, out var isWhole);
        var word = EncodingGuess.Of(sample, isWhole) ?? throw DataException.Create(
            name,
            "there are bytes that are neither UTF-8 nor GB18030 nor Windows-1252",
            "a CSV file in a known encoding is expected",
            Remedy);
        var encoding = Named(word, name);
        if (stream is FileStream file) _known.TryAdd(file.Name, encoding);
        return encoding;
    }

    private Encoding Named(string word, string name)
    {
        var encoding = Find(word)!;
        if (word != EncodingGuess.Utf8 && _named.TryAdd(name, true))
            error.WriteLine($"{name} is not UTF-8 and is read as {Name(encoding)}; --encoding NAME reads it as another.");
        return encoding;
    }

    /// <summary>The bytes to judge by: the beginning; of a long file without any byte above 127 there, a part that has some.</summary>
    private static ReadOnlySpan<byte> Sample(ref Stream stream, out bool isWhole)
    {
        var buffer = new byte[SampleSize];
        var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        isWhole = length < buffer.Length;
        if (!stream.CanSeek)
        {
            stream = new PrefixedStream(buffer.AsMemory(0, length), stream);
            return buffer.AsSpan(0, length);
        }

        var start = stream.Position - length;
        while (!isWhole && EncodingGuess.OfMark(buffer) is null && buffer.AsSpan(0, length).IndexOfAnyInRange((byte)0x80, byte.MaxValue) < 0)
        {
            length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            isWhole = length < buffer.Length;
        }

        // The part begins behind plain bytes, so that it begins with a character; a little before the first high byte, for what stands beside it.
        stream.Position = start;
        return buffer.AsSpan(0, length);
    }

    private static string Name(Encoding encoding) => encoding.WebName switch
    {
        "gb18030" => "GB18030 (Chinese)",
        "windows-1252" => "Windows-1252 (Western European)",
        "utf-8" => "UTF-8",
        "utf-16" or "utf-16BE" => "UTF-16",
        var other => other,
    };
}
