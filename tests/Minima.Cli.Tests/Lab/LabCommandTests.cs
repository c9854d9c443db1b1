using Minima.Cli.Lab;
using Minima.Cli.Terminal;
using Minima.Cli.Tests.Compare;
using Minima.Lab;
using Minima.Pages;
using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Lab;

/// <summary><c>minima lab</c>: what there is, what is printed, what is refused.</summary>
public sealed class LabCommandTests
{
    [Theory]
    [InlineData("en", "`minima lab NAME`")]
    [InlineData("zh", "`minima lab 名称`")]
    public async Task WithoutANameTheyAreListed(string language, string says)
    {
        var output = new StringWriter();
        Assert.Equal(0, await CommandLine.RunAsync(["lab", "--language", language], output, TextWriter.Null));
        Assert.All(Experiments.All, experiment => Assert.Contains(experiment.Name, output.ToString(), StringComparison.Ordinal));
        Assert.Contains(says, output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnUnknownNameIsRefusedWithThoseThatThereAre()
    {
        var error = new StringWriter();
        Assert.Equal(2, await CommandLine.RunAsync(["lab", "multitasks"], TextWriter.Null, error));
        Assert.Contains("'multitasks'", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("did you mean 'multitask'", error.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("--seeds", "1")]
    [InlineData("--seeds", "1001")]
    [InlineData("--seed", "-1")]
    [InlineData("--seed", "two")]
    public async Task ASeedOutOfRangeIsRefusedInBothLanguages(string option, string value)
    {
        foreach (var (language, says) in ((string, string)[])[("en", "it must be a whole number"), ("zh", "整数")])
        {
            var error = new StringWriter();
            Assert.Equal(2, await CommandLine.RunAsync(["lab", "noise", option, value, "--language", language], TextWriter.Null, error));
            Assert.Contains(option, error.ToString(), StringComparison.Ordinal);
            Assert.Contains(says, error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void SeedsReachTheExperiment()
    {
        using var folder = new TemporaryFolder();
        var probe = new Probe();
        Assert.Equal(0, LabCommand.Show(probe, folder.Path, new Tongue(Chinese: false), TextWriter.Null, TextWriter.Null, new LabRun { Seed = 7, Seeds = 3 }));
        Assert.Equal([7, 8, 9], probe.Seen);
    }

    [Fact]
    public void TableFindingsAndPictureAreWritten()
    {
        using var folder = new TemporaryFolder();
        var (output, error) = (new StringWriter(), new StringWriter());
        var experiment = Experiments.Find("adaptive")!;
        var pictures = Path.Combine(folder.Path, "pictures");
        Assert.Equal(0, LabCommand.Show(experiment, pictures, new Tongue(Chinese: true), output, error, new LabRun { IsSmall = true }));
        var said = output.ToString();
        Assert.StartsWith(experiment.Title.Chinese, said, StringComparison.Ordinal);
        Assert.Contains("自适应", said, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(pictures, "lab-adaptive.svg"), said, StringComparison.Ordinal);
        Assert.Matches(@"^1/[0-9]+ \S", error.ToString());
        Assert.StartsWith("<svg", File.ReadAllText(Path.Combine(pictures, "lab-adaptive.svg")), StringComparison.Ordinal);
    }

    /// <summary>An experiment that only tells which seeds it was given.</summary>
    private sealed class Probe : Experiment
    {
        public int[] Seen { get; private set; } = [];

        public override string Name => "probe";

        public override Words Title => new("Probe", "探针");

        public override Words Answer => Title;

        public override Words Setting => Title;

        public override LabReport Run(LabRun run)
        {
            Seen = run.JudgingSeeds;
            return new([], [Title], _ => "<svg/>");
        }
    }
}
