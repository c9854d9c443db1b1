using System.CommandLine;
using System.Globalization;
using System.Text;
using Minima.Cli.Completion;
using Minima.Cli.Terminal;
using Minima.Cli.Tests.Compare;
using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Completion;

public sealed class CompletionTests
{
    private static readonly Command Root = CommandLine.Create();

    [Fact]
    public void EveryCommandAndEveryOptionIsCompleted()
    {
        Assert.Equal(Root.Subcommands.Select(c => c.Name).Concat(["--help", "--language", "--version"]).Order(StringComparer.Ordinal), Words("", []).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var command in Root.Subcommands)
        {
            var options = Words("-", [command.Name]);
            Assert.All(command.Options.Where(option => !option.Hidden), option => Assert.Contains(option.Name, options, StringComparer.Ordinal));
            Assert.Contains("--help", options, StringComparer.Ordinal);
        }
    }

    [SlowFact]
    public void EveryNameOfALossIsCompleted()
    {
        foreach (var entry in Catalogue.All)
        {
            foreach (var name in entry.Aliases.Prepend(entry.Key))
            {
                Assert.Contains(name, Words(name[..^1], ["explain"]), StringComparer.Ordinal);
                Assert.Contains(name, Words(name[..^1], ["fit", "data.csv", "--loss"]), StringComparer.Ordinal);
                Assert.Contains(name, Words(name[..^1], ["compare", "--loss", "mse", "--loss"]), StringComparer.Ordinal);
            }
        }

        Assert.Equal(Catalogue.All.Count, Words("", ["fit", "--loss"]).Length);
    }

    [Theory]
    [InlineData("", "en zh", "explain", "mse", "--language")]
    [InlineData("z", "zh", "losses", "--language")]
    [InlineData("--language=z", "--language=zh", "explain")]
    [InlineData("lat", "latex", "explain", "mse", "--as")]
    [InlineData("ro", "robust", "losses", "--family")]
    [InlineData("diab", "diabetes", "fit", "--data")]
    [InlineData("median", "median-ae", "compare", "--metric")]
    [InlineData("huber:", "huber:delta=", "explain")]
    [InlineData("--loss=huber:d", "--loss=huber:delta=", "fit")]
    [InlineData("", "delta=", "explain", "HuberLoss", "--param")]
    [InlineData("fi", "fish", "completion")]
    [InlineData("li", "link", "predict", "m.json", "d.csv", "--scale")]
    [InlineData("", ":files", "fit", "--start")]
    [InlineData("", ":files", "explain", "mse", "--html")]
    [InlineData("dat", ":files", "fit")]
    [InlineData("-", ":files", "fit", "--")]
    [InlineData("", "progression", "fit", "--data", "diabetes", "--target")]
    [InlineData("x", "", "nonsense")]
    [InlineData("\"hub", "huber huber_loss", "fit", "--loss")]
    public void ValuesAreCompleted(string current, string expected, params string[] words)
    {
        var found = Words(current, words);
        if (words is ["fit"] && expected == ":files")
        {
            // Options may follow as well as a file, unless the word has begun.
            Assert.Contains(expected, found, StringComparer.Ordinal);
        }
        else
        {
            Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), found, StringComparer.Ordinal);
        }
    }

    [Fact]
    public void ColumnsComeFromTheFile()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("data.csv", Encoding.UTF8.GetBytes("\uFEFF\"net price\";价格;y\n1;2;3\n"));
        Assert.Equal(["net price", "价格", "y"], Words("", ["fit", path, "--target"]), StringComparer.Ordinal);
        Assert.Equal(["net price"], Words("n", ["compare", path, "--ignore", "y", "--ignore"]), StringComparer.Ordinal);
        Assert.Equal([":files"], Words("", ["compare", path, "--test"]), StringComparer.Ordinal);
        Assert.Empty(Words("", ["fit", path + ".missing", "--target"]));
        Assert.Empty(Words("", ["fit", folder.Write("empty.csv", []), "--target"]));
    }

    [Fact]
    public void AnOptionIsOfferedOnceUnlessItRepeats()
    {
        Assert.DoesNotContain("--target", Words("--", ["fit", "data.csv", "--target", "y"]), StringComparer.Ordinal);
        Assert.Contains("--ignore", Words("--", ["fit", "data.csv", "--ignore", "y"]), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("powershell")]
    public async Task EveryShellHasItsScript(string shell)
    {
        using var output = new StringWriter();
        Assert.Equal(ExitCode.Ok, await CommandLine.RunAsync(["completion", shell], output, TextWriter.Null));
        Assert.Contains("complete \"--current=", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\r', output.ToString());
    }

    [Fact]
    public async Task AnotherShellIsRefusedKindly()
    {
        using var error = new StringWriter();
        Assert.Equal(ExitCode.Usage, await CommandLine.RunAsync(["completion", "bsh"], TextWriter.Null, error));
        Assert.Contains("did you mean 'bash'", error.ToString(), StringComparison.Ordinal);
    }

    /// <summary>As bash calls it: with the words that it makes of the line, split at ':' and '='.</summary>
    [SlowTheory]
    [InlineData("minima explai", "minima|explai", "explain")]
    [InlineData("minima explain hube", "minima|explain|hube", "huber huber_loss")]
    [InlineData("minima explain huber:", "minima|explain|huber|:", "delta=")]
    [InlineData("minima explain huber:de", "minima|explain|huber|:|de", "delta=")]
    [InlineData("minima explain mse --language=", "minima|explain|mse|--language|=", "en zh")]
    [InlineData("minima fit --loss=huber:d", "minima|fit|--loss|=|huber|:|d", "delta=")]
    [InlineData("minima losses  --family ", "minima|losses|--family|", "binary")]
    [InlineData("minima fit da", "minima|fit|da", "data.csv data two.csv")]
    [InlineData("minima fit data.csv --target ", "minima|fit|data.csv|--target|", @"net\ price 价格 y")]
    public async Task BashCompletes(string line, string words, string expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "bash is not at home here");
        using var folder = new TemporaryFolder();
        folder.Write("data two.csv", []);
        folder.Write("data.csv", Encoding.UTF8.GetBytes("net price,价格,y\n1,2,3\n"));
        var array = string.Join(' ', words.Split('|').Select(word => $"'{word}'"));
        var (code, output, error) = await Bash.RunAsync(folder.Path, $$"""
            source <(minima completion bash)
            COMP_LINE='{{line}}' COMP_POINT={{Text(line.Length)}} COMP_WORDS=({{array}}) COMP_CWORD={{Text(words.Count(c => c == '|'))}}
            _minima
            echo "${COMPREPLY[*]}"
            complete -p minima
            """);
        var lines = output.TrimEnd().Split('\n');
        Assert.True(code == 0 && error.Length == 0, error);
        Assert.Equal("complete -F _minima minima", lines[^1]);
        if (expected == "binary")
        {
            Assert.Contains(expected, lines[0].Split(' '), StringComparer.Ordinal);
        }
        else
        {
            Assert.Equal(expected.Split(' ').Order(StringComparer.Ordinal), lines[0].TrimEnd().Split(' ').Order(StringComparer.Ordinal), StringComparer.Ordinal);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string[] Words(string current, string[] words) => [.. Completer.Find(Root, words, current).Select(c => c.Word)];
}
