using System.Globalization;
using System.Text;
using System.Text.Json;
using Minima.Cli.Compare;
using Minima.Cli.Solve;
using Minima.Cli.Terminal;
using Minima.Cli.Tests.Compare;
using Minima.Cli.Tests.Train;
using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Solve;

/// <summary><c>minima solve</c>: one command, whose parts can be repeated one by one.</summary>
public sealed class SolveCommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Of two classes the question names the one to find and how to ask for the other, and the decision counts its alarms; the losses compared are those that were asked for.</summary>
    [Fact]
    public async Task TheClassToFindAndItsAlarmsAreNamed()
    {
        var (code, output, error) = await RunAsync("--data", "breast-cancer", "--no-files", "--cost", "matrix=[[0,5],[1,0]]", "--loss", "bce_with_logits", "--loss", "hinge", "--repeats", "1", "--folds", "2", "--language", "en");
        Assert.True(code == 0, error);
        var text = string.Join(' ', output.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("The class to find is '1' (37.26 % of the rows); --positive 0 finds the other. Compared: bce_with_logits, hinge.", text, StringComparison.Ordinal);
        Assert.Contains("of these alarms are right (precision)", text, StringComparison.Ordinal);
    }

    /// <summary>A distribution is asked for what was wanted.</summary>
    [Theory]
    [InlineData("interval=80%", "--interval 80%")]
    [InlineData("quantiles=0.1,0.9", "--quantiles 0.1,0.9")]
    public async Task ThePredictionAsksADistributionForWhatWasWanted(string want, string asked)
    {
        using var folder = new TemporaryFolder();
        var (code, output, error) = await RunAsync(folder.Write("orders.csv", Orders()), "--target", "days", "--want", want, "--loss", "gaussian_nll_log_variance", "--repeats", "1", "--folds", "2", "--language", "en", "--report", Path.Combine(folder.Path, "page.html"), "--save", Path.Combine(folder.Path, "model.json"));
        Assert.True(code == 0, error);
        Assert.Contains(asked, output[output.IndexOf("minima predict", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    /// <summary>Each line runs as it stands; the comparison has the same numbers, the advice the same losses.</summary>
    [SlowFact]
    public async Task ThePartsRepeatByTheCommandsThatItPrints()
    {
        using var folder = new TemporaryFolder();
        string[] asked = [folder.Write("orders.csv", Orders()), "--target", "days", "--cost", "over=1,under=9", "--unit", "EUR", "--folds", "2", "--repeats", "1", "--language", "en", "--report", Path.Combine(folder.Path, "page.html"), "--save", Path.Combine(folder.Path, "model.json")];
        var (code, output, error) = await RunAsync(asked);
        Assert.True(code == 0, error);
        Assert.All(["CHECKS", "QUESTION", "COMPARISON", "ANSWER", "DECISION", "FILES", "AGAIN"], head => Assert.Contains($"\n{head}\n", output.ReplaceLineEndings("\n"), StringComparison.Ordinal));
        Assert.Contains("comparing them", error, StringComparison.Ordinal);
        string[] lines = [.. output.ReplaceLineEndings("\n").Split('\n').Where(line => line.StartsWith("minima ", StringComparison.Ordinal))];
        Assert.Equal(["advise", "compare", "predict"], lines.Select(line => line.Split(' ')[1]));
        var page = await File.ReadAllTextAsync(asked[^3], Token);
        Assert.All(lines, line => Assert.Contains(System.Net.WebUtility.HtmlEncode(line), page, StringComparison.Ordinal));

        using var solved = JsonDocument.Parse((await RunAsync([.. asked, "--json"])).Output);
        using var comparison = JsonDocument.Parse((await CliRun.Of([.. lines[1].Split(' ')[1..], "--json"])).Output);
        foreach (var part in new[] { "rows", "verdict", "settings", "command" })
            Assert.True(JsonElement.DeepEquals(comparison.RootElement.GetProperty(part), solved.RootElement.GetProperty("comparison").GetProperty(part)), part);
        using var advice = JsonDocument.Parse((await CliRun.Of([.. lines[0].Split(' ')[1..], "--json"])).Output);
        Assert.All(
            advice.RootElement.GetProperty("losses").EnumerateArray().Where(loss => !loss.GetProperty("default").GetBoolean()),
            loss => Assert.Contains($"--loss {loss.GetProperty("argument").GetString()}", lines[1], StringComparison.Ordinal));
        Assert.Equal(241, (await CliRun.Of(lines[2].Split(' ')[1..])).Output.TrimEnd().Split('\n').Length);
    }

    /// <summary>A column that the checks left out is named where no other is left, for it is in the table.</summary>
    [Fact]
    public async Task ColumnsThatTheChecksLeaveOutAreNamed()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("t.csv", Encoding.UTF8.GetBytes("n,y\n" + string.Concat(Enumerable.Range(0, 60).Select(i => FormattableString.Invariant($"{i},{i * 37 % 60}\n")))));
        var (code, _, error) = await RunAsync(path, "--target", "y", "--no-files");
        Assert.Equal(ExitCode.Data, code);
        Assert.Contains("the checks leave out 'n', and no other column is left to predict from", error, StringComparison.Ordinal);
        Assert.Contains("--keep n", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JsonHasTheseKeysAndWritesNoFileThatIsNotNamed()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("t.csv", Orders());
        var (code, output, _) = await RunAsync(path, "--target", "days", "--folds", "2", "--repeats", "1", "--json");
        using var json = JsonDocument.Parse(output);
        Assert.Equal((0, 1), (code, Directory.GetFiles(folder.Path).Length));
        Assert.Equal(["findings", "questions", "train_with", "answer", "decision", "report", "model", "commands", "comparison"], Keys(json.RootElement));
        Assert.Equal(["check", "status", "column", "action", "text", "done"], Keys(json.RootElement.GetProperty("findings")[0]));
        Assert.Equal(["key", "column", "text", "reason", "default", "answer"], Keys(json.RootElement.GetProperty("questions")[0]));
        Assert.Equal(["english", "chinese"], Keys(json.RootElement.GetProperty("answer")));
        Assert.Equal("left_out", json.RootElement.GetProperty("findings").EnumerateArray().Single(finding => finding.GetProperty("column").GetString() == "hours").GetProperty("action").GetString());
    }

    [SlowFact]
    public void APersonIsAskedAtMostThreeQuestions()
    {
        using var folder = new TemporaryFolder();
        var request = new SolveRequest(new CompareRequest { Path = folder.Write("t.csv", Orders()), Target = "days", Options = new() { Folds = 2, Repeats = 1 } });
        using var output = new StringWriter();
        using var answers = new StringReader("over=two\nover=2,under=8\n\n\n");
        Assert.Equal(0, SolveCommand.Run(request, answers, output, TextWriter.Null, Token));
        var text = output.ToString();
        Assert.Contains("1. What does one unit too high cost", text, StringComparison.Ordinal);
        Assert.Contains("--cost over=2,under=8", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Taken without asking", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n4. ", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new string[0], ExitCode.Usage, "--target COLUMN")]
    [InlineData(new[] { "--target", "dyas" }, ExitCode.Data, "'days'")]
    [InlineData(new[] { "--target", "same" }, ExitCode.Data, "every row")]
    [InlineData(new[] { "--target", "days", "--cost", "over=-1,under=-2" }, ExitCode.Usage, "above 0")]
    [InlineData(new[] { "--target", "days", "--cost", "-abs(p-t)" }, ExitCode.Usage, "nowhere")]
    [InlineData(new[] { "--target", "days", "--cost", "nosuch*(p-t)^2" }, ExitCode.Usage, "minima: solve: --cost")]
    [InlineData(new[] { "--target", "days", "--cost", "nosuch*(p-t)^2", "--language", "zh" }, ExitCode.Usage, "minima：solve：--cost")]
    [InlineData(new[] { "--target", "days", "--event", "three" }, ExitCode.Data, "three")]
    [InlineData(new[] { "--target", "three", "--query", "id" }, ExitCode.Data, "quer")]
    [InlineData(new[] { "--target", "three", "--order", "0,1,3" }, ExitCode.Data, "2")]
    [InlineData(new[] { "--target", "days", "--keep", "siz" }, ExitCode.Data, "'size'")]
    [InlineData(new[] { "--target", "days", "--time-budget", "0s" }, ExitCode.Usage, "above 0")]
    [InlineData(new[] { "--target", "days", "--group", "customer", "--time", "id" }, ExitCode.Usage, "--group")]
    public async Task BadInputIsRefusedWithWhatToDo(string[] options, int expected, string words)
    {
        using var folder = new TemporaryFolder();
        var (code, output, error) = await RunAsync([folder.Write("t.csv", Orders()), .. options, "--no-files", "--repeats", "1"]);
        Assert.Equal((expected, ""), (code, output));
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected", error, StringComparison.Ordinal);
    }

    /// <summary>A rank of one's own and a loss judge here as they do in compare.</summary>
    [SlowTheory]
    [SampledCases]
    [Case("ndcg@2", "--query", "query")]
    [Case("pinball:0.9")]
    [Case("(p - t)^4")]
    public async Task AnyMetricOfACompareJudges(string metric, params string[] task)
    {
        using var folder = new TemporaryFolder();
        var rows = Enumerable.Range(0, 120).Select(i => FormattableString.Invariant($"{i / 6},{i * 7 % 11},{i * 5 % 13},{((i * 7 % 11) + (i % 3)) / 4}\n"));
        var path = folder.Write("t.csv", Encoding.UTF8.GetBytes(string.Concat(rows.Prepend("query,a,b,y\n"))));
        string[] asked = [path, "--target", "y", .. task, "--metric", metric, "--folds", "2", "--repeats", "1", "--json"];
        var solved = await RunAsync([.. asked, "--no-files"]);
        Assert.True(solved.Code == 0, solved.Error);
        using var json = JsonDocument.Parse(solved.Output);
        using var compared = JsonDocument.Parse((await CliRun.Good(["compare", .. asked])).Output);
        Assert.Equal(
            compared.RootElement.GetProperty("verdict").GetProperty("metric").GetString(),
            json.RootElement.GetProperty("comparison").GetProperty("verdict").GetProperty("metric").GetString());
    }

    [Fact]
    public async Task TooFewRowsAreRefused()
    {
        using var folder = new TemporaryFolder();
        var (code, _, error) = await RunAsync(folder.Write("t.csv", "x,y\n1,2\n2,3\n3,5\n"u8.ToArray()), "--target", "y", "--no-files");
        Assert.Equal(ExitCode.Data, code);
        Assert.Contains("rows", error, StringComparison.Ordinal);
    }

    [Fact]
    public void AnInterruptionLeavesNoFile()
    {
        using var folder = new TemporaryFolder();
        using var source = new CancellationTokenSource();
        source.Cancel();
        var request = new SolveRequest(new CompareRequest { Path = folder.Write("t.csv", Orders()), Target = "days" }) { Report = Path.Combine(folder.Path, "r.html"), Save = Path.Combine(folder.Path, "m.json") };
        Assert.ThrowsAny<OperationCanceledException>(() => SolveCommand.Run(request, null, TextWriter.Null, TextWriter.Null, source.Token));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [SlowFact]
    public async Task ItSpeaksChinese()
    {
        var (code, output, error) = await RunAsync("--data", "breast-cancer", "--no-files", "--repeats", "1", "--folds", "2", "--language", "zh");
        Assert.True(code == 0, error);
        Assert.Contains("请用 ", output, StringComparison.Ordinal);
        Assert.DoesNotContain(" rows", output, StringComparison.Ordinal);
    }

    private static string[] Keys(JsonElement element) => [.. element.EnumerateObject().Select(property => property.Name)];

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(["solve", .. arguments], output, error, Token);
        return (code, output.ToString(), error.ToString());
    }

    private static byte[] Orders()
    {
        var random = new Random(1);
        var text = new StringBuilder("id,customer,size,hours,same,three,days\n");
        for (var i = 0; i < 240; i++)
        {
            var (customer, size) = (random.Next(24), 10 * random.NextDouble());
            var days = 5 + (2 * size) + (customer % 7) + random.NextDouble();
            text.Append(CultureInfo.InvariantCulture, $"{5000 + i},C{customer},{size:0.00},{(24 * days) + random.NextDouble():0.0},1,{i % 3},{days:0.00}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
