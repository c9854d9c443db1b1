namespace Minima.Training.Data;

/// <summary>Finds the name that was probably meant by a misspelt one.</summary>
internal static class Suggestions
{
    /// <summary>The nearest candidate by edit distance, ignoring case, or null if none is near.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        string? best = null;
        var bestDistance = Math.Max(1, word.Length / 3) + 1;
        foreach (var candidate in candidates)
        {
            var distance = Names.Distance(word.ToUpperInvariant(), candidate.ToUpperInvariant());
            // As many changes as letters: nothing of the word remains, as if 'q' became 'a'.
            if (distance >= bestDistance || distance >= Math.Max(word.Length, candidate.Length)) continue;
            best = candidate;
            bestDistance = distance;
        }

        return best;
    }
}
