using System.Buffers;
using System.Text;

namespace Minima.Training.Data;

/// <summary>Detects the encoding of a table from its bytes: a byte order mark, then UTF-16 by its zeros, then UTF-8, then the language whose usual encoding is most likely.</summary>
/// <remarks>
/// Bytes that are valid UTF-8 are hardly ever in another encoding. Two cases remain ambiguous. One is a few Chinese words whose bytes are also UTF-8, such as
/// <c>血压</c>, if nothing else in the file is Chinese. The other is one or two words whose bytes are equally usual in another language.
/// </remarks>
internal static class EncodingGuess
{
    public const string Utf8 = "utf-8";
    public const string Chinese = "gb18030";
    public const string Western = "windows-1252";
    public const string Utf16 = "utf-16";
    public const string Utf16BigEndian = "utf-16BE";

    private const byte FirstHigh = 0x80;

    /// <summary>The encoding that a byte order mark names, or null.</summary>
    public static string? OfMark(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => Utf8,
        [0xFF, 0xFE, ..] => Utf16,
        [0xFE, 0xFF, ..] => Utf16BigEndian,
        [0x84, 0x31, 0x95, 0x33, ..] => Chinese,
        _ => null,
    };

    /// <summary>The encoding of some bytes, or null if no known one fits.</summary>
    /// <param name="bytes">The beginning of the text, or a part that begins with a character.</param>
    /// <param name="isWhole">True if nothing follows; otherwise the last character may be cut off.</param>
    public static string? Of(ReadOnlySpan<byte> bytes, bool isWhole)
    {
        if (OfMark(bytes) is { } marked) return marked;
        if (bytes.Contains((byte)0) && OfZeros(bytes) is { } wide) return wide;
        if (IsUtf8(bytes, isWhole)) return Utf8;
        return WrittenLanguage.MostLikely(bytes, isWhole)?.Encoding;
    }

    /// <summary>Detects UTF-16 without a mark: separators and digits have a zero byte, always on the same side.</summary>
    private static string? OfZeros(ReadOnlySpan<byte> bytes)
    {
        var (even, odd) = (0, 0);
        for (var i = 0; i + 1 < bytes.Length; i += 2)
        {
            if (bytes[i] == 0) even++;
            if (bytes[i + 1] == 0) odd++;
        }

        // One of five characters is few for a table, even a Chinese one. Text contains no null character.
        var few = bytes.Length / 10;
        return odd > few && even == 0 ? Utf16 : even > few && odd == 0 ? Utf16BigEndian : null;
    }

    private static bool IsUtf8(ReadOnlySpan<byte> bytes, bool isWhole)
    {
        while (!bytes.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(bytes, out _, out var used);
            if (status == OperationStatus.NeedMoreData) return !isWhole;
            if (status != OperationStatus.Done) return false;
            bytes = bytes[used..];
            var high = bytes.IndexOfAnyInRange(FirstHigh, byte.MaxValue);
            bytes = high < 0 ? [] : bytes[high..];
        }

        return true;
    }
}
