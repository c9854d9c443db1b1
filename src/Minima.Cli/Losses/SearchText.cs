namespace Minima.Cli.Losses;

/// <summary>Finds the words of a search in a text. A word of at most three Latin letters occurs in many others, so it matches only as a whole word.</summary>
internal static class SearchText
{
    private const int LongestShort = 3;

    /// <summary>Stop words of a search.</summary>
    private static readonly string[] Fillers = ["loss", "losses", "function", "my", "is", "are", "why", "the", "a", "an", "of", "for", "with", "and", "to", "in", "损失", "为什么"];

    /// <summary>The words of a search without stop words; all of them if none would remain.</summary>
    public static IReadOnlyList<string> Words(string search)
    {
        var all = search.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        string[] telling = [.. all.Where(word => !Fillers.Contains(word, StringComparer.OrdinalIgnoreCase))];
        return telling.Length == 0 ? all : telling;
    }

    /// <summary>True if a name contains a word, ignoring <c>_</c> and <c>-</c>; a short word must begin or end a part of it.</summary>
    public static bool IsInName(string name, string word) => IsShort(word)
        ? name.Split('_', '-', ' ').Any(part => part.StartsWith(word, StringComparison.OrdinalIgnoreCase) || part.EndsWith(word, StringComparison.OrdinalIgnoreCase))
        : Names.Normalise(name).Contains(Names.Normalise(word), StringComparison.Ordinal);

    /// <summary>True if a text contains a word.</summary>
    public static bool IsInText(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if (!IsShort(word) || ((at == 0 || !char.IsAsciiLetterOrDigit(text[at - 1])) && (at + word.Length == text.Length || !char.IsAsciiLetterOrDigit(text[at + word.Length])))) return true;
        }

        return false;
    }

    public static bool IsHan(string word) => word.AsSpan().ContainsAnyInRange('\u4e00', '\u9fff');

    public static bool IsShort(string word) => word.Length <= LongestShort && word.All(char.IsAsciiLetterOrDigit);
}
