using System.Buffers;
using System.Text;

namespace Minima.Training.Data;

/// <summary>Which encoding a table is in, from its bytes: a byte order mark, then UTF-16 by its zeros, then UTF-8, then Chinese (GBK, GB18030) or Western European (Windows-1252).</summary>
/// <remarks>
/// Bytes that are UTF-8 are hardly ever anything else. GB18030 and Windows-1252 share bytes, but not habits: a Chinese character is two bytes from
/// 0x81 up, and characters follow each other; a letter with an accent is one byte among plain letters. Runs of high bytes are counted for the one
/// or the other. What stays open: a file whose only such bytes are pairs of accented capitals that stand alone, as <c>ÀÉ</c> between commas,
/// which is read as Chinese; and a few Chinese words whose bytes are UTF-8
/// as well, as <c>血压</c>, where nothing else in the file is Chinese.
/// </remarks>
internal static class EncodingGuess
{
    public const string Utf8 = "utf-8";
    public const string Chinese = "gb18030";
    public const string Western = "windows-1252";
    public const string Utf16 = "utf-16";
    public const string Utf16BigEndian = "utf-16BE";

    private const byte FirstHigh = 0x80;
    private const double BesideLetter = 0.3;

    /// <summary>Bytes that Windows-1252 does not define.</summary>
    private static readonly SearchValues<byte> NotWestern = SearchValues.Create([0x81, 0x8D, 0x8F, 0x90, 0x9D]);

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
        var isChinese = Evidence(bytes, isWhole, out var chinese, out var western);
        var isWestern = bytes.IndexOfAny(NotWestern) < 0;
        return isChinese && (!isWestern || chinese > western) ? Chinese : isWestern ? Western : null;
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

    /// <summary>True if the bytes can be GB18030; weighs what speaks for Chinese and for a Western language.</summary>
    private static bool Evidence(ReadOnlySpan<byte> bytes, bool isWhole, out double chinese, out double western)
    {
        (chinese, western) = (0, 0);
        var at = 0;
        while (at < bytes.Length)
        {
            if (bytes[at] < FirstHigh)
            {
                at++;
                continue;
            }

            var length = bytes[at..].IndexOfAnyExceptInRange(FirstHigh, byte.MaxValue);
            if (length < 0) length = bytes.Length - at;

            // Where the sample ends, it may end within a character.
            var isCut = !isWhole && at + length == bytes.Length;
            Weigh(bytes, at, isCut ? length - (length % 2) : length, ref chinese, ref western);
            if (!Skip(bytes, at + length, ref at)) return !isWhole && bytes.Length - at < 4;
        }

        return true;
    }

    /// <summary>A run of high bytes: an odd number of them is no Chinese of the usual characters, a pair between letters hardly.</summary>
    private static void Weigh(ReadOnlySpan<byte> bytes, int at, int length, ref double chinese, ref double western)
    {
        if (length % 2 != 0)
        {
            western++;
            return;
        }

        var letters = (at > 0 && char.IsAsciiLetter((char)bytes[at - 1]) ? 1 : 0) + (at + length < bytes.Length && char.IsAsciiLetter((char)bytes[at + length]) ? 1 : 0);
        if (length == 2 && letters == 2)
        {
            western++;
            return;
        }

        // Beside a letter stands rather the end of a word (süß) than a character, if that is not a usual one.
        if (length == 2 && letters == 1) western += BesideLetter;
        for (var i = at; i < at + length; i += 2)
        {
            // The rows of GB 2312: punctuation, and the characters that nearly all text is made of.
            var isUsual = bytes[i] is (>= 0xA1 and <= 0xA3) or (>= 0xB0 and <= 0xF7) && bytes[i + 1] >= 0xA1;
            chinese += (isUsual ? 1 : 0.25) / (1 + letters);
        }
    }

    /// <summary>Goes over a run, and what belongs to its last character, as GB18030 reads it; false where it cannot, at the place where it stopped.</summary>
    private static bool Skip(ReadOnlySpan<byte> bytes, int end, ref int at)
    {
        while (at < end)
        {
            if (at + 1 >= bytes.Length || bytes[at] is 0x80 or 0xFF) return false;
            if (bytes[at + 1] is >= 0x30 and <= 0x39)
            {
                if (at + 3 >= bytes.Length || bytes[at + 2] is < 0x81 or 0xFF || bytes[at + 3] is < 0x30 or > 0x39) return false;
                at += 4;
            }
            else if (bytes[at + 1] is (>= 0x40 and <= 0x7E) or (>= 0x80 and <= 0xFE))
            {
                at += 2;
            }
            else
            {
                return false;
            }
        }

        return true;
    }
}
