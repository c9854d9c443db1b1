namespace Minima.Docs;

/// <summary>A page of docs/versus, which compares losses.</summary>
/// <param name="File">Its name, the same in both languages.</param>
/// <param name="Title">Its title.</param>
/// <param name="Keys">Losses whose pages its head links to.</param>
internal sealed record VersusPage(string File, Localized Title, IReadOnlyList<string> Keys)
{
    private const string Link = "losses/en/";

    public static IReadOnlyList<VersusPage> Read(string docs) =>
    [
        .. Directory.GetFiles(Path.Combine(docs, "versus"), "*.md").Select(path => Path.GetFileName(path)).Where(file => file != "README.md").Order(StringComparer.Ordinal).Select(file =>
        {
            var lines = System.IO.File.ReadAllLines(Path.Combine(docs, "versus", file));
            var keys = lines.First(line => line.Contains(Link, StringComparison.Ordinal)).Split(Link).Skip(1).Select(part => part[..part.IndexOf('.', StringComparison.Ordinal)]);
            return new VersusPage(file, new(lines[0][2..], System.IO.File.ReadLines(Path.Combine(docs, "zh", "versus", file)).First()[2..]), [.. keys]);
        }),
    ];
}
