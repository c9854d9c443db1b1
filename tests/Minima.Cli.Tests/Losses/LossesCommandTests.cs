using System.Globalization;
using System.Text.Json;
using Minima.Cli.Losses;
using Minima.Cli.Terminal;
using Xunit;

namespace Minima.Cli.Tests.Losses;

public sealed class LossesCommandTests
{
    [Fact]
    public async Task ThePlainTableIsAlignedAndComplete()
    {
        var (code, output, error) = await RunAsync("losses");
        Assert.Equal((0, ""), (code, error));
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.TrimEnd('\r')).ToArray();
        Assert.Equal(Catalogue.All.Count + 1, lines.Length);
        Assert.DoesNotContain('\t', output);
        Assert.DoesNotContain('\u001b', output);
        var family = Before(lines[0], "family");
        foreach (var entry in Catalogue.All)
        {
            var line = Assert.Single(lines, l => l.StartsWith(entry.Key + " ", StringComparison.Ordinal));
            Assert.Contains(entry.Name, line, StringComparison.Ordinal);
            Assert.Contains(entry.ChineseName, line, StringComparison.Ordinal);
            Assert.EndsWith(entry.English.Summary, line, StringComparison.Ordinal);
            Assert.All(entry.Parameters, p => Assert.Contains(p.IsRequired ? p.Name : $"{p.Name}={ParameterInfo.Format(p.Default)}", line, StringComparison.Ordinal));
            Assert.Equal(family, Before(line[..^entry.English.Summary.Length], LossSearch.WordOf(entry.Family) + " "));
        }
    }

    [Fact]
    public async Task AMatrixIsAMatrixInJson()
    {
        var (_, output, _) = await RunAsync("losses", "--json");
        var loss = JsonElement.Parse(output).EnumerateArray().Single(entry => entry.GetProperty("key").GetString() == "wasserstein_dice");
        var parameter = loss.GetProperty("parameters")[0];
        Assert.Equal(("matrix", "[[0,1,1],[1,0,0.5],[1,0.5,0]]"), (parameter.GetProperty("kind").GetString(), string.Concat(parameter.GetProperty("default").GetRawText().Where(c => !char.IsWhiteSpace(c)))));
    }

    [Fact]
    public async Task AFamilyIsAFamily()
    {
        var (code, output, _) = await RunAsync("losses", "--family", "Robust");
        Assert.Equal(0, code);
        Assert.Equal(Catalogue.All.Count(l => l.Family == LossFamily.Robust) + 1, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task AnUnknownFamilySaysWhichExist()
    {
        var (code, output, error) = await RunAsync("losses", "--family", "robst");
        Assert.Equal((ExitCode.Usage, ""), (code, output));
        Assert.Contains("did you mean 'robust'", error, StringComparison.Ordinal);
        Assert.All(LossSearch.Families, f => Assert.Contains(f, error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("huber")]
    [InlineData("HUBERLOSS")]
    [InlineData("huber-loss")]
    [InlineData("outliers bounded")]
    [InlineData("离群点的拉力")]
    public async Task SearchLooksIntoKeysNamesAliasesAndSummaries(string text)
    {
        var (code, output, _) = await RunAsync("losses", "--search", text);
        Assert.Equal(0, code);
        Assert.Contains("\nhuber ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("\nmse ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NothingFoundSaysWhatToTry()
    {
        var (code, output, _) = await RunAsync("losses", "--search", "hubber");
        Assert.Equal(0, code);
        Assert.Contains("did you mean 'huber'", output, StringComparison.Ordinal);
        var (jsonCode, json, error) = await RunAsync("losses", "--search", "hubber", "--json");
        Assert.Equal(0, jsonCode);
        Assert.Empty(JsonElement.Parse(json).EnumerateArray());
        Assert.Contains("did you mean 'huber'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JsonHasEveryLoss()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            var (code, output, _) = await RunAsync("losses", "--json");
            Assert.Equal(0, code);
            var losses = JsonElement.Parse(output).EnumerateArray().ToDictionary(l => l.GetProperty("key").GetString()!, StringComparer.Ordinal);
            Assert.Equal(Catalogue.All.Count, losses.Count);
            var delta = losses["huber"].GetProperty("parameters")[0];
            Assert.Equal("delta", delta.GetProperty("name").GetString());
            Assert.Equal(1, delta.GetProperty("default").GetDouble());
            Assert.Equal("> 0", delta.GetProperty("domain").GetString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>How many columns stand before a word.</summary>
    private static int Before(string line, string word) => TextWidth.Of(line[..line.LastIndexOf(word, StringComparison.Ordinal)]);

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        var code = await CommandLine.RunAsync(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
