using System.Globalization;
using System.Text.RegularExpressions;
using Minima.Examples;
using Minima.Examples.Gradients;
using Minima.Tabular;

namespace Minima.Training.Tests.Proofs;

/// <summary>docs/training-results.md: what is cheap to measure is measured again.</summary>
public sealed partial class ResultsPageTests
{
    private static readonly string English = Path.Combine(Repository.Root, "docs", "training-results.md");
    private static readonly string Chinese = Path.Combine(Repository.Root, "docs", "zh", "training-results.md");

    [SlowFact]
    public void GradientNormsAreThoseOfThePage()
    {
        var table = BundledTable.Digits();
        var lines = File.ReadAllLines(English);
        foreach (var variant in DeepVariant.All)
        {
            var line = lines.Single(line => line.StartsWith(variant.Name.English + "  ", StringComparison.Ordinal));
            var shown = line[variant.Name.English.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(6).Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray();
            var norms = DeepNetworks.Norms(table, variant, [1, 2, 3, 4, 5]);
            double[] measured = [norms[0], norms[3], norms[6], norms[9], norms[10], DeepNetworks.RowShare(table, variant, [1, 2, 3, 4, 5])];
            for (var i = 0; i < shown.Length; i++) Assert.InRange(shown[i] / measured[i], 0.93, 1.07);
        }
    }

    [Fact]
    public void BothLanguagesShowTheSameOutputAndPicturesThatAreThere()
    {
        Assert.Equal(string.Join('\n', Block().Matches(File.ReadAllText(English)).Select(block => block.Value)), string.Join('\n', Block().Matches(File.ReadAllText(Chinese)).Select(block => block.Value)));
        var (english, chinese) = (PicturesOf(English), PicturesOf(Chinese));
        Assert.NotEmpty(english);
        Assert.Equal(english.Length, chinese.Length);
        Assert.All([.. english, .. chinese], file => Assert.True(File.Exists(file), file));
    }

    private static string[] PicturesOf(string page) =>
        [.. Picture().Matches(File.ReadAllText(page)).Select(picture => Path.Combine(Path.GetDirectoryName(page)!, picture.Groups["file"].Value))];

    [GeneratedRegex("^```(text|sh)\n.*?^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Block();

    [GeneratedRegex(@"!\[[^\]]*\]\((?<file>[^)]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Picture();
}
