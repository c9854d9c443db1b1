namespace Minima;

/// <summary>Losses that readers of one loss compare it with.</summary>
internal static class Relatives
{
    private const int Most = 8;

    /// <summary>A loss with fewer takes the nearest of the others.</summary>
    private const int Least = 2;

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

    /// <summary>All others: those of its family first, then those of its shape, then those that share most search words and purposes.</summary>
    private static IEnumerable<LossEntry> Nearest(LossEntry entry) => Catalogue.All
        .Where(other => other != entry)
        .OrderBy(other => other.Family != entry.Family)
        .ThenBy(other => other.Shape != entry.Shape)
        .ThenByDescending(other => other.SearchWords.Intersect(entry.SearchWords, StringComparer.Ordinal).Count() + ((other.Suits & entry.Suits) != 0 ? 1 : 0))
        .ThenByDescending(other => other.Preference);
}
