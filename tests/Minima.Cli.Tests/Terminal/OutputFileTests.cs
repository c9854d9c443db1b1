using System.CommandLine;
using Minima.Cli.Terminal;
using Minima.Cli.Tests.Compare;
using Minima.Cli.Tests.Train;
using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Terminal;

/// <summary>Every file that a command writes: an unwritable path costs nothing, an earlier file stays until the new one is there, and no result is lost.</summary>
public sealed class OutputFileTests
{
    private const string Missing = "no-such-data.csv";

    /// <summary>Command lines up to the option; the data are not there, so that a message about the path proves that it was looked at first.</summary>
    private static readonly (string[] Line, string Option, string Ending, bool MakesFolder)[] Outputs =
    [
        (["compare", Missing, "--target", "y"], "--report", ".html", false),
        (["compare", Missing, "--target", "y"], "--save", ".json", false),
        (["solve", Missing, "--target", "y"], "--report", ".html", false),
        (["solve", Missing, "--target", "y"], "--save", ".json", false),
        (["train", Missing, "--target", "y"], "--save", ".json", true),
        (["train", Missing, "--target", "y"], "--plot", ".svg", false),
        (["train", Missing, "--target", "y"], "--log", ".jsonl", true),
        (["boost", Missing, "--target", "y"], "--save", ".json", false),
        (["fit", Missing, "--target", "y", "--loss", "mse"], "--save", ".json", false),
        (["explain", "huber"], "--html", ".html", false),
        (["stream", "--target", "y", "--loss", "no_such_loss"], "--save", ".json", false),
    ];

    private static readonly (string[] Line, string Option)[] Folders =
    [
        (["train", Missing, "--target", "y"], "--checkpoints"),
        (["train", Missing, "--target", "y"], "--tensorboard"),
        (["lab", "imbalance"], "--out"),
    ];

    /// <summary>Options whose files are read.</summary>
    private static readonly string[] Inputs = ["train --validation-file", "doctor --validation-file", "stream --resume", "fit --start", "compare --test", "solve --test", "predict --calibrate", "predict --upper"];

    /// <summary>Folders of temporary files, which MemoryTests tries.</summary>
    private static readonly string[] Scratch = ["fit --scratch", "boost --scratch", "train --scratch", "compare --scratch"];

    public static TheoryData<int, string> Unwritable()
    {
        var cases = new TheoryData<int, string>();
        for (var i = 0; i < Outputs.Length; i++)
        {
            foreach (var kind in new[] { "folder", "below a file", "nowhere", "not allowed" })
            {
                if (kind != "nowhere" || !Outputs[i].MakesFolder) cases.Add(i, kind);
            }
        }

        return cases;
    }

    /// <summary>An output that a later command gains must be tried here.</summary>
    [Fact]
    public void EveryOptionThatNamesAFileIsKnownHere()
    {
        var known = Outputs.Select(output => $"{output.Line[0]} {output.Option}").Concat(Folders.Select(folder => $"{folder.Line[0]} {folder.Option}")).Concat(Inputs).Concat(Scratch).ToHashSet();
        var commands = CommandLine.Create().Subcommands;
        var named = commands.SelectMany(command => command.Options.Select(option => (Command: command.Name, Option: option.Name, Help: option.HelpName ?? "")))
            .Where(option => option.Help.Contains("FILE", StringComparison.Ordinal) || option.Help.Contains("FOLDER", StringComparison.Ordinal) || option.Help.Contains("MODEL", StringComparison.Ordinal) || option.Help.Contains(".json", StringComparison.Ordinal) || option.Option == "--save")
            .Select(option => $"{option.Command} {option.Option}")

            // Doctor takes the options of train and tries nothing that writes; resume has those of the training that it goes on with.
            .Where(option => !option.StartsWith("doctor ", StringComparison.Ordinal) || Inputs.Contains(option))
            .Where(option => option is not ("resume --save" or "compare --model" or "solve --model"));
        Assert.All(named, option => Assert.Contains(option, known));
    }

    [Theory]
    [MemberData(nameof(Unwritable))]
    public async Task AnUnwritablePathCostsNothing(int index, string kind)
    {
        using var folder = new TemporaryFolder();
        var (line, option, ending, _) = Outputs[index];
        var name = "out" + ending;
        File.WriteAllText(Path.Combine(folder.Path, "file"), "x");
        Directory.CreateDirectory(Path.Combine(folder.Path, "taken" + ending));
        var path = kind switch
        {
            "folder" => Path.Combine(folder.Path, "taken" + ending),
            "below a file" => Path.Combine(folder.Path, "file", name),
            "nowhere" => Path.Combine(folder.Path, "none", name),
            _ => Path.Combine(OperatingSystem.IsLinux() ? "/proc" : "\0", name),
        };
        var before = Contents(folder.Path);
        var run = await CliRun.Of([.. line, option, path]);
        Refused(run, option);
        Assert.Equal(before, Contents(folder.Path));
    }

    [Fact]
    public async Task AFileWhereAFolderIsExpectedCostsNothing()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "file");
        File.WriteAllText(file, "x");
        foreach (var (line, option) in Folders)
        {
            foreach (var path in new[] { file, Path.Combine(file, "below"), OperatingSystem.IsLinux() ? "/proc/none" : Path.Combine(file, "x") })
            {
                Refused(await CliRun.Of([.. line, option, path]), option);
            }
        }

        Assert.Equal("x", File.ReadAllText(file));
    }

    /// <summary>The data are never written over, and neither is one result by another.</summary>
    /// <summary>Two commands that try one folder at the same moment are both right to write there.</summary>
    [Fact]
    public void TriesOfOneFolderDoNotMeet()
    {
        using var folder = new TemporaryFolder();
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 16 }, i => OutputFile.CheckFolder("--checkpoints", Path.Combine(folder.Path, FormattableString.Invariant($"run{i}"))));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task NothingIsWrittenOverTheDataOrAnotherResult()
    {
        using var folder = new TemporaryFolder();
        var data = TrainTables.Write(folder, "data.csv", TrainTables.All(40));
        var text = File.ReadAllText(data);
        Refused(await CliRun.Of("compare", data, "--target", "y", "--report", data), "--report");
        Refused(await CliRun.Of("compare", data, "--target", "y", "--save", Path.Combine(folder.Path, ".", "data.csv")), "--save");
        Refused(await CliRun.Of("train", data, "--target", "y", "--log", data), "--log");
        var both = Path.Combine(folder.Path, "both");
        Refused(await CliRun.Of("compare", data, "--target", "y", "--report", both, "--save", both), "--save");
        Assert.Equal(text, File.ReadAllText(data));
        Assert.False(File.Exists(both));
    }

    /// <summary>A file that is there already is whole until the new one is: a refusal of another option leaves it alone.</summary>
    [Fact]
    public async Task AnEarlierFileStaysWhereTheCommandIsRefused()
    {
        using var folder = new TemporaryFolder();
        var report = Path.Combine(folder.Path, "report.html");
        File.WriteAllText(report, "earlier");
        Refused(await CliRun.Of("compare", Missing, "--target", "y", "--report", report, "--save", Path.Combine(folder.Path, "none", "m.json")), "--save");
        Assert.Equal("earlier", File.ReadAllText(report));
        Assert.Equal(["report.html"], Contents(folder.Path));
    }

    /// <summary>A disk that takes nothing in the end: the table is told, the result is kept elsewhere, and the message says where.</summary>
    [Fact]
    public async Task AFullDiskDoesNotCostTheTable()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var folder = new TemporaryFolder();
        var data = TrainTables.Write(folder, "data.csv", TrainTables.All(40));
        var run = await CliRun.Of("compare", data, "--target", "y", "--ignore", "z", "--loss", "mae", "--folds", "2", "--repeats", "1", "--report", "/dev/full");
        Assert.Equal(ExitCode.File, run.Code);
        Assert.Contains("mae", run.Output, StringComparison.Ordinal);
        const string Kept = "The result is kept as ";
        var at = run.Error.IndexOf(Kept, StringComparison.Ordinal) + Kept.Length;
        var kept = run.Error[at..run.Error.IndexOf(": copy it", at, StringComparison.Ordinal)];
        Assert.Contains("<html", File.ReadAllText(kept), StringComparison.OrdinalIgnoreCase);
        File.Delete(kept);
    }

    /// <summary>The reader of the table is gone: report and model are written all the same.</summary>
    [Fact]
    public async Task ABrokenPipeDoesNotCostTheReport()
    {
        using var folder = new TemporaryFolder();
        var data = TrainTables.Write(folder, "data.csv", TrainTables.All(300));
        var (report, model) = (Path.Combine(folder.Path, "report.html"), Path.Combine(folder.Path, "model.json"));
        using var broken = new BrokenWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(["compare", data, "--target", "y", "--ignore", "z", "--loss", "mse", "--folds", "2", "--repeats", "1", "--report", report, "--save", model], broken, error);
        Assert.Equal(ExitCode.File, code);
        Assert.True(File.Exists(report));
        Assert.True(File.Exists(model));
    }

    /// <summary>The file behind a link is replaced, not the link.</summary>
    [Fact]
    public async Task ALinkStaysALink()
    {
        using var folder = new TemporaryFolder();
        var (link, target) = (Path.Combine(folder.Path, "link.html"), Path.Combine(folder.Path, "target.html"));
        File.WriteAllText(target, "earlier");
        File.CreateSymbolicLink(link, target);
        await CliRun.Good("explain", "huber", "--html", link);
        Assert.NotNull(new FileInfo(link).LinkTarget);
        Assert.Contains("<html", File.ReadAllText(target), StringComparison.OrdinalIgnoreCase);
    }

    private static void Refused(CliRun run, string option)
    {
        // A picture in a folder that is not there has always been a fault of the command line.
        Assert.Contains(run.Code, new[] { ExitCode.File, ExitCode.Usage });
        Assert.Contains(option, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Missing, run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
    }

    private static string[] Contents(string folder) => [.. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal)];

    private sealed class BrokenWriter : StringWriter
    {
        public override void Write(char value) => throw new IOException("Broken pipe");

        public override void Write(string? value) => throw new IOException("Broken pipe");

        public override void WriteLine(string? value) => throw new IOException("Broken pipe");

        public override void WriteLine() => throw new IOException("Broken pipe");
    }
}
