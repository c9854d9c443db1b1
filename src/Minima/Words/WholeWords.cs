namespace Minima;

/// <summary>Words that stand alone in a formula. It needs no regular expressions, whose engine would be a twentieth of what a browser loads.</summary>
internal static class WholeWords
{
    /// <summary>The word occurs, and neither the sign before it nor the sign behind it continues it.</summary>
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
