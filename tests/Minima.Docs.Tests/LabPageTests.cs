using Minima.Lab;
using Minima.Tabular;
using Xunit;

namespace Minima.Docs.Tests;

/// <summary>docs/lab.md has a section for every experiment, in their order, as its program writes them.</summary>
public sealed class LabPageTests
{
    [Theory]
    [InlineData("docs/lab.md", false)]
    [InlineData("docs/zh/lab.md", true)]
    public void EveryExperimentHasItsSection(string page, bool isChinese)
    {
        var language = isChinese ? Minima.Language.Chinese : Minima.Language.English;
        var text = Documents.Read(page);
        var places = Experiments.All.Select(experiment => text.IndexOf(ReportPage.Mark(experiment.Name), StringComparison.Ordinal)).ToArray();
        Assert.All(Experiments.All.Zip(places), one => Assert.True(one.Second >= 0, $"{page} has no section of {one.First.Name}: dotnet run -c Release --project tools/Minima.Docs -- lab {one.First.Name}"));
        Assert.Equal(places.Order(), places);
        foreach (var experiment in Experiments.All)
        {
            Assert.Contains("## " + experiment.Title.In(language) + "\n", text, StringComparison.Ordinal);
            Assert.Contains(experiment.Setting.In(language), text, StringComparison.Ordinal);
            Assert.Contains($"\nminima lab {experiment.Name}\n", text, StringComparison.Ordinal);
        }
    }

    /// <summary>What <c>Minima.Docs -- lab --from SEED all</c> holds other seeds against.</summary>
    [Fact]
    public void EveryVerdictOfThePageIsFound()
    {
        var text = Documents.Read("docs/lab.md");
        var verdicts = text.Split("<!-- lab: ").Skip(1).SelectMany(LabVerdicts.Of).ToArray();
        var rows = text.Split('\n').Count(line => line.EndsWith("| yes |", StringComparison.Ordinal) || line.EndsWith("| no |", StringComparison.Ordinal) || line.EndsWith("| not beyond luck |", StringComparison.Ordinal));
        Assert.Equal(rows, verdicts.Count(verdict => verdict.Direction != 0 || verdict.Place.EndsWith("over seeds", StringComparison.Ordinal) || verdict.Place.StartsWith("a student", StringComparison.Ordinal)));
        Assert.True(verdicts.Length > 2 * rows);
        Assert.Contains(new LabVerdict("Calibration error of classifiers", "cross_entropy, dropout", "no", 0), verdicts);
        Assert.Contains(verdicts, verdict => verdict is { Method: "l1", Said: "yes", Direction: 1 });
        Assert.All(verdicts, verdict => Assert.False(verdict.IsRefutedBy(verdict)));
    }

    [Theory]
    [InlineData("yes", 1, "yes", 1, false)]
    [InlineData("yes", 1, "not beyond luck", 1, false)]
    [InlineData("yes", 1, "not beyond luck", -1, true)]
    [InlineData("yes", 0, "no", 0, true)]
    [InlineData("no", -1, "yes", 1, true)]
    [InlineData("not beyond luck", 1, "no", -1, false)]
    public void OtherSeedsRefuteWhatIsTheOtherWayRound(string said, int direction, string again, int now, bool isRefuted) =>
        Assert.Equal(isRefuted, new LabVerdict("place", "method", said, direction).IsRefutedBy(new("place", "method", again, now)));
}
