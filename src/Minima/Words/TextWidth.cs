namespace Minima;

/// <summary>The number of columns of a text in a fixed-width font: Chinese characters and full-width punctuation take two.</summary>
internal static class TextWidth
{
    public static int Of(string text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            width += IsWide(rune.Value) ? 2 : 1;
        }

        return width;
    }

    /// <summary>The wide ranges of Unicode's East Asian Width that Chinese, Japanese and Korean text uses.</summary>
    private static bool IsWide(int code) => code is
        (>= 0x1100 and <= 0x115F) or
        (>= 0x2E80 and <= 0x303E) or
        (>= 0x3041 and <= 0xA4CF) or
        (>= 0xAC00 and <= 0xD7A3) or
        (>= 0xF900 and <= 0xFAFF) or
        (>= 0xFE30 and <= 0xFE6F) or
        (>= 0xFF01 and <= 0xFF60) or
        (>= 0xFFE0 and <= 0xFFE6) or
        (>= 0x20000 and <= 0x3FFFD);
}
