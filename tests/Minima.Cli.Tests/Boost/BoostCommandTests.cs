using System.Globalization;
using System.Text;
using System.Text.Json;
using Minima.Cli.Terminal;
using Minima.Cli.Tests.Compare;
using Xunit;

namespace Minima.Cli.Tests.Boost;

/// <summary><c>minima boost</c>, and what reads its models.</summary>
public sealed class BoostCommandTests
{
    private static readonly string Csv = Rows();

    [Fact]
    public async Task TheModelIsTheSameAtAnyNumberOfThreads()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("data.csv", Encoding.UTF8.GetBytes(Csv));
        string[] line = ["boost", path, "--target", "y", "--rounds", "5", "--row-share", "0.7", "--seed", "3", "--json"];
        var (code, one, error) = await RunAsync([.. line, "--threads", "1"]);
        Assert.Equal((ExitCode.Ok, one), (code, (await RunAsync([.. line, "--threads", "3"])).Output));
        Assert.NotEqual(one, (await RunAsync([.. line, "--seed", "4"])).Output);
        Assert.StartsWith("memory besides the table: at most ", error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(one);
        Assert.Equal(["format", "version", "loss", "parameters", "inputs", "target", "task", "mapping", "link", "columns", "weight", "group", "settings", "rows", "notes", "trees"], Keys(json.RootElement));
        Assert.Equal(
            ["engine", "rounds", "rate", "growth", "depth", "leaves", "bins", "one_hot", "min_rows", "clear_rows", "min_curvature", "min_gain", "l2", "row_share", "column_share", "monotone", "interactions", "held_out", "early_stop", "refit", "seed"],
            Keys(json.RootElement.GetProperty("settings")));
        Assert.Equal(["column", "kind", "levels"], Keys(json.RootElement.GetProperty("columns")[1]));
        Assert.Equal(["class", "value"], Keys(JsonDocument.Parse((await RunAsync("boost", path, "--target", "sort", "--rounds", "2", "--json")).Output).RootElement.GetProperty("mapping")[0]));
    }

    [SlowFact]
    public async Task APersonReadsWhatWasDecided()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("data.csv", Encoding.UTF8.GetBytes(Csv));
        string[] line = ["boost", path, "--target", "y", "--ignore", "sort", "--loss", "cost*(4*relu(t-p) + relu(p-t))", "--rounds", "40", "--early-stop", "3"];
        var (code, output, _) = await RunAsync(line);
        Assert.Equal(ExitCode.Ok, code);
        var lines = output.ReplaceLineEndings("\n").Split('\n');
        foreach (var start in new[] { "loss        cost*(4*relu(t-p) + relu(p-t)) on 150 rows", "input       cost from column 'cost'", "link        identity", "start       ", "curvature   constant: the slope jumps", "rounds      ", "held out    mean loss ", "share of the gain of all splits", "  minima boost " })
            Assert.Single(lines, one => one.StartsWith(start, StringComparison.Ordinal));
        var (_, chinese, told) = await RunAsync([.. line, "--language", "zh"]);
        foreach (var start in new[] { "损失        ", "曲率        constant：斜率有跳跃", "轮数        ", "留出        " })
            Assert.Single(chinese.ReplaceLineEndings("\n").Split('\n'), one => one.StartsWith(start, StringComparison.Ordinal));
        Assert.StartsWith("除表格外的内存", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TimesOrdersAndGradesAreBoostedAndRead()
    {
        using var folder = new TemporaryFolder();
        var rows = Enumerable.Range(0, 120).Select(i => (X: i * 37 % 100 / 100.0, Noise: i * 61 % 89 / 89.0)).ToArray();
        var path = folder.Write("data.csv", Encoding.UTF8.GetBytes("x,days,left,query,worth,grade\n" + string.Concat(rows.Select((row, i) => FormattableString.Invariant(
            $"{row.X},{0.1 + row.Noise + (3 * row.X)},{(i % 3 == 0 ? 0 : 1)},q{i / 6},{Math.Round((2 * row.X) + (row.Noise / 2))},{"EDCBA"[(int)(4.5 * ((0.8 * row.X) + (0.2 * row.Noise)))]}\n")))));
        foreach (var (options, keys, chinese) in new[]
        {
            ("--target days --event left --ignore query --ignore worth --ignore grade", "event,survival", "事件        列“left”"),
            ("--target days --event left --ignore query --ignore worth --ignore grade --loss weibull_nll", "event,survival", "输入        log_shape = "),
            ("--target worth --query query --ignore days --ignore left --ignore grade --loss listnet", "query", "查询        列“query”"),
            ("--target grade --order E,D,C,B,A --ignore days --ignore left --ignore query --ignore worth --loss cumulative_link", "outputs,thresholds", "阈值        "),
        })
        {
            string[] line = ["boost", path, .. options.Split(' '), "--rounds", "8", "--depth", "2"];
            var (code, model, error) = await RunAsync([.. line, "--json"]);
            Assert.True(code == ExitCode.Ok, error);
            using var json = JsonDocument.Parse(model);
            Assert.Equal(["format", "version", "loss", "parameters", "inputs", "target", "task", "mapping", "link", .. keys.Split(','), "columns", "weight", "group", "settings", "rows", "notes", "trees"], Keys(json.RootElement));
            var kept = folder.Write("model.json", Encoding.UTF8.GetBytes(model));
            Assert.Equal(121, (await RunAsync("predict", kept, path)).Output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Length);
            Assert.Equal(ExitCode.Ok, (await RunAsync("score", kept, path)).Code);
            Assert.Single((await RunAsync([.. line, "--language", "zh"])).Output.ReplaceLineEndings("\n").Split('\n'), one => one.StartsWith(chinese, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("--curvature exact", "leave out --curvature")]
    [InlineData("--min-rows 1000", "(--min-rows) allow more")]
    [InlineData("--min-gain 1e300", "A lower --min-gain or --min-curvature allows more.")]
    public async Task WithoutASplitItSaysWhatToDo(string options, string advice)
    {
        var (code, text, _) = await RunAsync(["boost", "--data", "diabetes", "--loss", "4*relu(t-p) + relu(p-t)", "--rounds", "3", .. options.Split(' ')]);
        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("No split was worth it", text, StringComparison.Ordinal);
        Assert.Contains(advice, text.ReplaceLineEndings(" ").Replace("   ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    /// <summary>Who gives a least number of rows gets no exception from it.</summary>
    [Theory]
    [InlineData("", 20, 5)]
    [InlineData("--min-rows 20", 20, 20)]
    [InlineData("--clear-rows 3", 20, 3)]
    [InlineData("--min-rows 60 --clear-rows 10", 60, 10)]
    public async Task LeastRowsAreThoseAskedFor(string options, int minRows, int clearRows)
    {
        var (_, text, _) = await RunAsync(["boost", "--data", "diabetes", "--rounds", "1", "--json", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        using var json = JsonDocument.Parse(text);
        var settings = json.RootElement.GetProperty("settings");
        Assert.Equal((minRows, clearRows), (settings.GetProperty("min_rows").GetInt32(), settings.GetProperty("clear_rows").GetInt32()));
    }

    [SlowFact]
    public async Task DistributionsAreBoostedAndRead()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("data.csv", Encoding.UTF8.GetBytes(Csv));
        string[] line = ["boost", path, "--target", "y", "--ignore", "sort", "--rounds", "8", "--loss", "pinball", "--heads", "0.1,0.5,0.9"];
        var (code, text, _) = await RunAsync(line);
        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("\nheads       quantile 0.1, quantile 0.5, quantile 0.9\n", text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        var json = (await RunAsync([.. line, "--json"])).Output;
        Assert.Equal(["reading", "heads", "levels", "constant_spread", "typical", "spread"], Keys(JsonDocument.Parse(json).RootElement.GetProperty("distribution")));
        var model = folder.Write("model.json", Encoding.UTF8.GetBytes(json));
        var (_, predicted, _) = await RunAsync("predict", model, path, "--quantiles", "0.1,0.9", "--interval", "80%");
        Assert.Equal("prediction,q0.1,q0.9,lower,upper", predicted.ReplaceLineEndings("\n").Split('\n')[0]);
        Assert.Contains("mean pinball loss", (await RunAsync("score", model, path)).Output, StringComparison.Ordinal);
        Assert.Contains("quantile 0.9: ", (await RunAsync("score", model, path, "--decompose")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y", "start,cost,town,x,score")]
    [InlineData("sort", "start_a,cost_a,town_a,x_a,score_a,start_b,cost_b,town_b,x_b,score_b,start_c,cost_c,town_c,x_c,score_c")]
    public async Task ContributionsAddUpToTheScore(string target, string header)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("data.csv", Encoding.UTF8.GetBytes(Csv));
        var model = folder.Write("model.json", Encoding.UTF8.GetBytes((await RunAsync("boost", path, "--target", target, "--ignore", target == "y" ? "sort" : "y", "--rounds", "6", "--json")).Output));
        var (code, output, _) = await RunAsync("predict", model, path, "--contributions");
        Assert.Equal(ExitCode.Ok, code);
        var lines = output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        Assert.Equal(header.Split(',').Order(StringComparer.Ordinal), lines[0].Split(',').Order(StringComparer.Ordinal));
        Assert.Equal(Csv.TrimEnd('\n').Split('\n').Length, lines.Length);
        Assert.All(lines.Skip(1), line => Assert.All(line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).Chunk(5), numbers => Assert.Equal(numbers[^1], numbers[..^1].Sum(), 1e-12)));
        Assert.Equal(["targets", "what", "values", "further"], Keys(JsonDocument.Parse((await RunAsync("predict", model, path, "--contributions", "--json")).Output).RootElement));
        var (refused, _, error) = await RunAsync("predict", model, path, "--contributions", "--scale", "link");
        Assert.Equal(ExitCode.Usage, refused);
        Assert.Contains("--scale link", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARowWithoutASlopeIsNamedByItsLine()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("data.csv", Encoding.UTF8.GetBytes("x,t\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i},{i % 7}\n"))));
        var (code, _, error) = await RunAsync("boost", path, "--target", "t", "--loss", "log(p) - t");
        Assert.Equal(ExitCode.Data, code);
        Assert.Contains("data.csv, line 2: the gradient of the loss is", error, StringComparison.Ordinal);
    }

    /// <summary>Queries are as many as they are: their texts are names, and no categories.</summary>
    [SlowTheory]
    [InlineData("boost", "--loss", "listnet", "--rounds", "1")]
    [InlineData("compare", "--loss", "ranknet", "--repeats", "1", "--folds", "2")]
    public async Task ThousandsOfQueriesMayHaveNames(string command, params string[] options)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("data.csv", Encoding.UTF8.GetBytes("x,q,worth\n" + string.Concat(Enumerable.Range(0, 3300).Select(i => $"{i * 37 % 101},query {i / 3},{i * 37 % 101 / 34}\n"))));
        var (code, _, error) = await RunAsync([command, path, "--target", "worth", "--query", "q", .. options]);
        Assert.True(code == ExitCode.Ok, error);
    }

    [Fact]
    public async Task PredictAndScoreReadTheModel()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("data.csv", Encoding.UTF8.GetBytes(Csv));
        var model = folder.Write("model.json", Encoding.UTF8.GetBytes((await RunAsync("boost", path, "--target", "sort", "--ignore", "y", "--rounds", "10", "--json")).Output));
        var rows = folder.Write("rows.csv", "cost,town,x\n1,east,0.5\n,mars,\n"u8.ToArray());
        var (code, output, error) = await RunAsync("predict", model, rows);
        Assert.Equal((ExitCode.Ok, "probability_a,probability_b,probability_c,class"), (code, output.ReplaceLineEndings("\n").Split('\n')[0]));
        Assert.StartsWith("Column 'town': 1 row holds a text that training has not seen, such as 'mars'", error, StringComparison.Ordinal);
        Assert.StartsWith("score_a,score_b,score_c", (await RunAsync("predict", model, rows, "--scale", "link")).Output, StringComparison.Ordinal);
        var first = (await RunAsync("predict", model, rows, "--rounds", "0")).Output.ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(first[1], first[2]);
        Assert.Contains("trees", (await RunAsync("score", model, path)).Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, (await RunAsync("score", model, path, "--json", "--decompose")).Code);
        Assert.Contains("set", (await RunAsync("predict", model, rows, "--interval", "90%", "--calibrate", path)).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--rounds 0", "boost: --rounds: it is 0; it must be 1 or more.")]
    [InlineData(2, "--rounds many", "--rounds is 'many'; it must be a whole number")]
    [InlineData(2, "--rate 2", "boost: --rate: it is 2; it must be above 0 and at most 1.")]
    [InlineData(2, "--min-rows 0", "boost: --min-rows: it is 0; it must be 1 or more.")]
    [InlineData(2, "--l2 -1", "boost: --l2: it is -1; it must be 0 or more.")]
    [InlineData(2, "--bins 1", "boost: --bins: it is 1; it must be 3 to 256")]
    [InlineData(2, "--growth sideways", "it must be depth or leaf")]
    [InlineData(2, "--curvature steep", "it must be exact, positive, weight, bound or constant")]
    [InlineData(2, "--monotone x", "it must be COLUMN=up or COLUMN=down")]
    [InlineData(2, "--held-out 200%", "it must be a probability between 0 and 1")]
    [InlineData(2, "--task survival", "boost: --task is 'survival'")]
    [InlineData(2, "--param delta=1", "no loss is named")]
    [InlineData(2, "--seed -1", "--seed is '-1'")]
    [InlineData(3, "--loss hubber", "huber")]
    [InlineData(4, "--monotone town=up", "is one of categories")]
    [InlineData(4, "--interactions x,speed", "there is no column 'speed'")]
    [InlineData(4, "--weight town", "it does not hold numbers")]
    [InlineData(4, "--weight y", "has another role already")]
    [InlineData(4, "--loss dice", "it is a function of sums over all rows; trees")]
    [InlineData(4, "--loss cosine_embedding", "trees cannot be boosted with cosine_embedding here: it is not a loss for regression.")]
    [InlineData(4, "--loss (p-t)^2*(cost-4)", "the sum of the loss over the rows falls without end")]
    [InlineData(2, "--window 1e308", "boost: --window: it is 1E+308; it must be so small")]
    [InlineData(2, "--interactions ,", "--interactions is ','")]
    [InlineData(4, "--loss gaussian_nll", "add --heads all, and trees learn each.")]
    [InlineData(4, "--loss gaussian_nll --input variance=cost", "so it has no curvature")]
    [InlineData(4, "--task multiclass --loss cumulative_link", "add --order with the grades")]
    [InlineData(2, "--order a,a,b", "minima: --order 'a,a,b': three or more different grades")]
    [InlineData(4, "--ignore x,town,cost,sort", "at least one column other than the target is expected that is not empty, not constant, and not a different text in every row")]
    public async Task WhatDoesNotFitIsRefused(int code, string options, string why)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("data.csv", Encoding.UTF8.GetBytes(Csv));
        var (ended, _, error) = await RunAsync(["boost", path, "--target", "y", .. options.Split(' ')]);
        Assert.Equal(code, ended);
        Assert.Contains(why, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WeightsWithoutASumAreNamedByTheirColumn()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("data.csv", Encoding.UTF8.GetBytes("x,w,y\n1,1e308,1\n2,1e308,3\n3,1e308,2\n4,1e308,5\n"));
        var (code, _, error) = await RunAsync(["boost", path, "--target", "y", "--weight", "w"]);
        Assert.Equal(4, code);
        Assert.Contains("data.csv, column 'w': the weights have no finite sum", error, StringComparison.Ordinal);
    }

    private static string[] Keys(JsonElement json) => [.. json.EnumerateObject().Select(one => one.Name)];

    private static string Rows()
    {
        var text = new StringBuilder("x,town,cost,sort,y\n");
        for (var i = 0; i < 150; i++)
            text.Append(CultureInfo.InvariantCulture, $"{(i % 9 == 0 ? "" : $"{i * 7 % 23}")},{((string[])["north", "east", "south"])[i % 3]},{1 + (i % 4)},{"abc"[i * 7 % 23 / 8]},{(i * 7 % 23) + (i % 3 * 4)}.5\n");
        return text.ToString();
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        var code = await CommandLine.RunAsync(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
