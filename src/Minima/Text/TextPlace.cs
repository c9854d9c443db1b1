using System.Globalization;
using System.Text;

namespace Minima;

/// <summary>A human-readable place in a text.</summary>
internal static class TextPlace
{
    private const int Before = 40;
    private const int After = 24;
    private const string Left = "...";

    /// <summary><c>column 7</c>, or <c>line 2, column 7</c> if there are several lines.</summary>
    public static string Describe(string text, int position)
    {
        var column = "column " + Column(text, position).ToString(CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny('\n', '\r') < 0 ? column : $"line {Line(text, position).ToString(CultureInfo.InvariantCulture)}, {column}";
    }

    /// <summary>The line, from 1.</summary>
    public static int Line(string text, int position) => 1 + text.AsSpan(0, Math.Min(position, text.Length)).Count('\n');

    /// <summary>The column in the line, from 1.</summary>
    public static int Column(string text, int position) => position - Start(text, position) + 1;

    /// <summary>The line around the place, at most 64 characters of it, and a caret under the place.</summary>
    public static string Picture(string text, int position)
    {
        position = Math.Min(position, text.Length);
        var start = Start(text, position);
        var rest = text.AsSpan(position).IndexOfAny('\n', '\r');
        var end = rest < 0 ? text.Length : position + rest;
        var from = Whole(text, position - start > Before ? position - Before : start);
        var to = Whole(text, end - position > After ? position + After : end);
        var shown = new StringBuilder(from > start ? Left : "");
        var pad = new StringBuilder().Append(' ', shown.Length);
        for (var i = from; i < to; i++)
        {
            var c = text[i];
            shown.Append(IsShown(text, i) ? c : char.IsWhiteSpace(c) ? ' ' : '\uFFFD');
            if (i < position && !char.IsLowSurrogate(c) && CharUnicodeInfo.GetUnicodeCategory(text, i) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark))
            {
                // An East Asian character is as wide as two; so is an ideographic space.
                pad.Append(IsWide(c) ? '\u3000' : ' ');
            }
        }

        return shown.Append(to < end ? Left : "").Append('\n').Append(pad).Append('^').ToString();
    }

    private static int Start(string text, int position) => text.AsSpan(0, Math.Min(position, text.Length)).LastIndexOfAny('\n', '\r') + 1;

    /// <summary>The index, moved off the middle of a surrogate pair.</summary>
    private static int Whole(string text, int index) =>
        index > 0 && index < text.Length && char.IsLowSurrogate(text[index]) && char.IsHighSurrogate(text[index - 1]) ? index - 1 : index;

    private static bool IsShown(string text, int index) => !char.IsControl(text[index]) && (char.IsHighSurrogate(text[index])
        ? index + 1 < text.Length && char.IsLowSurrogate(text[index + 1])
        : !char.IsLowSurrogate(text[index]) || (index > 0 && char.IsHighSurrogate(text[index - 1])));

    private static bool IsWide(char c) => c is (>= '\u1100' and <= '\u115F') or (>= '\u2E80' and <= '\uA4CF') or (>= '\uAC00' and <= '\uD7A3') or (>= '\uF900' and <= '\uFAFF') or (>= '\uFE30' and <= '\uFE4F') or (>= '\uFF00' and <= '\uFF60') or (>= '\uFFE0' and <= '\uFFE6') or (>= '\uD840' and <= '\uD88F') or (>= '\uD83C' and <= '\uD83E');
}
