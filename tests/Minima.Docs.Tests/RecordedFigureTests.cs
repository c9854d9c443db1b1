using System.Text.RegularExpressions;
using Minima.Lab;
using Xunit;

namespace Minima.Docs.Tests;

/// <summary>Figures of runs that take minutes are recorded on a page of results; lessons and docs/mission.md that name them name what the record has.</summary>
public sealed partial class RecordedFigureTests
{
    private const string Lab = "docs/lab.md";
    private const string Mission = "docs/mission.md";

    /// <summary>The lessons whose real data is a record, and the experiments of the lab; the digits behind both losses are on the page of training results.</summary>
    public static TheoryData<int, string> Lessons => new() { { 4, "" }, { 6, "imbalance" }, { 8, "vae" }, { 9, "multitask" } };

    [Theory]
    [MemberData(nameof(Lessons))]
    public void ALessonNamesRecordedFigures(int number, string experiment)
    {
        var record = experiment.Length == 0 ? Documents.Read("docs/training-results.md") : Section(experiment);
        foreach (var language in new[] { "en", "zh" })
        {
            var lesson = Documents.Read($"lessons/{number:00}.{language}.md").Split("\n## ").Single(part => part.StartsWith("Real data", StringComparison.Ordinal) || part.StartsWith("真实数据", StringComparison.Ordinal));
            var named = Marked().Matches(lesson).Select(match => match.Groups["number"].Value).ToArray();
            Assert.NotEmpty(named);
            Assert.All(named, figure => Assert.Contains(figure, Numbers(record)));
        }
    }

    public static TheoryData<string> Rows => [.. Documents.Read(Mission).Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line.Contains("`minima lab ", StringComparison.Ordinal))];

    /// <summary>What a run with other seeds gave is in no record.</summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public void ARowOfTheMissionNamesRecordedFigures(string row)
    {
        var cells = row.Trim('|').Split(" | ");
        var record = string.Concat(Experiment().Matches(cells[1]).Select(match => Section(match.Groups["name"].Value)));
        var figures = cells[2].Split("(`--seed")[0];
        var named = Numbers(figures);
        if (named.Count == 0) named = Whole(figures);
        Assert.NotEmpty(named);
        Assert.All(named, figure => Assert.True(Numbers(record).Contains(figure) || Whole(record).Contains(figure), $"{figure} is not in the record"));
    }

    private static string Section(string experiment) => Documents.Read(Lab).Split(ReportPage.Mark(experiment))[1].Split("<!-- lab: ")[0];

    private static HashSet<string> Numbers(string text) => [.. Decimal().Matches(text).Select(match => match.Value)];

    /// <summary>Whole numbers with a number of the other side of an interval or of its half.</summary>
    private static HashSet<string> Whole(string text) => [.. Interval().Matches(text).SelectMany(match => match.Groups["number"].Captures).Select(capture => capture.Value)];

    [GeneratedRegex(@"(?<number>\d+) (± (?<number>\d+)|\((?<number>\d+) - (?<number>\d+)\))", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Interval();

    [GeneratedRegex(@"`(?<number>\d+\.\d+)( ?%)?`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Marked();

    [GeneratedRegex("`minima lab (?<name>[-a-z]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Experiment();

    [GeneratedRegex(@"(?<![\d.])\d+\.\d+(?![\d.])", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Decimal();
}
