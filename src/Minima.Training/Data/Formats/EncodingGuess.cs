using System.Buffers;
using System.Text;

namespace Minima.Training.Data;

/// <summary>Which encoding a table is in, from its bytes: a byte order mark, then UTF-16 by its zeros, then UTF-8, then the language in whose usual encoding they are most likely.</summary>
/// <remarks>
/// Bytes that are UTF-8 are hardly ever anything else. What stays open: a few Chinese words whose bytes are UTF-8 as well, as <c>血压</c>, where nothing
/// else in the file is Chinese; and one or two words whose bytes are as usual in another language.
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

    /// <summary>The encoding of some bytes, or null where none of those known fits.</summary>
    /// <param name="bytes">The beginning, or a part that begins with a character.</param>
    /// <param name="isWhole">Nothing follows; otherwise the last character may be cut off.</param>
    public static string? Of(ReadOnlySpan<byte> bytes, bool isWhole)
    {
        if (OfMark(bytes) is { } marked) return marked;
        if (bytes.Contains((byte)0) && OfZeros(bytes) is { } wide) return wide;
        if (IsUtf8(bytes, isWhole)) return Utf8;
        return WrittenLanguage.MostLikely(bytes, isWhole)?.Encoding;
    }

    /// <summary>UTF-16 without a mark: separators and digits have a zero beside them, always on the same side.</summary>
    private static string? OfZeros(ReadOnlySpan<byte> bytes)
    {
        var (even, odd) = (0, 0);
        for (var i = 0; i + 1 < bytes.Length; i += 2)
        {
            if (bytes[i] == 0) even++;
            if (bytes[i + 1] == 0) odd++;
        }

        // One of five characters is little for a table, even a Chinese one. Text has no character that is nothing.
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
