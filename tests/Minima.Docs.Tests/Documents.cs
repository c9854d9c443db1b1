using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Minima.Docs.Tests;

/// <summary>The Markdown files of the repository, and what is in them.</summary>
internal static partial class Documents
{
    public static string Root { get; } = FindRoot();

    /// <summary>Every document that is written for readers, by path from the root.</summary>
    public static IEnumerable<string> All { get; } =
        Directory.EnumerateFiles(Root, "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Path.Combine(Root, "data"), "*.md"))
            .Concat(Directory.EnumerateFiles(Path.Combine(Root, "lessons"), "*.md"))
            .Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)
            .ToArray();

    public static string Read(string document) => File.ReadAllText(Path.Combine(Root, document));

    /// <summary>The code blocks in one language, or in all, with the indentation of a list taken away.</summary>
    public static IEnumerable<(string Language, string Code)> Blocks(string document) => BlocksOf(Read(document));

    /// <summary>The code blocks of a text.</summary>
    public static IEnumerable<(string Language, string Code)> BlocksOf(string text) =>
        Fence().Matches(text).Select(m =>
        {
            var indent = m.Groups["indent"].Value;
            var lines = m.Groups["code"].Value.Split('\n').Select(l => l.StartsWith(indent, StringComparison.Ordinal) ? l[indent.Length..] : l);
            return (m.Groups["language"].Value, string.Join('\n', lines));
        });

    /// <summary>The targets of links to files, without fragments.</summary>
    public static IEnumerable<string> Links(string document) =>
        Link().Matches(Fence().Replace(Read(document), ""))
            .Select(m => m.Groups["target"].Value.Split('#')[0])
            .Where(t => t.Length > 0 && !t.Contains("://", StringComparison.Ordinal));

    /// <summary>How deep each heading is.</summary>
    public static IEnumerable<int> Headings(string document) =>
        Fence().Replace(Read(document), "").Split('\n').Where(l => l.StartsWith('#')).Select(l => l.TakeWhile(c => c == '#').Count());

    private static string FindRoot([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));

    [GeneratedRegex(@"^(?<indent> *)```(?<language>\w*)\n(?<code>.*?)\n\k<indent>```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Link();
}
