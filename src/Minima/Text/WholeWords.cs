namespace Minima;

/// <summary>Searches a text for words that stand alone. It needs no regular expressions, whose engine would be a twentieth of what a browser loads.</summary>
internal static class WholeWords
{
    /// <summary>Whether the word occurs where neither the sign before it nor the sign behind it continues a word.</summary>
    public static bool Contain(string text, string word, Func<char, bool> continuesBefore, Func<char, bool> continuesBehind)
    {
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            var end = at + word.Length;
            if ((at == 0 || !continuesBefore(text[at - 1])) && (end == text.Length || !continuesBehind(text[end]))) return true;
        }

        return false;
    }
}
