using System.Text;

namespace Minima;

/// <summary>The spaces of a Chinese text composed from pieces: one between Chinese and a letter, a digit, a sign or a formula, none if either side is punctuation.</summary>
internal static class ChineseSpaces
{
    private const char FirstHan = '\u4e00';
    private const char LastHan = '\u9fff';

    /// <summary>The first character of the punctuation and the scripts of East Asia.</summary>
    private const char FirstEastAsian = '\u2e80';

    /// <summary>Concatenates two texts.</summary>
    public static string Concat(string left, string right) => AreApart(left, right) ? $"{left} {right}" : left + right;

    /// <summary>Adds a piece to a text.</summary>
    public static void Append(StringBuilder text, string next)
    {
        if (text.Length > 0 && next.Length > 0 && AreApart(text[^1], next)) text.Append(' ');
        text.Append(next);
    }

    /// <summary>True for a Chinese character.</summary>
    public static bool IsHan(char letter) => letter is >= FirstHan and <= LastHan;

    private static bool AreApart(string left, string right) => left.Length > 0 && right.Length > 0 && AreApart(left[^1], right);

    private static bool AreApart(char last, string right) => IsHan(last) ? Begins(right) : IsHan(right[0]) && Ends(last);

    /// <summary>True if the text begins with a word, a number, an option (--target) or a formula.</summary>
    private static bool Begins(string text) =>
        IsWord(text[0]) || text[0] is '(' or '|' or '√' or '‖' || (text[0] is '-' or '−' or '+' && text.Length > 1 && (IsWord(text[1]) || text[1] == text[0]));

    private static bool Ends(char letter) => IsWord(letter) || letter is '%' or ')' or ']' or '|' or '‖';

    private static bool IsWord(char letter) => letter < FirstEastAsian && (char.IsLetter(letter) || char.IsNumber(letter));
}
