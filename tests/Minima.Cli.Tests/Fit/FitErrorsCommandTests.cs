using System.Globalization;
using System.Text;
using System.Text.Json;
using Minima.Cli.Tests.Compare;
using Minima.Cli.Tests.Train;
using Xunit;

namespace Minima.Cli.Tests.Fit;

/// <summary>Errors, influence, intervals and parts of the loss on the command line.</summary>
public sealed class FitErrorsCommandTests
{
    private static readonly string Rows = Table(60, 1);

    [Fact]
    public async Task ErrorsStandAtTheEndOfTheModel()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("data.csv", Encoding.UTF8.GetBytes(Rows));
        string[] fit = ["fit", path, "--target", "y", "--loss", "huber:delta=2", "--ignore", "shop", "--json"];
        var plain = await Run(fit);
        var full = await Run([.. fit, "--errors", "hc3", "--influence", "top=2"]);
        using var json = JsonDocument.Parse(full);
        var (one, all) = (Keys(JsonDocument.Parse(plain).RootElement), Keys(json.RootElement));
        Assert.Equal([.. one, "errors", "influence"], all);
        Assert.Equal(["kind", "level", "rows", "distribution", "coefficients", "covariance", "notes"], Keys(json.RootElement.GetProperty("errors")));
        Assert.Equal(["name", "estimate", "standard_error", "z", "p", "low", "high"], Keys(json.RootElement.GetProperty("errors").GetProperty("coefficients")[0]));
        Assert.Equal(2, json.RootElement.GetProperty("influence").GetProperty("rows").GetArrayLength());

        // A file gets the bytes that are printed, and whoever asks for one is not shown JSON.
        var saved = Path.Combine(folder.Path, "model.json");
        var shown = await Run([.. fit[..^1], "--errors", "hc3", "--influence", "top=2", "--save", saved]);
        Assert.Equal(full, (await File.ReadAllTextAsync(saved, TestContext.Current.CancellationToken)).ReplaceLineEndings());
        Assert.Contains("Saved in ", shown, StringComparison.Ordinal);
        await Run("predict", saved, path);

        // The model itself is the same to the byte.
        Assert.StartsWith(plain[..plain.LastIndexOf("\n  ]", StringComparison.Ordinal)], full, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model", "dispersion")]
    [InlineData("cluster=shop", "12 clusters")]
    [InlineData("bootstrap=shop", "bootstrap")]
    public async Task EveryKindIsShown(string kind, string says)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("data.csv", Encoding.UTF8.GetBytes(Rows));
        var text = await Run("fit", path, "--target", "y", "--loss", "mse", "--errors", kind, "--ignore", "shop", "--level", "80%", "--resamples", "50");
        Assert.Contains(says, text, StringComparison.Ordinal);
        Assert.Contains("80 % intervals", text, StringComparison.Ordinal);
        Assert.Contains("标准误", await Run("fit", path, "--target", "y", "--loss", "mse", "--errors", kind, "--resamples", "50", "--language", "zh"), StringComparison.Ordinal);
    }

    /// <summary>An order of grades has one coefficient for each feature and a threshold for each step, in the report, in its errors and in JSON; the saved model predicts.</summary>
    [Fact]
    public async Task GradesInOrderHaveThresholds()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(4);
        var rows = new StringBuilder("x,grade\n");
        for (var i = 0; i < 120; i++)
        {
            var x = random.NextDouble();
            rows.Append(CultureInfo.InvariantCulture, $"{x:0.000},{"CBA"[Math.Clamp((int)((x * 2) + random.NextDouble()), 0, 2)]}\n");
        }

        var (path, saved) = (folder.Write("data.csv", Encoding.UTF8.GetBytes(rows.ToString())), Path.Combine(folder.Path, "model.json"));
        string[] fit = ["fit", path, "--target", "grade", "--loss", "cumulative_link", "--order", "C,B,A", "--errors", "hc3"];
        var shown = await Run([.. fit, "--save", saved]);
        Assert.Equal(2, shown.Split('\n').Count(line => line.StartsWith("C|B ", StringComparison.Ordinal)));
        Assert.Equal(2, shown.Split('\n').Count(line => line.StartsWith("B|A ", StringComparison.Ordinal)));
        Assert.DoesNotContain("(intercept)", shown, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(await Run([.. fit, "--json"]));
        Assert.Equal(["x", "C|B", "B|A"], json.RootElement.GetProperty("errors").GetProperty("coefficients").EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        Assert.StartsWith("probability_C,probability_B,probability_A,class", await Run("predict", saved, path), StringComparison.Ordinal);
        Assert.Contains("log-loss", await Run("score", saved, path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--errors", "hc9")]
    [InlineData("--influence", "10")]
    [InlineData("--errors", "hc3", "--level", "95")]
    [InlineData("--errors", "bootstrap", "--resamples", "5")]
    public async Task OtherWordsAreRefused(params string[] words)
    {
        var run = await CliRun.Of(["fit", "--data", "diabetes", "--loss", "mse", .. words]);
        Assert.Equal(2, run.Code);
        Assert.Contains(words[^2], run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shp", 4, "--errors 'shp'", "Did you mean 'shop'?")]
    [InlineData("y", 2, "--errors names 'y', which is the target")]
    public async Task AWrongColumnOfClustersIsLaidToItsOption(string column, int code, params string[] words)
    {
        using var folder = new TemporaryFolder();
        var run = await CliRun.Of(["fit", folder.Write("data.csv", Encoding.UTF8.GetBytes(Rows)), "--target", "y", "--loss", "mse", "--errors", $"cluster={column}"]);
        Assert.Equal(code, run.Code);
        Assert.All(words, word => Assert.Contains(word, run.Error, StringComparison.Ordinal));
    }

    /// <summary>Losses of events, queries and grades have commands of their own; a likelihood of times says what it takes every row for.</summary>
    [Theory]
    [InlineData("cox_breslow", 4, "name the column of the events with --event")]
    [InlineData("logistic_hazard", 4, "minima compare train it with --event COLUMN")]
    [InlineData("listnet", 4, "--query COLUMN")]
    [InlineData("cumulative_link", 2, "--order")]
    [InlineData("weibull_nll", 4, "with --event, or take --heads none")]
    [InlineData("weibull_nll", 0, "Every row counts as an event", "--heads", "none")]
    public async Task ALossOfEventsQueriesOrGradesPointsToItsCommand(string loss, int code, string word, params string[] more)
    {
        using var folder = new TemporaryFolder();
        var data = string.Concat("x,y\n", string.Concat(Enumerable.Range(0, 60).Select(row => $"{row % 7},{1 + (row * 7 % 5)}\n")));
        var run = await CliRun.Of(["fit", folder.Write("times.csv", Encoding.UTF8.GetBytes(data)), "--target", "y", "--loss", loss, .. more]);
        Assert.Equal(code, run.Code);
        Assert.Contains(word, (run.Output + run.Error).ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task IntervalsAndPartsOfAModel()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("data.csv", Encoding.UTF8.GetBytes(Rows));
        var held = folder.Write("held.csv", Encoding.UTF8.GetBytes(Table(60, 2)));
        var model = folder.Write("model.json", Encoding.UTF8.GetBytes(await Run("fit", path, "--target", "y", "--loss", "mse", "--ignore", "shop", "--json")));
        var lines = (await Run("predict", model, path, "--interval", "90%", "--calibrate", held)).TrimEnd().Split('\n');
        Assert.Equal("prediction,lower,upper", lines[0].Trim());
        var numbers = lines[1].Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(numbers[0] - numbers[1], numbers[2] - numbers[0], 1e-9);
        using var json = JsonDocument.Parse(await Run("predict", model, path, "--interval", "0.9", "--calibrate", held, "--json"));
        Assert.Equal(["target", "what", "of_class", "values", "interval", "lower", "upper"], Keys(json.RootElement));
        Assert.Contains("go together", (await CliRun.Of(["predict", model, path, "--interval", "90%"])).Error, StringComparison.Ordinal);
        Assert.Contains("miscalibration", await Run("score", model, held, "--decompose"), StringComparison.Ordinal);
        using var score = JsonDocument.Parse(await Run("score", model, held, "--decompose", "--json"));
        Assert.Equal(["functional", "mean_loss", "miscalibration", "discrimination", "uncertainty", "blocks"], Keys(score.RootElement.GetProperty("decomposition")));
    }

    /// <summary>A set of grades is contiguous, labels are certain or possible, and an open end of a time is an empty cell.</summary>
    [SlowFact]
    public async Task SetsOfGradesLabelsAndTimes()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(5);
        string Made(string name, int rows)
        {
            var lines = Enumerable.Range(0, rows).Select(_ =>
            {
                var (a, b) = ((4 * random.NextDouble()) - 2, (4 * random.NextDouble()) - 2);
                var (time, end) = (-10 * Math.Log(1 - random.NextDouble()) / Math.Exp(a), 30 * random.NextDouble());
                var grade = "EDCBA"[(int)Math.Clamp(a + 2.5 + random.NextDouble() - 0.5, 0, 4)];
                return string.Create(CultureInfo.InvariantCulture, $"{a},{b},{grade},{(random.NextDouble() < 1 / (1 + Math.Exp(-4 * a)) ? 1 : 0)},{(random.NextDouble() < 1 / (1 + Math.Exp(-4 * b)) ? 1 : 0)},{Math.Min(time, end)},{(time <= end ? 1 : 0)}");
            });
            return folder.Write(name, Encoding.UTF8.GetBytes($"a,b,grade,u,v,days,died\n{string.Join('\n', lines)}\n"));
        }

        var (train, held, model) = (Made("train.csv", 200), Made("held.csv", 199), Path.Combine(folder.Path, "model.json"));
        async Task<string[][]> Predicted(params string[] options)
        {
            await Run(["compare", train, "--repeats", "1", "--folds", "2", "--save", model, .. options]);
            return [.. (await Run("predict", model, held, "--interval", "95%", "--calibrate", held)).TrimEnd().Split('\n').Select(line => line.TrimEnd('\r').Split(','))];
        }

        string[] Without(params string[] columns) => [.. columns.SelectMany(column => new[] { "--ignore", column })];
        var grades = await Predicted(["--target", "grade", "--order", "E,D,C,B,A", "--loss", "mse", .. Without("u", "v", "days", "died")]);
        Assert.Equal(["prediction", "class", "lower", "upper", "set"], grades[0]);
        Assert.All(grades[1..], row => Assert.True(row[4].Length == 0 || "E;D;C;B;A".Contains(row[4], StringComparison.Ordinal)));
        var labels = await Predicted(["--target", "u,v", "--loss", "bce_with_logits", .. Without("grade", "days", "died")]);
        Assert.Equal(["probability_u", "probability_v", "u", "v", "certain", "possible"], labels[0]);
        Assert.Contains(labels[1..], row => row[4].Length < row[5].Length);
        Assert.All(labels[1..], row => Assert.True(row[4].Split(';', StringSplitOptions.RemoveEmptyEntries).All(row[5].Contains)));
        var times = await Predicted(["--target", "days", "--event", "died", "--loss", "cox_efron", .. Without("grade", "u", "v")]);
        Assert.Equal(["lower", "upper"], times[0][^2..]);
        Assert.Contains(times[1..], row => row[^1].Length == 0);
        using var json = JsonDocument.Parse(await Run("predict", model, held, "--interval", "95%", "--calibrate", held, "--json"));
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("upper").EnumerateArray().First(end => end.ValueKind != JsonValueKind.Number).ValueKind);
        Assert.Equal(2, json.RootElement.GetProperty("interval").GetProperty("threshold").GetArrayLength());
    }

    /// <summary>Names of classes with a semicolon, or with double quotes, are quoted in a set, so that it reads as one list only.</summary>
    [Fact]
    public async Task NamesWithASemicolonAreQuotedInSets()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(6);
        var rows = string.Concat(Enumerable.Range(0, 120).Select(i => string.Create(CultureInfo.InvariantCulture, $"{random.NextDouble()},{(i % 3) switch { 0 => "x;y", 1 => "x", _ => "y" }}\n")));
        var (path, model) = (folder.Write("t.csv", Encoding.UTF8.GetBytes("a,kind\n" + rows)), Path.Combine(folder.Path, "model.json"));
        await Run("fit", path, "--target", "kind", "--loss", "cross_entropy", "--save", model);
        var sets = (await Run("predict", model, path, "--interval", "99%", "--calibrate", path)).TrimEnd().Split('\n')[1..].Select(line => line.TrimEnd('\r')).ToArray();
        Assert.Contains(sets, line => line.EndsWith("\"x;y;\"\"x;y\"\"\"", StringComparison.Ordinal) || line.EndsWith("\"x;\"\"x;y\"\";y\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task DistributionsHaveErrorsAndParts()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("data.csv", Encoding.UTF8.GetBytes(Rows));
        string[] fit = ["fit", path, "--target", "y", "--loss", "gaussian_nll", "--heads", "all", "--ignore", "shop", "--errors", "hc3", "--influence", "top=2"];
        var text = await Run(fit);
        Assert.Contains("x [variance]", text, StringComparison.Ordinal);
        Assert.Contains("(intercept) [prediction]", text, StringComparison.Ordinal);
        Assert.Contains("（截距） [variance]", await Run([.. fit, "--language", "zh"]), StringComparison.Ordinal);
        var model = await Run([.. fit, "--json"]);
        using var json = JsonDocument.Parse(model);
        Assert.Equal(["name", "head", "estimate", "standard_error", "z", "p", "low", "high"], Keys(json.RootElement.GetProperty("errors").GetProperty("coefficients")[0]));
        Assert.Equal(["name", "head"], Keys(json.RootElement.GetProperty("influence").GetProperty("coefficients")[3]));
        var saved = folder.Write("model.json", Encoding.UTF8.GetBytes(model));
        Assert.Contains("Mean score (mean pinball loss at the levels below)", await Run("score", saved, path, "--decompose"), StringComparison.Ordinal);
        Assert.Contains("平均得分（下列各水平上的平均 pinball 损失）", await Run("score", saved, path, "--decompose", "--language", "zh"), StringComparison.Ordinal);
        using var score = JsonDocument.Parse(await Run("score", saved, path, "--decompose", "--json"));
        Assert.Equal(["functional", "mean_loss", "miscalibration", "discrimination", "uncertainty", "blocks", "score", "terms"], Keys(score.RootElement.GetProperty("decomposition")));
        Assert.Equal(["name", "mean_loss", "miscalibration", "discrimination", "uncertainty"], Keys(score.RootElement.GetProperty("decomposition").GetProperty("terms")[0]));
        var bent = await CliRun.Of(["fit", path, "--target", "y", "--loss", "laplace_nll", "--heads", "all", "--ignore", "shop", "--errors", "hc3", "--language", "zh"]);
        Assert.Contains("请用 --errors bootstrap", bent.Error, StringComparison.Ordinal);
    }

    private static async Task<string> Run(params string[] arguments)
    {
        var run = await CliRun.Of(arguments);
        Assert.True(run.Code == 0, run.Error);
        return run.Output;
    }

    private static string[] Keys(JsonElement json) => [.. json.EnumerateObject().Select(one => one.Name)];

    private static string Table(int rows, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder("x,shop,y\n");
        for (var i = 0; i < rows; i++)
        {
            var x = random.NextDouble();
            text.Append(CultureInfo.InvariantCulture, $"{x},s{i / 5},{(3 * x) + random.NextDouble()}\n");
        }

        return text.ToString();
    }
}
