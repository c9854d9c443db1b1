using System.Globalization;
using System.Text;

namespace Minima;

/// <summary>
/// A message as its source writes it, and its Chinese. Holes of the English are <c>{0}</c>, <c>{1}</c>, ... in their order; the Chinese places them
/// as its grammar requires: <c>{0}</c> unchanged, <c>{0:t}</c> translated in turn, because they hold words and not data.
/// </summary>
internal sealed class MessagePattern
{
    private readonly (string Text, int Hole, bool IsTranslated)[] _answer;

    public MessagePattern(string english, string chinese)
    {
        (English, Chinese) = (english, chinese);
        var parts = Parts(english);
        Literals = Gather(parts);
        _answer = [.. Parts(chinese)];
        Translated = new bool[Literals.Length - 1];
        foreach (var (_, hole, isTranslated) in _answer)
        {
            if (hole >= Translated.Length) throw new FormatException($"'{chinese}' has a hole that '{english}' lacks.");
            if (hole >= 0) Translated[hole] |= isTranslated;
        }

        Words = CountWords(english);
        Letters = Literals.Sum(text => text.Count(char.IsAsciiLetter));
    }

    /// <summary>The English text in the source.</summary>
    public string English { get; }

    /// <summary>The Chinese text.</summary>
    public string Chinese { get; }

    /// <summary>The words before, between and after the holes: one more than there are holes.</summary>
    public string[] Literals { get; }

    /// <summary>For each hole, true if its text is translated in turn.</summary>
    public bool[] Translated { get; }

    /// <summary>The number of letters of a message that the pattern itself explains.</summary>
    public int Letters { get; }

    /// <summary>The number of words of a message that the pattern itself explains.</summary>
    public int Words { get; }

    /// <summary>The number of words of a sentence in a text; quotations, paths and names with signs do not count.</summary>
    public static int CountWords(string text)
    {
        var (count, quote) = (0, '\0');
        for (var i = 0; i < text.Length;)
        {
            if (quote != '\0')
            {
                if (text[i++] == quote) quote = '\0';
                continue;
            }

            var end = i;
            while (end < text.Length && text[end] != ' ') end++;
            if (end == i)
            {
                i++;
                continue;
            }

            if (text[i] is '\'' or '"' or '`')
            {
                quote = text[i++];
                continue;
            }

            // Names in a list are followed by commas.
            if (text[end - 1] == ',')
            {
                i = end;
                continue;
            }

            var word = text.AsSpan(i, end - i).TrimEnd(",.;:!?)").TrimStart('(');
            if (word.Length > 1 && !word.ContainsAnyExceptInRange('a', 'z')) count++;
            i = end;
        }

        return count;
    }

    /// <summary>The Chinese text, with the contents of the holes.</summary>
    public string Fill(IReadOnlyList<string> holes)
    {
        var text = new StringBuilder();
        foreach (var (words, hole, _) in _answer) Join(text, hole < 0 ? words : holes[hole]);
        return text.ToString();
    }

    /// <summary>Adds a piece; between Chinese and Chinese it removes the space that an English message has there.</summary>
    private static void Join(StringBuilder text, string next)
    {
        if (text.Length > 0 && next.Length > 0)
        {
            if (text[^1] == ' ' && text.Length > 1 && IsWide(text[^2]) && IsWide(next[0])) text.Length--;
            else if (next[0] == ' ' && next.Length > 1 && IsWide(text[^1]) && IsWide(next[1])) next = next[1..];
        }

        ChineseSpaces.Append(text, next);
    }

    private static bool IsWide(char letter) => ChineseSpaces.IsHan(letter) || letter is '“' or '”' or '，' or '。' or '；' or '：' or '、' or '（' or '）';

    private static string[] Gather(List<(string Text, int Hole, bool IsTranslated)> parts)
    {
        var literals = new List<string> { "" };
        foreach (var (text, hole, _) in parts)
        {
            if (hole < 0) literals[^1] += text;
            else if (hole == literals.Count - 1) literals.Add("");
            else throw new FormatException("the holes of an English message must be numbered in order.");
        }

        return [.. literals];
    }

    private static List<(string Text, int Hole, bool IsTranslated)> Parts(string template)
    {
        var parts = new List<(string, int, bool)>();
        var text = new StringBuilder();
        for (var i = 0; i < template.Length; i++)
        {
            var c = template[i];
            if (c is '{' or '}' && i + 1 < template.Length && template[i + 1] == c)
            {
                text.Append(c);
                i++;
            }
            else if (c == '{')
            {
                var end = template.IndexOf('}', i);
                if (end < 0) throw new FormatException($"'{template}' has an unterminated hole.");
                var inside = template.AsSpan(i + 1, end - i - 1);
                var isTranslated = inside.EndsWith(":t", StringComparison.Ordinal);
                parts.Add((text.ToString(), -1, false));
                parts.Add(("", int.Parse(isTranslated ? inside[..^2] : inside, NumberStyles.None, CultureInfo.InvariantCulture), isTranslated));
                text.Clear();
                i = end;
            }
            else
            {
                text.Append(c);
            }
        }

        parts.Add((text.ToString(), -1, false));
        return parts;
    }
}
