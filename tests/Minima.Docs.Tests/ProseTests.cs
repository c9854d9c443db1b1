using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace Minima.Docs.Tests;

/// <summary>
/// English that docs/decisions/0034-plain-english.md wants gone, counted by folder (files move, folders seldom do): a count may only fall, and a fall is written down.
/// <c>UPDATE_BASELINE=1</c> writes the counts that have fallen into prose.txt.
/// </summary>
public sealed partial class ProseTests
{
    private static readonly string Baseline = Path.Combine(Documents.Root, "tests", "Minima.Docs.Tests", "prose.txt");

    [Fact]
    public void CountsOnlyFall()
    {
        var counts = Counts();
        var known = File.Exists(Baseline)
            ? File.ReadLines(Baseline).Select(line => line.Split(' ')).ToDictionary(pair => pair[1], pair => int.Parse(pair[0], CultureInfo.InvariantCulture), StringComparer.Ordinal)
            : [];
        var risen = counts.Where(pair => pair.Value.Count > known.GetValueOrDefault(pair.Key))
            .Select(pair => $"{pair.Key} has {pair.Value.Count}, it had {known.GetValueOrDefault(pair.Key)}:\n  {string.Join("\n  ", pair.Value.TakeLast(8))}").ToArray();
        if (Environment.GetEnvironmentVariable("UPDATE_BASELINE") == "1" && (risen.Length == 0 || known.Count == 0))
        {
            File.WriteAllLines(Baseline, counts.Select(pair => $"{pair.Value.Count} {pair.Key}"));
            return;
        }

        Assert.True(risen.Length == 0, string.Join('\n', risen));
        var fallen = known.Where(pair => pair.Value > (counts.TryGetValue(pair.Key, out var found) ? found.Count : 0)).Select(pair => pair.Key).ToArray();
        Assert.True(fallen.Length == 0, $"fewer than prose.txt has, well done; UPDATE_BASELINE=1 keeps it: {string.Join(", ", fallen)}");
    }

    [Theory]
    [InlineData("/// <summary>What a loss gives.</summary>", true)]
    [InlineData("/// <summary>The value of a loss.</summary>", false)]
    [InlineData("The default is said.", true)]
    [InlineData("var said = model.Forward(x);", true)]
    [InlineData("The default is printed.", false)]
    public void ItIsFound(string line, bool expected) => Assert.Equal(expected, Poor().IsMatch(line));

    private static SortedDictionary<string, List<string>> Counts()
    {
        var found = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        var sources = Directory.EnumerateFiles(Path.Combine(Documents.Root, "src"), "*.cs", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Documents.Root, file).Replace('\\', '/'));
        var documents = Documents.All.Where(document => !document.Contains("/zh/", StringComparison.Ordinal) && !document.Contains(".zh.", StringComparison.Ordinal) && !document.StartsWith("docs/losses/", StringComparison.Ordinal)
            && !document.StartsWith("docs/decisions/", StringComparison.Ordinal) && document != "CHANGELOG.md");
        foreach (var file in sources.Concat(documents).Order(StringComparer.Ordinal))
        {
            var poor = Documents.Read(file).Split('\n').Select((line, i) => (line, i)).Where(one => Poor().IsMatch(one.line)).Select(one => $"{file}:{one.i + 1}: {one.line.Trim()}").ToArray();
            if (poor.Length == 0) continue;
            var folder = file.EndsWith(".md", StringComparison.Ordinal) ? file : Path.GetDirectoryName(file)!.Replace('\\', '/');
            if (!found.TryGetValue(folder, out var list)) found[folder] = list = [];
            list.AddRange(poor);
        }

        return found;
    }

    /// <summary>Summaries that begin with a question word, "is said" and "is told" for "is printed" and "is reported", and idioms that a reader of the field does not know.</summary>
    [GeneratedRegex(@"<summary>(What|How|Whether)\b|\b(said|told)\b|\bat hand\b|\btaken for\b|\bas people\b|\bpassed over\b|\b(goes|go|went) on to\b|\bwishes about\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Poor();
}
