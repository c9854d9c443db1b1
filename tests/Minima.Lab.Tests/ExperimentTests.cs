using System.Xml.Linq;

namespace Minima.Lab.Tests;

/// <summary>What holds for every experiment: run small, it says the same twice, in both languages, with a picture.</summary>
public sealed class ExperimentTests
{
    public static TheoryData<string> Names => [.. Experiments.All.Select(experiment => experiment.Name)];

    [Fact]
    public void NamesAndTitlesAreTheirOwn()
    {
        Assert.Equal(Experiments.All.Count, Experiments.All.Select(experiment => experiment.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Experiments.All.Count, Experiments.All.Select(experiment => experiment.Title.Chinese).Distinct(StringComparer.Ordinal).Count());
        Assert.All(Experiments.All, experiment => Assert.Same(experiment, Experiments.Find(experiment.Name.ToUpperInvariant())));
    }

    [Theory]
    [SlowData(nameof(Names))]
    public void TheSameSeedsGiveTheSameReport(string name)
    {
        var experiment = Experiments.Find(name)!;
        int parts = 0, most = 0;
        var first = experiment.Run(new LabRun { IsSmall = true, Progress = (_, done, all) => (parts, most) = (done, all) });
        var second = experiment.Run(new LabRun { IsSmall = true });
        Assert.Equal(most, parts);
        Assert.Equal(Text(first, Language.English), Text(second, Language.English));
        Assert.NotEmpty(first.Tables);
        Assert.NotEmpty(first.Findings);
        Assert.All(first.Tables, table => Assert.True(table.Rows.Count > 1, $"'{table.Title.English}' has no two rows to compare"));
        Assert.DoesNotContain("NaN", Text(first, Language.English), StringComparison.Ordinal);

        // Chinese where there are words.
        Assert.All(first.Findings.Append(experiment.Title).Append(experiment.Setting), words => Assert.Contains(words.Chinese, letter => letter >= '\u4e00'));
        Assert.Equal(second.Draw(Language.English), first.Draw(Language.English));
        var english = XDocument.Parse(first.Draw(Language.English));
        var chinese = XDocument.Parse(first.Draw(Language.Chinese));
        Assert.Equal(string.Join(' ', english.Descendants().Select(one => one.Name.LocalName)), string.Join(' ', chinese.Descendants().Select(one => one.Name.LocalName)));
        Assert.DoesNotContain("NaN", english.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", english.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void CancellingEndsIt(string name)
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => Experiments.Find(name)!.Run(new LabRun { IsSmall = true, Cancellation = cancelled.Token }));
    }

    private static string Text(LabReport report, Language language)
    {
        var text = new StringWriter();
        ReportText.Write(text, report, language, sentence => [sentence]);
        return text.ToString();
    }
}
