using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace Minima.Docs.Tests;

/// <summary>README's table of losses shows every family of the catalogue, and its counts are those of the catalogue.</summary>
public sealed partial class ReadmeLossesTests
{
    [Theory]
    [InlineData("README.md", "## Losses")]
    [InlineData("README.zh.md", "## 损失一览")]
    public void EveryFamilyHasARow(string file, string heading)
    {
        Minima.Training.TensorCatalogue.Join();
        var text = File.ReadAllText(Path.Combine(Documents.Root, file));
        var start = text.IndexOf(heading, StringComparison.Ordinal);
        Assert.True(start >= 0, $"{file} has no '{heading}'");
        var section = text[start..text.IndexOf("\n## ", start, StringComparison.Ordinal)];
        var rows = section.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line.Contains('`', StringComparison.Ordinal)).ToArray();
        var families = rows.Select(row => Keys().Matches(row).Select(match => Catalogue.Find(match.Groups[1].Value).Family).Distinct().Single()).ToArray();
        Assert.Equal(Catalogue.All.Select(entry => entry.Family).Distinct().Order(), families.Order());
        Assert.All(Keys().Matches(section), match => Assert.Equal(match.Groups[1].Value, Catalogue.Find(match.Groups[1].Value).Key));
        Assert.Contains(Catalogue.All.Count.ToString(CultureInfo.InvariantCulture), section, StringComparison.Ordinal);
        Assert.Contains(families.Length.ToString(CultureInfo.InvariantCulture), section, StringComparison.Ordinal);
    }

    [GeneratedRegex("`([a-z0-9_]+)`")]
    private static partial Regex Keys();
}
