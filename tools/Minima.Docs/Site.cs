namespace Minima.Docs;

/// <summary>All pages and pictures, by path under docs/losses.</summary>
internal static class Site
{
    /// <summary>The folders that hold one file for each loss; a file of no loss is removed from them.</summary>
    public static IReadOnlyList<string> Folders { get; } = ["en", "zh", "img"];

    public static SortedDictionary<string, string> Pages(IReadOnlyList<LossEntry> entries)
    {
        var pages = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (!entry.IsPoint && entry.Row is null)
            {
                pages[$"en/{entry.Key}.md"] = new ShapePage(entry, new Tongue(Chinese: false)).Write();
                pages[$"zh/{entry.Key}.md"] = new ShapePage(entry, new Tongue(Chinese: true)).Write();
                continue;
            }

            var view = View.Of(entry);
            pages[$"img/{entry.Key}.svg"] = Picture.Of(view);
            pages[$"en/{entry.Key}.md"] = new LossPage(view, new Tongue(Chinese: false)).Write();
            pages[$"zh/{entry.Key}.md"] = new LossPage(view, new Tongue(Chinese: true)).Write();
        }

        pages["README.md"] = IndexPage.Write(entries, new Tongue(Chinese: false));
        pages["README.zh.md"] = IndexPage.Write(entries, new Tongue(Chinese: true));
        return pages;
    }
}
