namespace Minima.Cli.Losses;

/// <summary>Which losses a family and a text select.</summary>
internal static class LossSearch
{
    /// <summary>The words for the families.</summary>
    public static IReadOnlyList<string> Families { get; } = [.. Enum.GetNames<LossFamily>().Select(n => n.ToLowerInvariant())];

    public static bool IsFamily(string word) => Families.Contains(word, StringComparer.OrdinalIgnoreCase);

    public static string WordOf(LossFamily family) => family.ToString().ToLowerInvariant();

    /// <summary>The selected losses: the one of this name, those with this search word, then the others by family and key.</summary>
    public static IReadOnlyList<LossEntry> Find(IEnumerable<LossEntry> losses, string? family, string? search)
    {
        var words = (search ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var whole = search is null || words.Length < 2 ? null : search;
        var named = search is null ? null : Catalogue.TryFind(search);
        IReadOnlyList<LossEntry> meant = search is null ? [] : Catalogue.Candidates(search);
        return
        [
            .. losses
                .Where(l => family is null || WordOf(l.Family).Equals(family, StringComparison.OrdinalIgnoreCase))
                .Where(l => l == named || meant.Contains(l) || words.All(w => Holds(l, w)) || (whole is not null && SearchWords.Holds(l, whole)))
                .OrderBy(l => l == named ? -1 : meant.Contains(l) ? Array.IndexOf([.. meant], l) : meant.Count)
                .ThenBy(l => l.Family)
                .ThenBy(l => l.Key, StringComparer.Ordinal),
        ];
    }

    private static bool Holds(LossEntry loss, string word)
    {
        var plain = Plain(word);
        return loss.Aliases.Prepend(loss.Key).Any(n => Plain(n).Contains(plain, StringComparison.OrdinalIgnoreCase))
            || loss.SearchWords.Any(w => Names.Normalise(w).Contains(Names.Normalise(word), StringComparison.Ordinal))
            || Texts(loss).Any(t => t.Contains(word, StringComparison.OrdinalIgnoreCase))
            || SearchWords.Holds(loss, word);
    }

    private static IEnumerable<string> Texts(LossEntry loss) =>
        [loss.Name, loss.ChineseName, loss.English.Summary, loss.Chinese.Summary, loss.English.Use, loss.Chinese.Use];

    /// <summary>Names are compared without _ and -, as the library does.</summary>
    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
}
