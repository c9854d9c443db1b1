namespace Minima.Cli.Losses;

/// <summary>Selects losses by family and text.</summary>
internal static class LossSearch
{
    /// <summary>The names of the families on a command line.</summary>
    public static IReadOnlyList<string> Families { get; } = [.. Enum.GetNames<LossFamily>().Select(n => n.ToLowerInvariant())];

    public static bool IsFamily(string word) => Families.Contains(word, StringComparer.OrdinalIgnoreCase);

    public static string WordOf(LossFamily family) => family.ToString().ToLowerInvariant();

    /// <summary>The selected losses, the closest match first: by name, by search word, by topic, by a description that contains the text; then by family and key.</summary>
    public static IReadOnlyList<LossEntry> Find(IEnumerable<LossEntry> losses, string? family, string? search)
    {
        var ofFamily = losses.Where(l => family is null || WordOf(l.Family).Equals(family, StringComparison.OrdinalIgnoreCase));
        if (search is null) return [.. ofFamily.OrderBy(l => l.Family).ThenBy(l => l.Key, StringComparer.Ordinal)];
        var named = Catalogue.TryFind(search);
        var problem = ProblemWords.Of(search);
        var meant = Catalogue.Candidates(search);
        if (meant.Count == 0 && problem?.Remedy is { } remedy) meant = Catalogue.Candidates(remedy);

        // The page of the finding answers a training problem; only losses known to help are listed as well.
        var words = problem is null ? SearchText.Words(search) : [];
        return
        [
            .. ofFamily
                .Select(l => (Loss: l, Nearness: l == named ? Nearness.Named : meant.Contains(l) ? Nearness.Meant : Of(l, search, words)))
                .Where(found => found.Nearness is not null)
                .OrderBy(found => found.Nearness)
                .ThenBy(found => found.Nearness == Nearness.Meant ? Array.IndexOf([.. meant], found.Loss) : 0)
                .ThenBy(found => found.Loss.Family)
                .ThenBy(found => found.Loss.Key, StringComparer.Ordinal)
                .Select(found => found.Loss),
        ];
    }

    /// <summary>The nearness of a loss to all words of a search, or to its text as a whole.</summary>
    private static Nearness? Of(LossEntry loss, string search, IReadOnlyList<string> words)
    {
        if (words.Count == 0) return null;
        var whole = words.Count > 1 && SearchWords.Of(loss, search) is { } topic ? topic : (Nearness?)null;
        var far = Nearness.Named;
        foreach (var word in words)
        {
            if (Of(loss, word) is not { } near) return whole;
            if (near > far) far = near;
        }

        return whole is { } closer && closer < far ? closer : far;
    }

    private static Nearness? Of(LossEntry loss, string word) =>
        loss.SearchWords.Any(known => SearchText.IsInName(known, word)) ? Nearness.SearchWord
        : loss.Aliases.Prepend(loss.Key).Any(name => SearchText.IsInName(name, word)) ? Nearness.Name
        : SearchWords.Of(loss, word) is { } topic ? topic
        : Texts(loss).Any(text => SearchText.IsInText(text, word)) ? Nearness.Text
        : null;

    private static IEnumerable<string> Texts(LossEntry loss) =>
        [loss.Name, loss.ChineseName, loss.English.Summary, loss.Chinese.Summary, loss.English.Use, loss.Chinese.Use];
}
