using System.Diagnostics;
using System.Text.RegularExpressions;
using Minima.Lab;
using Xunit;

namespace Minima.Docs.Tests;

/// <summary>docs/mission.md has a row for everything that introductions to losses ask in passing, and every command of it works. Commands run in a folder of their own, so that no other test runs meanwhile.</summary>
[Collection(nameof(CaseTests))]
public sealed partial class MissionPageTests
{
    private const string English = "docs/mission.md";
    private const string Chinese = "docs/zh/mission.md";

    /// <summary>What is asked, in the order of the page.</summary>
    private static readonly string[] Items =
    [
        "how fast L1 and L2 converge",
        "cross-entropy at 0 and 1, clipped",
        "gradient descent in a local optimum",
        "RMSProp where gradients are violent, on a GAN",
        "LSGAN and the gradient penalty",
        "work that focal and hard-example losses save",
        "compute limits as a criterion",
        "model depth as a criterion",
        "the kind of output as a criterion",
        "a metric is not a loss",
        "the loss of a few numbers in one line",
        "KL divergence where libraries give other numbers",
        "cosine, center and Island losses on embeddings",
        "ranking from a user's table",
        "ordered grades from a user's table",
        "the live flow",
        "losses times optimizers, where the target moves",
        "efficiency beyond one machine",
        "choosing a loss for skewed, censored, ordered and rare targets",
        "Round loss at low bits",
        "flat minima",
    ];

    public static TheoryData<string> Commands => [.. Rows(English).SelectMany(row => CommandsOf(row[1])).Distinct(StringComparer.Ordinal)];

    [Fact]
    public void EveryItemHasItsRow()
    {
        Assert.Equal(Items, Rows(English).Select(row => row[0]));
        Assert.All(Rows(English), row =>
        {
            Assert.Equal(4, row.Length);
            Assert.NotEmpty(CommandsOf(row[1]));
            Assert.True(Figure().IsMatch(row[2]), $"{row[0]}: no interval, and not said to be exact: {row[2]}");
            Assert.NotEmpty(row[3]);
        });
    }

    [Fact]
    public void TheChineseHasTheSameCommandsAndFigures()
    {
        var (english, chinese) = (Rows(English), Rows(Chinese));
        Assert.Equal(english.Length, chinese.Length);
        foreach (var (row, other) in english.Zip(chinese))
        {
            Assert.Equal(CommandsOf(row[1]), CommandsOf(other[1]));
            Assert.Equal(NumbersOf(row[2]), NumbersOf(other[2]));
            Assert.Contains(other[0], letter => letter >= '\u4e00');
            Assert.Contains(other[3], letter => letter >= '\u4e00');
        }
    }

    /// <summary>
    /// An experiment runs small and a comparison once, another command of the program as it stands, advice on one table. Programs of the repository that others run must be there:
    /// the examples run small in <c>ExampleCommandTests</c>, the ranks in <c>RanksTests</c>, and <c>tools/build-explorer</c> is a step of <c>.ci/run</c>.
    /// </summary>
    [SlowTheory(Wide = 1)]
    [SampledData(nameof(Commands), Thin = 0.1, Wide = 0.5)]
    public async Task EveryCommandWorks(string command)
    {
        var words = command.Split(' ');
        if (words is ["minima", "lab", var name])
        {
            var experiment = Experiments.Find(name);
            Assert.True(experiment is not null, $"there is no experiment {name}");
            Assert.NotEmpty(experiment.Run(new LabRun { IsSmall = true }).Tables);
            return;
        }

        if (words[0] == "minima")
        {
            using var folder = ShownOutput.Folder();
            await ShownOutput.RunAsync(command.Replace("--repeats 5", "--repeats 1", StringComparison.Ordinal));
            return;
        }

        if (words is ["dotnet", "run", "-c", "Release", "--project", "tools/Minima.Truth", "--", "--seeds", _, .. var options])
        {
            using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Minima.Truth.dll"), "--seeds", "1", .. options, "--family", "5", "--fresh", "5000"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Contains("| 5 | Poisson | mean | deviance | poisson_nll | 1/1 |", output, StringComparison.Ordinal);
            return;
        }

        if (words is ["dotnet", "run", "-c", "Release", "--project", var project, .. var rest])
        {
            var folder = Path.Combine(Documents.Root, project);
            Assert.True(Directory.Exists(folder), $"{command}: no {project}");
            if (project.EndsWith("Examples", StringComparison.Ordinal)) Assert.Contains($"(\"{rest[^1]}\", ", await File.ReadAllTextAsync(Path.Combine(folder, "Program.cs"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
            return;
        }

        Assert.True(File.Exists(Path.Combine(Documents.Root, words[0])), $"{command}: no {words[0]}");
    }

    /// <summary>The cells of the rows of the page's tables, without heads.</summary>
    private static string[][] Rows(string page) =>
        [.. Documents.Read(page).Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line.Contains('`', StringComparison.Ordinal)).Select(line => line.Trim('|').Split(" | ").Select(cell => cell.Trim()).ToArray())];

    /// <summary>The numbers of a cell; a sentence may name them in another order in each language.</summary>
    private static IEnumerable<string> NumbersOf(string cell) => Number().Matches(cell).Select(number => number.Value).Order(StringComparer.Ordinal);

    private static IEnumerable<string> CommandsOf(string cell) => Code().Matches(cell).Select(code => code.Groups["command"].Value);

    [GeneratedRegex("`(?<command>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"±|\([\d.]+ - [\d.]+|\[[-+\d.]+, [-+\d.]+\]|exact|no seeds", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Figure();

    [GeneratedRegex(@"\d+(\.\d+)?", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
