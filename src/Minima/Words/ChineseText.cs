using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Minima;

/// <summary>The handler of interpolated strings in Chinese, whose holes may hold Chinese or not. It sets the spaces between its pieces by <see cref="ChineseSpaces"/>.</summary>
/// <remarks>The compiler calls it for every interpolated string that is passed as a Chinese text, as in <see cref="Localized"/>.</remarks>
[InterpolatedStringHandler]
internal readonly ref struct ChineseText
{
    private readonly StringBuilder _text;

    private ChineseText(string text) => _text = new(text);

    /// <summary>An empty text.</summary>
    public ChineseText(int literalLength, int holes) => _text = new(literalLength + (holes << 3));

    /// <summary>A text that is written in one piece.</summary>
    public static implicit operator ChineseText(string text) => new(text);

    /// <summary>Adds words of the string itself.</summary>
    public void AppendLiteral(string words) => ChineseSpaces.Append(_text, words);

    /// <summary>Adds the value of a hole.</summary>
    public void AppendFormatted<T>(T value) => AppendFormatted(value, null);

    /// <summary>Adds the value of a hole, in a format.</summary>
    public void AppendFormatted<T>(T value, string? format) =>
        ChineseSpaces.Append(_text, (value is IFormattable formattable ? formattable.ToString(format, CultureInfo.InvariantCulture) : value?.ToString()) ?? "");

    /// <summary>The text.</summary>
    public override string ToString() => _text.ToString();
}
