using Minima.Lab;
using Minima.Lab.Pictures;
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
}
