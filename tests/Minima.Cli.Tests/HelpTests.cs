using System.Globalization;
using System.Text;
using Minima.Cli.Terminal;
using Minima.Cli.Tests.Compare;
using Xunit;

namespace Minima.Cli.Tests;

/// <summary>The help of every command: in 80 columns, with examples at its end that run.</summary>
public sealed class HelpTests
{
    private const string Head = "Examples:";

    public static TheoryData<string> Commands => [.. CommandLine.Create().Subcommands.Select(command => command.Name)];

    /// <summary>The explorer is served until Ctrl-C, and its pages are not built here; Minima.Explorer.Tests runs its examples.</summary>
    public static TheoryData<string> Ending => [.. CommandLine.Create().Subcommands.Select(command => command.Name).Where(name => name != "explore")];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task HelpEndsWithExamples(string name)
    {
        var help = await OutputOf(name, "--help");
        var lines = help.ReplaceLineEndings("\n").TrimEnd().Split('\n');
        Assert.Single(lines, Head);
        Assert.Matches("^  (mpirun -n [0-9]+ )?minima ", lines[^1]);
        Assert.InRange(Examples(name).Length, 2, 6);
        Assert.All(lines.TakeWhile(line => line != Head), line => Assert.True(line.Length <= 80, line));

        // The list of commands says what each is for, and no more.
        Assert.Single((await OutputOf("--help")).ReplaceLineEndings("\n").Split('\n'), Head);
    }

    /// <summary>
    /// As they are written, in bash, in a folder with the files that they name. What a machine with only the SDK does not have runs elsewhere: mpirun in
    /// Minima.Distributed.Tests, DuckDB and PostgreSQL in Minima.Sql.Tests.
    /// </summary>
    [SlowTheory]
    [SampledData(nameof(Ending), Thin = Sweep.SlowShare, Wide = 0.35)]
    public async Task ExamplesRun(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the examples are lines of a POSIX shell");
        using var folder = new TemporaryFolder();
        var rows = Enumerable.Range(0, 60);
        var table = string.Concat(rows.Select(i => string.Create(CultureInfo.InvariantCulture, $"{(i * 7) % 23},{i / 3},{((i * 7) % 23) + ((i * 5) % 7)}.5\n")));

        // The same table under each name, with the column that it is about.
        foreach (var (file, column) in new[] { ("DATA", "y"), ("sales", "price"), ("monday", "price"), ("tuesday", "price"), ("orders", "days") })
        {
            folder.Write(file + ".csv", Encoding.UTF8.GetBytes($"x,customer,{column}\n{table}"));
        }

        folder.Write("churn.csv", Encoding.UTF8.GetBytes("x,days,left\n" + string.Concat(rows.Select(i => string.Create(CultureInfo.InvariantCulture, $"{(i * 7) % 23},{1 + ((i * 5) % 29)},{(i * i % 7) % 2}\n")))));
        folder.Write("essays.csv", Encoding.UTF8.GetBytes("x,grade\n" + string.Concat(rows.Select(i => string.Create(CultureInfo.InvariantCulture, $"{(i * 7) % 23},{"EDCBA"[(i * 7) % 23 / 5]}\n")))));

        folder.Write("REQUESTS.jsonl", "{\"loss\":\"mse\",\"inputs\":{\"prediction\":[1],\"target\":[0]}}\n"u8.ToArray());
        if (name is "export")
        {
            Assert.Equal(0, (await Bash.RunAsync(folder.Path, "minima boost DATA.csv --target y --json > MODEL.json")).Code);
        }

        if (name is "predict" or "score" or "explain")
        {
            Assert.Equal(0, (await Bash.RunAsync(folder.Path, "minima fit DATA.csv --target y --loss mse --json > MODEL.json")).Code);
        }

        if (name == "resume")
        {
            Assert.Equal(0, (await Bash.RunAsync(folder.Path, "minima train DATA.csv --target y --epochs 2 --checkpoints RUN")).Code);
        }

        foreach (var example in Examples(name).Where(example => !example.StartsWith("mpirun ", StringComparison.Ordinal) && !example.Contains(" --from ", StringComparison.Ordinal)))
        {
            var (code, output, error) = await Bash.RunAsync(folder.Path, example);

            // An answer of its own: `minima check` ends with 1 where something is wrong with the loss.
            Assert.True((code == 0 || (name == "check" && code == 1 && output.Length > 0)) && !error.Contains("unexpected", StringComparison.Ordinal), $"{example}\nended with {code.ToString(CultureInfo.InvariantCulture)}\n{output}\n{error}");
        }
    }

    [Fact]
    public async Task TheVersionIsOneLine()
    {
        Assert.Equal(VersionLine.Version, (await OutputOf("--version")).TrimEnd());
        Assert.Matches(@"^\d+\.\d+\.\d+(-[0-9a-z.-]+)?$", VersionLine.Version);
    }

    [Theory]
    [InlineData("", "xterm-256color", true)]
    [InlineData(null, null, true)]
    [InlineData("1", "xterm", false)]
    [InlineData("0", "xterm", false)]
    [InlineData(null, "dumb", false)]
    public void StyleIsLeftOutWhereItIsNotWanted(string? noColor, string? term, bool expected) => Assert.Equal(expected, Screen.AllowsStyle(noColor, term));

    private static string[] Examples(string name)
    {
        var command = CommandLine.Create().Subcommands.Single(c => c.Name == name);
        var text = HelpPage.Rest(command.Description);
        return [.. text[text.IndexOf(Head, StringComparison.Ordinal)..].Split('\n').Skip(1).Select(line => line.Trim()).Where(line => line.Length > 0)];
    }

    private static async Task<string> OutputOf(params string[] arguments)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        Assert.Equal(ExitCode.Ok, await CommandLine.RunAsync(arguments, output, TextWriter.Null));
        return output.ToString();
    }
}
