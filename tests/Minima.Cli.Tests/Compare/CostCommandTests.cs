using System.Globalization;
using System.Text;
using System.Text.Json;
using Minima.Cli.Terminal;
using Xunit;

namespace Minima.Cli.Tests.Compare;

/// <summary>The words of <c>--cost</c>, <c>--unit</c>, <c>--baseline</c> and of a loss as <c>--metric</c>, and what becomes of them in text, JSON, page and predictions.</summary>
public sealed class CostCommandTests
{
    [SlowFact]
    public async Task TheSavingIsPrintedInBothLanguagesAndInJson()
    {
        using var folder = new TemporaryFolder();
        var page = Path.Combine(folder.Path, "page.html");
        string[] arguments = [folder.Write("t.csv", Table()), "--target", "days", "--cost", "over=1,under=9", "--unit", "EUR", "--baseline", "promised", "--loss", "huber", "--repeats", "1", "--report", page];
        var english = await CompareRun.Of(arguments);
        Assert.Equal(ExitCode.Ok, english.Code);
        Assert.Contains("Under the cost over=1,under=9 the best prediction is the 0.9 quantile; pinball estimates it", english.Text, StringComparison.Ordinal);
        Assert.Matches(@"pinball costs [\d.]+ EUR a row, column 'promised' [\d.]+: it saves [\d.]+ EUR a row \(95 % interval [\d.-]+ to [\d.]+ by resampling rows\)\.", english.Text);
        Assert.Contains("--baseline promised", english.Text, StringComparison.Ordinal);
        Assert.Contains("--cost over=1,under=9 --unit EUR", english.Text, StringComparison.Ordinal);
        var chinese = await CompareRun.Of([.. arguments, "--language", "zh"]);
        Assert.Matches(@"每行节省\s*[\d.]+\s+EUR", chinese.Output);
        Assert.Contains("EUR a row", await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        using var json = JsonDocument.Parse((await CompareRun.Of([.. arguments, "--json", "--no-timing"])).Output);
        var saving = json.RootElement.GetProperty("saving");
        Assert.Equal(["now", "now_mean", "model", "model_mean", "mean", "interval", "resampled", "p", "clear", "text", "of_default"], saving.EnumerateObject().Select(pair => pair.Name));
        Assert.Equal(saving.GetProperty("mean").GetDouble(), saving.GetProperty("now_mean").GetDouble() - saving.GetProperty("model_mean").GetDouble(), 1e-9);
        Assert.Equal(("over=1,under=9", "EUR"), (json.RootElement.GetProperty("settings").GetProperty("cost").GetString(), json.RootElement.GetProperty("settings").GetProperty("unit").GetString()));
        Assert.Contains(json.RootElement.GetProperty("rows").EnumerateArray(), row => row.GetProperty("kind").GetString() == "baseline");
    }

    [Fact]
    public async Task AThresholdIsPrintedInBothLanguagesAndInJsonAndSaved()
    {
        using var folder = new TemporaryFolder();
        var (path, page, model) = (folder.Write("t.csv", Table()), Path.Combine(folder.Path, "r.html"), Path.Combine(folder.Path, "m.json"));
        string[] arguments = [path, "--target", "late", "--ignore", "days", "--threshold", "alarms=20%", "--loss", "hinge", "--loss", "bce_with_logits:pos_weight=4", "--repeats", "1"];
        var english = await CompareRun.Of([.. arguments, "--report", page, "--save", model]);
        Assert.Equal(ExitCode.Ok, english.Code);
        Assert.Matches(@"with the threshold chosen inside the folds for alarms=20% \(a probability of about [\d.]+\), calls [\d.]+ % \(95 % interval [\d.]+ to [\d.]+\) of the rows 'yes'; [\d.]+ %", english.Text);
        Assert.Contains("judged by the recall at 20 % alarms", english.Text, StringComparison.Ordinal);
        Assert.Matches(@"share\s+rows\s+precision\s+recall\s+lift", english.Text);
        Assert.Contains("log-loss", english.Text, StringComparison.Ordinal);
        Assert.Matches("Mean probability [\\d.]+ before, [\\d.]+ after", english.Text);
        Assert.Contains("--threshold alarms=20%", english.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("--metric recall@alarms", english.Text, StringComparison.Ordinal);
        Assert.Contains("的阈值在各折内部按 alarms=20% 选取", (await CompareRun.Of([.. arguments, "--language", "zh"])).Text.Replace(" ", "", StringComparison.Ordinal).Replace("alarms", " alarms", StringComparison.Ordinal).Replace("选取", " 选取", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("data-chart=\"alarms\"", await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        using var json = JsonDocument.Parse((await CompareRun.Of([.. arguments, "--json", "--no-timing"])).Output);
        var decisions = json.RootElement.GetProperty("decisions");
        Assert.Equal(
            ["model", "class", "rule", "threshold", "probability", "base_rate", "alarms", "alarms_interval", "precision", "precision_interval", "recall", "recall_interval", "lift", "text", "curve"],
            decisions.EnumerateObject().Select(pair => pair.Name));
        Assert.Equal(["share", "rows", "precision", "recall", "lift", "cost"], decisions.GetProperty("curve")[0].EnumerateObject().Select(pair => pair.Name));
        Assert.Equal("alarms=20%", json.RootElement.GetProperty("settings").GetProperty("threshold").GetString());
        using var saved = JsonDocument.Parse(await File.ReadAllTextAsync(model, TestContext.Current.CancellationToken));
        Assert.Equal(decisions.GetProperty("threshold").GetDouble(), saved.RootElement.GetProperty("threshold").GetDouble(), 0.2);
    }

    [SlowFact]
    public async Task ALossIsAMetric()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("t.csv", Table());
        var run = await CompareRun.Of(path, "--target", "days", "--metric", "pinball:0.9", "--loss", "huber", "--repeats", "1");
        Assert.Contains("Wanted: the 0.9 quantile", run.Text, StringComparison.Ordinal);
        Assert.Contains("--metric pinball:quantile=0.9", run.Text, StringComparison.Ordinal);
        Assert.Contains("judged by pinball loss at 0.8", (await CompareRun.Of(path, "--target", "days", "--metric", "pinball", "--want", "quantile=0.8", "--loss", "huber", "--repeats", "1")).Text, StringComparison.Ordinal);
        Assert.Contains("judged by abs(p-t)^1.5", (await CompareRun.Of(path, "--target", "days", "--metric", "abs(p-t)^1.5", "--loss", "huber", "--repeats", "1")).Text.Replace("the metric asked for, ", "judged by ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASavedModelDecidesByTheCost()
    {
        using var folder = new TemporaryFolder();
        var (path, model) = (folder.Write("t.csv", Table()), Path.Combine(folder.Path, "m.json"));
        var run = await CompareRun.Of(path, "--target", "late", "--ignore", "days", "--cost", "matrix=[[0,1],[5,0]]", "--loss", "sigmoid_focal", "--repeats", "1", "--save", model);
        Assert.Equal(ExitCode.Ok, run.Code);
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        Assert.Equal(ExitCode.Ok, await CommandLine.RunAsync(["predict", model, path, "--cost", "matrix=[[0,1],[5,0]]"], output, TextWriter.Null));
        var lines = output.ToString().ReplaceLineEndings("\n").Trim().Split('\n')[1..].Select(line => line.Split(',')).ToArray();
        Assert.All(lines, cells => Assert.Equal(double.Parse(cells[0], CultureInfo.InvariantCulture) > 1.0 / 6 ? "yes" : "no", cells[1]));
        Assert.Contains(lines, cells => cells[1] == "yes" && double.Parse(cells[0], CultureInfo.InvariantCulture) < 0.5);
    }

    /// <summary>A formula decides by the columns of each row; solve writes a model and prints the line that decides new rows the same way.</summary>
    [SlowFact]
    public async Task ASolutionDecidesByTheColumnsOfTheRow()
    {
        using var folder = new TemporaryFolder();
        var (path, model, page) = (folder.Write("t.csv", Table()), Path.Combine(folder.Path, "m.json"), Path.Combine(folder.Path, "r.html"));
        const string Cost = "t*(1-p)*promised + p*(1-t)*2";
        using var solved = new StringWriter(CultureInfo.InvariantCulture);
        Assert.Equal(ExitCode.Ok, await CommandLine.RunAsync(["solve", path, "--target", "late", "--ignore", "days", "--cost", Cost, "--unit", "EUR", "--repeats", "1", "--save", model, "--report", page], solved, TextWriter.Null));
        Assert.Contains($"minima predict {model} {path} --cost '{Cost}'", solved.ToString(), StringComparison.Ordinal);
        Assert.Matches(@"above a\s+threshold\s+that\s+follows\s+from\s+the\s+columns\s+of\s+the\s+row:", solved.ToString());
        Assert.Contains("由该行各列得出的阈值", await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        Assert.Equal(ExitCode.Ok, await CommandLine.RunAsync(["predict", model, path, "--cost", Cost], output, TextWriter.Null));
        static string[][] Cells(string text) => [.. text.ReplaceLineEndings("\n").Trim().Split('\n')[1..].Select(line => line.Split(','))];
        var promised = Cells(Encoding.UTF8.GetString(Table())).Select(cells => double.Parse(cells[1], CultureInfo.InvariantCulture));
        var decided = Cells(output.ToString());
        Assert.Equal(decided.Zip(promised, (cells, amount) => double.Parse(cells[0], CultureInfo.InvariantCulture) > 2 / (2 + amount) ? "yes" : "no"), decided.Select(cells => cells[1]));
    }

    [Theory]
    [InlineData("matrix=[[0,1],[5,0]]", "is for classes")]
    [InlineData("over=0,under=1", "both above 0")]
    [InlineData("promise*abs(p-t)", "did you mean 'promised'?")]
    [InlineData("anything", "is expected")]
    public async Task ACostThatIsNoneIsRefusedBeforeTraining(string cost, string why)
    {
        using var folder = new TemporaryFolder();
        var run = await CompareRun.Of(folder.Write("t.csv", Table()), "--target", "days", "--cost", cost);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(why, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("trainings", run.Error, StringComparison.Ordinal);
    }

    /// <summary>days = 1 + distance / 50 and something above it; a promise that adds one day to the line; late after six days.</summary>
    private static byte[] Table()
    {
        var random = new Random(11);
        var text = new StringBuilder("distance,promised,days,late\n");
        for (var i = 0; i < 240; i++)
        {
            var distance = 300 * random.NextDouble();
            var days = 1 + (distance / 50) - Math.Log(1 - random.NextDouble());
            var promised = 2 + (distance / 50);
            text.Append(CultureInfo.InvariantCulture, $"{distance:0.0},{promised:0.00},{days:0.00},{(days > 6 ? "yes" : "no")}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
