using System.Numerics;

namespace Minima;

/// <summary>Losses that readers of one loss compare it with.</summary>
internal static class Relatives
{
    private const int Most = 8;

    /// <summary>A loss with fewer takes its likeliest neighbours, as far as there are any.</summary>
    private const int Least = 2;

    /// <summary>Below this likeness a loss of the same family is no neighbour: it does something else.</summary>
    private const double LeastLikeness = 2;

    /// <summary>Words of names that say nothing about what a loss does.</summary>
    private static readonly HashSet<string> CommonWords = new(["loss", "nll", "the", "and", "with", "for", "logits", "log", "cross", "multi", "probability"], StringComparer.Ordinal);

    public static IReadOnlyList<LossEntry> Of(LossEntry entry)
    {
        var named = Catalogue.All.Where(other => other != entry && entry.LatinWords.Contains(other.Key)).OrderBy(other => other.Family != entry.Family);
        var naming = Catalogue.All.Where(other => other != entry && other.LatinWords.Contains(entry.Key)).OrderBy(other => other.Family != entry.Family);
        LossEntry[] found = [.. named.Concat(naming).Distinct().Take(Most)];
        return found.Length >= Least ? found : [.. found.Concat(Nearest(entry)).Distinct().Take(Least)];
    }

    public static HashSet<string> LatinWords(LossEntry entry)
    {
        char[] letters = [.. $"{entry.Chinese.Use} {entry.Chinese.Avoid} {entry.Chinese.Limits}".Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_' ? letter : ' ')];
        return [.. new string(letters).Split(' ', StringSplitOptions.RemoveEmptyEntries).Except(entry.Parameters.Select(parameter => parameter.Name), StringComparer.Ordinal)];
    }

    /// <summary>Others of its family that are like it, the likeliest first.</summary>
    private static IEnumerable<LossEntry> Nearest(LossEntry entry)
    {
        var likeness = Catalogue.All.Where(other => other != entry && other.Family == entry.Family).Select(other => (Entry: other, Likeness: Likeness(entry, other)));
        return likeness.Where(one => one.Likeness >= LeastLikeness).OrderByDescending(one => one.Likeness).ThenByDescending(one => one.Entry.Preference).Select(one => one.Entry);
    }

    /// <summary>Shared search words and words of the names count twice, as do equal inputs; shared purposes and words of the summary count once.</summary>
    private static double Likeness(LossEntry left, LossEntry right) =>
        2 * left.SearchWords.Intersect(right.SearchWords, StringComparer.Ordinal).Count()
        + 2 * Words($"{left.Key} {left.Name}", 3).Intersect(Words($"{right.Key} {right.Name}", 3), StringComparer.Ordinal).Count()
        + 2.0 * Inputs(left).Intersect(Inputs(right)).Count() / Inputs(left).Union(Inputs(right)).Count()
        + BitOperations.PopCount((uint)(left.Suits & right.Suits))
        + Words(left.English.Summary, 5).Intersect(Words(right.English.Summary, 5), StringComparer.Ordinal).Count();

    private static IEnumerable<(string Name, string Axes)> Inputs(LossEntry entry) => entry.Inputs.Select(input => (input.Name, input.Axes));

    /// <summary>Words of at least so many letters, in the singular.</summary>
    private static IEnumerable<string> Words(string text, int letters) =>
        new string([.. text.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : ' ')]).Split(' ').Where(word => word.Length >= letters && !CommonWords.Contains(word)).Select(word => word.TrimEnd('s'));
}
