using System.Numerics;

namespace Minima;

/// <summary>Losses to compare a loss with.</summary>
internal static class Relatives
{
    private const int Most = 8;

    /// <summary>A loss with fewer relatives gets its most similar neighbours, if there are any.</summary>
    private const int Least = 2;

    /// <summary>Below this similarity, a loss of the same family is not a neighbour: it does something else.</summary>
    private const double LeastLikeness = 2;

    /// <summary>A word in more names than this carries no information about a loss.</summary>
    private const int MostNames = 20;

    /// <summary>Words that carry no information either.</summary>
    private static readonly string[] CommonWords = ["the", "and", "with", "for", "logits", "log", "cross", "multi", "probability"];

    public static IReadOnlyList<LossEntry> Of(LossEntry entry)
    {
        var named = Catalogue.All.Where(other => other != entry && entry.LatinWords.Contains(other.Key)).OrderBy(other => other.Family != entry.Family);
        var naming = Catalogue.All.Where(other => other != entry && other.LatinWords.Contains(entry.Key)).OrderBy(other => other.Family != entry.Family);
        LossEntry[] found = [.. named.Concat(naming).Distinct().Take(Most)];
        if (found.Length < Least) found = [.. found.Concat(Nearest(entry)).Distinct().Take(Least)];
        return found.Length > 0 ? found : [Neighbours(entry, Catalogue.All)[0].Entry];
    }

    public static HashSet<string> LatinWords(LossEntry entry)
    {
        char[] letters = [.. $"{entry.Chinese.Use} {entry.Chinese.Avoid} {entry.Chinese.Limits}".Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_' ? letter : ' ')];
        return [.. new string(letters).Split(' ', StringSplitOptions.RemoveEmptyEntries).Except(entry.Parameters.Select(parameter => parameter.Name), StringComparer.Ordinal)];
    }

    /// <summary>Similar losses of its family, the most similar first.</summary>
    private static IEnumerable<LossEntry> Nearest(LossEntry entry) =>
        Neighbours(entry, Catalogue.All.Where(other => other.Family == entry.Family)).Where(one => one.Likeness >= LeastLikeness).Select(one => one.Entry);

    /// <summary>The losses of a list that are similar to this one, the most similar first.</summary>
    private static (LossEntry Entry, double Likeness)[] Neighbours(LossEntry entry, IEnumerable<LossEntry> among)
    {
        HashSet<string> common = [.. CommonWords, .. Catalogue.All.SelectMany(one => NameWords(one).Distinct(StringComparer.Ordinal)).CountBy(word => word, StringComparer.Ordinal).Where(pair => pair.Value > MostNames).Select(pair => pair.Key)];
        return [.. among.Where(other => other != entry).Select(other => (Entry: other, Likeness: Likeness(entry, other, common))).OrderByDescending(one => one.Likeness).ThenByDescending(one => one.Entry.Preference)];
    }

    /// <summary>Shared search words and words of the names count twice, as do equal inputs; shared purposes and words of the summary count once.</summary>
    private static double Likeness(LossEntry left, LossEntry right, HashSet<string> common) =>
        2 * left.SearchWords.Intersect(right.SearchWords, StringComparer.Ordinal).Count()
        + 2 * Shared(NameWords(left), NameWords(right), common)
        + 2.0 * Inputs(left).Intersect(Inputs(right)).Count() / Inputs(left).Union(Inputs(right)).Count()
        + BitOperations.PopCount((uint)(left.Suits & right.Suits))
        + Shared(Words(left.English.Summary, 5), Words(right.English.Summary, 5), common);

    /// <summary>The number of words that two texts share, in the singular.</summary>
    private static int Shared(IEnumerable<string> left, IEnumerable<string> right, HashSet<string> common)
    {
        return Singular(left).Intersect(Singular(right), StringComparer.Ordinal).Count();

        IEnumerable<string> Singular(IEnumerable<string> words) => words.Where(word => !common.Contains(word)).Select(word => word.TrimEnd('s'));
    }

    private static IEnumerable<string> NameWords(LossEntry entry) => Words($"{entry.Key} {entry.Name}", 3);

    private static IEnumerable<(string Name, string Axes)> Inputs(LossEntry entry) => entry.Inputs.Select(input => (input.Name, input.Axes));

    /// <summary>Words of at least this many letters.</summary>
    private static IEnumerable<string> Words(string text, int letters) =>
        new string([.. text.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : ' ')]).Split(' ').Where(word => word.Length >= letters);
}
