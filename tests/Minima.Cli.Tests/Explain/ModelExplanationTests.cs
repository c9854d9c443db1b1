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
    [SlowFact]
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

    [SlowFact]
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

    [Fact]
    public async Task ContributionsAreThoseOfPredict()
    {
        using var folder = new TemporaryFolder();
        var model = folder.Write("model.json", Encoding.UTF8.GetBytes((await RunAsync("boost", "--data", "diabetes", "--rounds", "10", "--json")).Output));
        var table = folder.Write("rows.csv", Encoding.UTF8.GetBytes("age,sex,bmi,bp,s1,s2,s3,s4,s5,s6\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{30 + i},{1 + (i % 2)},{20 + (i % 13)},{80 + i},{150 + (3 * i)},{100 + i},{60 - i},{3 + (i % 4)},{4 + (0.05 * i)},{80 + (i % 7)}\n"))));
        var (code, text, error) = await RunAsync("explain", model, table, "--contributions");
        Assert.Equal((ExitCode.Ok, ""), (code, error));
        foreach (var piece in new[] { "On 30 rows of rows.csv.", "Mean size of a column's share in the raw score", "█", "The first 5 rows", "start", "others", "score" }) Assert.Contains(piece, text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), line => Assert.True(TextWidth.Of(line.TrimEnd('\r')) <= 80, line));
        Assert.Equal((await RunAsync("predict", model, table, "--contributions", "--json")).Output, (await RunAsync("explain", model, table, "--contributions", "--json")).Output);

        // The longest bar stands first, and shown numbers of a row add up to its score as far as they are rounded.
        var bars = text.Split('\n').Select(line => line.Count(mark => mark == '█')).Where(length => length > 0).ToArray();
        Assert.Equal(bars.OrderDescending(), bars);
        var numbers = text.Split('\n').Single(line => line.StartsWith("     1  ", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Skip(1).Select(cell => double.Parse(cell.Replace('−', '-'), CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(numbers[^1], numbers[..^1].Sum(), 0.5);
        (_, text, _) = await RunAsync("explain", model, "--data", "diabetes", "--contributions", "--language", "zh", "--ascii");
        foreach (var piece in new[] { "各列在原始得分中所占份额的平均大小", "前 5 行", "起点", "其余", "#" }) Assert.Contains(piece, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ContributionsOfClassesNameEachOutput()
    {
        using var folder = new TemporaryFolder();
        var rows = folder.Write("rows.csv", Encoding.UTF8.GetBytes("x,kind\n" + string.Concat(Enumerable.Range(0, 90).Select(i => $"{i},{(i < 30 ? "low" : i < 60 ? "middle" : "high")}\n"))));
        var model = folder.Write("model.json", Encoding.UTF8.GetBytes((await RunAsync("boost", rows, "--target", "kind", "--rounds", "3", "--json")).Output));
        var (_, text, _) = await RunAsync("explain", model, rows, "--contributions");
        foreach (var name in new[] { "low", "middle", "high" }) Assert.Equal(5, text.Split('\n').Count(line => line.Contains($"  {name} ", StringComparison.Ordinal)));
        Assert.Contains("--contributions prints bars and numbers", (await RunAsync("explain", model, rows, "--contributions", "--html", "x.html")).Error, StringComparison.Ordinal);
        Assert.Contains("--contributions splits the scores of rows among the columns", (await RunAsync("explain", model, "--contributions")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("huber --contributions", "--contributions is for a saved model of boosted trees")]
    [InlineData("model.json --data diabetes --contributions", "--contributions needs boosted trees")]
    [InlineData("model.json --param delta=2", "--table and --derivative are for losses")]
    [InlineData("model.json --json --html x.html", "--html writes a page")]
    [InlineData("model.json a.csv b.csv", "a saved model takes one table")]
    [InlineData("model.json", "only boosted trees can be explained without a table")]
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

    [Fact]
    public async Task ATableThatDoesNotFitIsNamed()
    {
        using var folder = new TemporaryFolder();
        var model = folder.Write("model.json", Encoding.UTF8.GetBytes((await RunAsync("fit", "--data", "diabetes", "--loss", "mse", "--json")).Output));
        var (code, _, error) = await RunAsync("explain", model, folder.Write("five.csv", "p,q\n1,2\n3,4\n"u8.ToArray()));
        Assert.Equal(ExitCode.Data, code);
        Assert.StartsWith("minima: five.csv: it has no columns ", error, StringComparison.Ordinal);
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
