using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Minima.Cli.Tests.Compare;

public sealed class CompareCommandTests
{
    private static readonly string[] Few = ["--loss", "huber", "--loss", "mae", "--loss", "welsch", "--loss", "gaussian_nll"];

    [Fact]
    public async Task RegressionHasItsControlsAndSaneNumbers()
    {
        var run = await CompareRun.Of(Few);
        Assert.Equal(0, run.Code);
        Assert.Contains("No data given", run.Output, StringComparison.Ordinal);
        Assert.Contains("diabetes: 442 rows, 10 features, target 'progression'", run.Output, StringComparison.Ordinal);
        Assert.Contains("constant (median)", run.Output, StringComparison.Ordinal);
        Assert.InRange(run.Value("constant (mean)", "mae"), 60, 70);
        Assert.InRange(run.Value("mse = gaussian_nll (default)", "mae"), 43, 46);
        Assert.InRange(run.Value("mse = gaussian_nll (default)", "rmse"), 53.5, 56.5);
        Assert.InRange(run.Value("mse = gaussian_nll (default)", "r2"), 0.45, 0.52);
        Assert.InRange(run.Value("mse = gaussian_nll (default)", "coverage"), 0.4, 0.6);
        foreach (var loss in new[] { "huber", "mae", "welsch" }) Assert.InRange(run.Value(loss, "mae"), 43, 46);
        Assert.Contains("(learned)", run.Line("gaussian_nll:"), StringComparison.Ordinal);
        Assert.Contains("default mse", run.Text, StringComparison.Ordinal);
        Assert.Contains("--seed 1", run.Output, StringComparison.Ordinal);
    }

    [SlowFact]
    public async Task TwoClassesHaveTheirControlsAndSaneNumbers()
    {
        var run = await CompareRun.Of("--data", "breast-cancer", "--loss", "hinge", "--loss", "exponential");
        Assert.Equal(0, run.Code);
        Assert.InRange(run.Value("constant (base rate)", "log-loss"), 0.65, 0.67);
        Assert.Equal(0.5, run.Value("constant (base rate)", "auc"));
        Assert.InRange(run.Value("bce_with_logits (default)", "auc"), 0.98, 1);
        Assert.InRange(run.Value("bce_with_logits (default)", "average-precision"), 0.98, 1);
        Assert.InRange(run.Value("bce_with_logits (default)", "log-loss"), 0.05, 0.12);

        // The hinge has no probability, so neither log-loss nor Brier score nor calibration.
        foreach (var key in new[] { "log-loss", "brier", "ece" }) Assert.Equal("-", run.Row("hinge")[key]);
        Assert.InRange(run.Value("hinge", "auc"), 0.98, 1);
        Assert.InRange(run.Value("exponential", "log-loss"), 0.05, 0.2);
    }

    [SlowFact]
    public async Task SameSeedSameBytesWhateverTheThreads()
    {
        var one = await CompareRun.Of([.. Few, "--threads", "1", "--repeats", "1"]);
        var two = await CompareRun.Of([.. Few, "--threads", "2", "--repeats", "1"]);
        var json1 = await CompareRun.Of([.. Few, "--threads", "1", "--json", "--no-timing", "--repeats", "1"]);
        var json2 = await CompareRun.Of([.. Few, "--threads", "2", "--json", "--no-timing", "--repeats", "1"]);
        var other = await CompareRun.Of([.. Few, "--seed", "2", "--repeats", "1"]);
        Assert.Equal(one.Output, two.Output);
        Assert.Equal(json1.Output, json2.Output);
        Assert.NotEqual(one.Row("huber"), other.Row("huber"));
    }

    [SlowFact]
    public async Task ScaleParametersArePrintedInBothUnits()
    {
        var run = await CompareRun.Of("--loss", "huber", "--loss", "huber:delta=50");
        var lines = run.Output.Split('\n').Where(line => line.StartsWith("huber: ", StringComparison.Ordinal) || line.StartsWith("huber:delta=50: ", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, lines.Length);
        var scaled = Assert.Single(lines, line => line.Contains("delta = 1 x ", StringComparison.Ordinal));
        var given = Assert.Single(lines, line => line.Contains("delta = 50 = 0.", StringComparison.Ordinal));
        var words = scaled.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(words[5], words[7]);
        Assert.InRange(double.Parse(words[5], CultureInfo.InvariantCulture), 45, 65);
        Assert.Contains(" x " + words[5], given, StringComparison.Ordinal);
    }

    [SlowFact]
    public async Task JsonHoldsTheSameComparison()
    {
        var trainings = Sweep.Of(thin: 6, wide: 15, full: 15);
        var run = await CompareRun.Of(["--data", "breast-cancer", "--loss", "hinge", "--json", .. Sweep.Of<string[]>(thin: ["--folds", "2"], wide: [], full: [])]);
        using var document = JsonDocument.Parse(run.Output);
        var root = document.RootElement;
        Assert.Equal("binary", root.GetProperty("data").GetProperty("task").GetString());
        var rows = root.GetProperty("rows").EnumerateArray().ToArray();
        Assert.Equal(["constant", "default", "loss"], rows.Select(row => row.GetProperty("kind").GetString()!).ToArray());
        Assert.Equal(JsonValueKind.Null, rows[2].GetProperty("metrics").GetProperty("log-loss").GetProperty("mean").ValueKind);
        Assert.Equal(trainings, rows[2].GetProperty("metrics").GetProperty("auc").GetProperty("by_fold").GetArrayLength());
        Assert.Equal(trainings, rows[1].GetProperty("l2").GetArrayLength());
        Assert.Contains("--data breast-cancer", root.GetProperty("command").GetString(), StringComparison.Ordinal);
    }

    [SlowFact]
    public async Task RowsAreOrderedByTheMetricAsked()
    {
        var run = await CompareRun.Of([.. Few, "--metric", "rmse"]);
        var values = run.Output.Split('\n')
            .SkipWhile(line => !line.StartsWith("mse = gaussian_nll (default)", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => line.Length > 0)
            .Select(line => run.Value(line[..line.IndexOf("  ", StringComparison.Ordinal)].Trim(), "rmse")).ToArray();
        Assert.Equal(3, values.Length);
        Assert.Equal(values.Order(), values);
    }

    [SlowFact]
    public async Task EveryLossOfTheTaskIsComparedOrSaysWhyNot()
    {
        var run = await CompareRun.Of("--json", "--folds", "2", "--repeats", "1");
        Assert.Equal(0, run.Code);
        using var document = JsonDocument.Parse(run.Output);
        var compared = document.RootElement.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("name").GetString()!);
        var not = document.RootElement.GetProperty("not_compared").EnumerateArray().Select(row => row.GetProperty("loss").GetString()!);
        var expected = Catalogue.All.Where(entry => entry.Task.HasFlag(LossTask.Regression)).Select(entry => entry.Key);
        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            compared.Where(name => !name.StartsWith("constant", StringComparison.Ordinal)).Concat(not).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task TheCultureOfTheMachineChangesNothing()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("flats.csv", CompareData.Regression(60));
        string[] arguments = [path, "--target", "price", "--loss", "huber:delta=1.5", "--loss", "pinball:quantile=0.25"];
        var before = CultureInfo.CurrentCulture;
        var expected = await CompareRun.Of(arguments);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            var run = await CompareRun.Of(arguments);
            Assert.Equal(0, run.Code);
            Assert.Equal(expected.Output, run.Output);
            Assert.Contains("delta = 1.5 ", run.Output, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public async Task ProgressAndTimeGoToTheErrorStream()
    {
        var run = await CompareRun.Of("--loss", "mae");
        var lines = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(lines.Length, 3, 10);
        Assert.Contains("took ", lines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("took ", run.Output, StringComparison.Ordinal);
    }

    /// <summary>Plain text keeps to 80 columns, Chinese counted double; only a command to copy is on one line.</summary>
    [SlowFact]
    public async Task PlainTextKeepsToEightyColumns()
    {
        using var folder = new TemporaryFolder();
        var table = System.Text.Encoding.UTF8.GetString(CompareData.Regression(80)).Replace("price", "房屋成交的最终价格", StringComparison.Ordinal).Replace("age", "房龄", StringComparison.Ordinal);
        var path = folder.Write("t.csv", System.Text.Encoding.UTF8.GetBytes(table));
        var run = await CompareRun.Of(
            path, "--target", "房屋成交的最终价格", "--loss", "squared_epsilon_insensitive", "--loss", "房龄*(p - t)^2 + 房龄*abs(p - t) + 房龄", "--repeats", "1", "--corrupt", "outliers=10%", "--learning-curve", "--metric", "p90-ae");
        Assert.Equal(0, run.Code);
        var lines = run.Output.ReplaceLineEndings("\n").Split('\n');
        Assert.All(lines.Where(line => !line.StartsWith("minima compare ", StringComparison.Ordinal)), line => Assert.InRange(TextWidth.Of(line), 0, 80));
        Assert.Contains(lines, line => line.Length > 30);
    }

    [Fact]
    public async Task LossesThatCannotBeTrainedSayWhy()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("signed.csv", CompareData.Regression(60));
        var run = await CompareRun.Of(path, "--target", "price", "--loss", "poisson_nll", "--loss", "hinge", "--loss", "perceptron");
        Assert.Equal(0, run.Code);
        Assert.Contains("Not compared: poisson_nll: its target must be >= 0, and 'price' has -", run.Text, StringComparison.Ordinal);
        Assert.Contains("Not compared: hinge, perceptron: it is not a loss for regression.", run.Text, StringComparison.Ordinal);
    }
}
