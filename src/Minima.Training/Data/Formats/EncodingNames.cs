using System.Globalization;
using System.Text;

namespace Minima.Training.Data;

/// <summary>The common names of encodings.</summary>
internal static class EncodingNames
{
    /// <summary>Finds an encoding that throws on invalid bytes, by a common name; null for an unknown name.</summary>
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

    /// <summary>The name of an encoding in messages.</summary>
    public static string Of(Encoding encoding) => encoding.WebName switch
    {
        "gb18030" => "GB18030 (Chinese)",
        "big5" => "Big5 (traditional Chinese)",
        "shift_jis" => "Shift-JIS (Japanese)",
        "ks_c_5601-1987" => "code page 949 (Korean)",
        "windows-1250" => "Windows-1250 (Central European)",
        "windows-1251" => "Windows-1251 (Cyrillic)",
        "windows-1252" => "Windows-1252 (Western European)",
        "windows-1253" => "Windows-1253 (Greek)",
        "windows-1254" => "Windows-1254 (Turkish)",
        "utf-8" => "UTF-8",
        "utf-16" or "utf-16BE" => "UTF-16",
        var other => other,
    };

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
}
