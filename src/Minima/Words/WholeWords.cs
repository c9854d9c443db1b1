namespace Minima;

/// <summary>Whole words in a formula. It avoids regular expressions, whose engine would be a twentieth of the download of a browser.</summary>
internal static class WholeWords
{
    /// <summary>True if the word occurs and neither the character before nor the one after continues it.</summary>
    public static bool Occur(string formula, string sought, Func<char, bool> continuesBefore, Func<char, bool> continuesBehind)
    {
        for (var at = 0; at + sought.Length <= formula.Length; at++)
        {
            var end = at + sought.Length;
            if (string.CompareOrdinal(formula, at, sought, 0, sought.Length) == 0
                && (at == 0 || !continuesBefore(formula[at - 1])) && (end == formula.Length || !continuesBehind(formula[end]))) return true;
        }

        return false;
    }
}
