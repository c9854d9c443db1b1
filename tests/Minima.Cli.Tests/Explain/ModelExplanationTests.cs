using System.Globalization;
using System.Text;
using System.Text.Json;
using Minima.Cli.Terminal;
using Minima.Cli.Tests.Compare;
using Xunit;

namespace Minima.Cli.Tests.Explain;

/// <summary><c>minima explain MODEL.json DATA.csv</c>.</summary>
public sealed class ModelExplanationTests
{
    [Fact]
    public async Task TreesAreExplainedAloneAndByATable()
    {
        using var folder = new TemporaryFolder();
        var model = folder.Write("model.json", Encoding.UTF8.GetBytes((await RunAsync("boost", "--data", "diabetes", "--rounds", "10", "--json")).Output));
        var (code, text, error) = await RunAsync("explain", model);
        Assert.Equal((ExitCode.Ok, ""), (code, error));
        Assert.Contains("model.json: boosted trees for 'progression', loss mse, 10 rounds.", text, StringComparison.Ordinal);
        Assert.Contains("Share of the gain of all splits", text, StringComparison.Ordinal);
        (code, text, _) = await RunAsync("explain", model, "--data", "diabetes");
        Assert.Equal(ExitCode.Ok, code);
        foreach (var piece in new[] { "On 442 rows of diabetes: mean loss (mse) ", "Rise when a column is shuffled", "  s5  ", " ± ", "Mean prediction as one column moves", "s5: prediction progression", "⠤" })
            Assert.Contains(piece, text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), line => Assert.True(TextWidth.Of(line.TrimEnd('\r')) <= 80, line));
        (_, text, _) = await RunAsync("explain", model, "--data", "diabetes", "--language", "zh", "--ascii");
        foreach (var piece in new[] { "提升树，损失 mse，10 轮。", "打乱一列后的上升", "一列变动时的平均预测", "*" }) Assert.Contains(piece, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JsonHasItsKeysAndThePageItsPictures()
    {
        using var folder = new TemporaryFolder();
        var model = folder.Write("model.json", Encoding.UTF8.GetBytes((await RunAsync("fit", "--data", "diabetes", "--loss", "mse", "--json")).Output));
        var (_, text, _) = await RunAsync("explain", model, "--data", "diabetes", "--json");
        using var json = JsonDocument.Parse(text);
        Assert.Equal(["model", "targets", "gains", "data", "rows", "measure", "score", "importance", "unused", "dependence", "notes"], Keys(json.RootElement));
        Assert.Equal(["column", "rise", "deviation"], Keys(json.RootElement.GetProperty("importance")[0]));
        Assert.Equal(["column", "output", "quantity", "points"], Keys(json.RootElement.GetProperty("dependence")[0]));
        Assert.Equal(["cell", "at", "prediction"], Keys(json.RootElement.GetProperty("dependence")[0].GetProperty("points")[0]));
        var page = Path.Combine(folder.Path, "model.html");
        Assert.Equal(ExitCode.Ok, (await RunAsync("explain", model, "--data", "diabetes", "--html", page)).Code);
        var html = await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken);
        Assert.Equal(6, html.Split("<figure class=\"shape\">").Length - 1);
        Assert.Contains("部分依赖", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.json --param delta=2", "--param, --as and --derivative are for losses")]
    [InlineData("model.json --json --html x.html", "--html writes a page")]
    [InlineData("model.json a.csv b.csv", "a saved model takes one table")]
    [InlineData("model.json", "without a table boosted trees are explained alone")]
    [InlineData("huber --data diabetes", "--data is for a saved model")]
    public async Task WhatDoesNotGoTogetherIsRefused(string line, string message)
    {
        using var folder = new TemporaryFolder();
        var model = folder.Write("model.json", Encoding.UTF8.GetBytes((await RunAsync("fit", "--data", "diabetes", "--loss", "mse", "--json")).Output));
        var (code, output, error) = await RunAsync(["explain", .. line.Split(' ').Select(word => word == "model.json" ? model : word)]);
        Assert.Equal((ExitCode.Usage, ""), (code, output));
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Contains("there is no such file", (await RunAsync("explain", "nothing.json")).Error, StringComparison.Ordinal);
    }

    private static string[] Keys(JsonElement item) => [.. item.EnumerateObject().Select(pair => pair.Name)];

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        var code = await CommandLine.RunAsync(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
