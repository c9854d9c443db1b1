using Minima.Tabular;

namespace Minima.Docs;

/// <summary>Pages and pictures of losses, by path under docs/losses.</summary>
internal static class Site
{
    /// <summary>The folders that hold one file for each loss; a file of no loss is removed from them.</summary>
    public static IReadOnlyList<string> Folders { get; } = ["en", "zh", "img"];

    private static readonly Tongue[] Tongues = [new(Chinese: false), new(Chinese: true)];

    /// <summary>The pages of some losses, and the lists of all.</summary>
    /// <param name="entries">The losses that get a page.</param>
    /// <param name="references">Reference cases by loss.</param>
    /// <param name="pairs">Pages that compare losses.</param>
    public static SortedDictionary<string, string> Pages(IReadOnlyList<LossEntry> entries, ILookup<string, string> references, IReadOnlyList<VersusPage> pairs, string scenes)
    {
        var pages = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (!entry.IsPoint && entry.Row is null)
            {
                var example = Example.Of(entry, references) ?? throw new InvalidOperationException($"{entry.Key}: no reference case shows it; add one to tests/reference.");
                ScenePicture[] pictures = [.. SceneCatalogue.Of(entry).Select(scene => new ScenePicture(entry, scene)).Where(picture => !picture.IsLevel)];
                if (pictures.Length == 0) throw new InvalidOperationException($"{entry.Key}: no scene moves it; add one to tools/Minima.Docs/Scenes.");
                foreach (var tongue in Tongues)
                {
                    for (var i = 0; i < pictures.Length; i++) pages[$"img/{ScenePicture.File(entry, i, tongue)}"] = pictures[i].Draw(tongue.Language);
                    pages[$"{tongue.Code}/{entry.Key}.md"] = entry.TakesTensors
                        ? new ExamplePage(entry, example, pictures, tongue).Write(pairs)
                        : new ShapePage(entry, pictures, tongue).Write(pairs);
                }

                continue;
            }

            var view = View.Of(entry);
            foreach (var tongue in Tongues)
            {
                pages[$"img/{entry.Key}.{tongue.Code}.svg"] = Picture.Of(view, tongue.Language);
                pages[$"{tongue.Code}/{entry.Key}.md"] = new LossPage(view, tongue).Write(pairs);
            }
        }

        pages["names.json"] = NamesFile.Write(Catalogue.All, scenes);
        pages["README.md"] = IndexPage.Write(Catalogue.All, Tongues[0]);
        pages["README.zh.md"] = IndexPage.Write(Catalogue.All, Tongues[1]);
        return pages;
    }
}
