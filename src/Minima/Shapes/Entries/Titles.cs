namespace Minima;

/// <summary>The titles of losses as names: <c>均方误差</c>, <c>Mean absolute error</c>. A key or alias goes before a title.</summary>
internal static class Titles
{
    /// <summary>The entries by their titles, with and without the text in brackets. A title that two losses share names neither.</summary>
    public static Dictionary<string, LossEntry> Of(IReadOnlyList<LossEntry> entries)
    {
        var whole = Unique(entries.SelectMany(e => new[] { e.Name, e.ChineseName }.Concat(e.Aliases), (e, title) => (Bare(Names.Normalise(title)), e)));
        foreach (var (title, entry) in Unique(entries.SelectMany(e => new[] { e.Name, e.ChineseName }, (e, title) => (Bare(Names.Normalise(WithoutBrackets(title))), e))))
        {
            whole.TryAdd(title, entry);
        }

        return whole;
    }

    /// <summary>A normalised name without "loss" or 损失 at its end.</summary>
    public static string Bare(string plain) =>
        plain.Length > 4 && plain.EndsWith("loss", StringComparison.Ordinal) ? plain[..^4]
        : plain.Length > 4 && plain.EndsWith("损失函数", StringComparison.Ordinal) ? plain[..^4]
        : plain.Length > 2 && plain.EndsWith("损失", StringComparison.Ordinal) ? plain[..^2]
        : plain;

    private static Dictionary<string, LossEntry> Unique(IEnumerable<(string Title, LossEntry Entry)> titles) => titles
        .GroupBy(t => t.Title, t => t.Entry, StringComparer.Ordinal)
        .Where(g => g.Distinct().Count() == 1)
        .ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);

    private static string WithoutBrackets(string title)
    {
        var bracket = title.AsSpan().IndexOfAny('(', '（');
        return bracket <= 0 ? title : title[..bracket];
    }
}
