using System.Globalization;
using System.Text;
using System.Text.Json;
using Minima.Cli.Compare;
using Minima.Cli.Terminal;
using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Compare;

/// <summary>What the terminal shows of a comparison, and in which language.</summary>
public sealed class CompareTextTests
{
    /// <summary>Each text that the model holds is there in both languages, and the Chinese one is Chinese.</summary>
    [SlowTheory]
    [InlineData("--target", "grade", "--task", "ordinal", "--loss", "mae", "--loss", "sparsemax", "--loss", "poisson_nll")]
    [InlineData("--target", "a,b", "--loss", "hinge", "--loss", "sparsemax")]
    [InlineData("--target", "grade", "--task", "count", "--loss", "mse", "--loss", "hinge", "--loss", "w*(p - t)^2", "--loss", "p^2 + 1")]
    [InlineData("--target", "kind", "--loss", "js_div", "--loss", "mse", "--loss", "(p - t)^2")]
    [InlineData("--target", "grade", "--group", "who", "--stop-after", "1", "--loss", "gamma_nll")]
    [InlineData("--target", "grade", "--time", "day", "--folds", "3", "--loss", "mae", "--ignore", "gone")]
    public async Task ChineseOutputHasNoEnglishSentence(params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("t.csv", Table(240));
        string[] all = [path, .. arguments, "--repeats", "1"];
        if (arguments.Contains("--time")) all = all[..^2];
        var chinese = await CompareRun.Of([.. all, "--language", "zh"]);
        var english = await CompareRun.Of(all);
        Assert.Equal((0, 0), (chinese.Code, english.Code));
        var lines = chinese.Output.ReplaceLineEndings("\n").Split('\n');
        foreach (var line in lines.Where(line => !line.StartsWith("minima compare ", StringComparison.Ordinal)))
        {
            Assert.InRange(TextWidth.Of(line), 0, Screen.WidthOfFiles);

            // Names and formulas stay; three English words in a row are a sentence.
            Assert.DoesNotMatch(@"\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b", line);
        }

        Assert.DoesNotContain(english.Output, c => c is >= '\u4e00' and <= '\u9fff');
        Assert.DoesNotContain(chinese.Error.Split('\n'), line => line.Contains("took", StringComparison.Ordinal) || line.Contains("trainings", StringComparison.Ordinal));

        // The same numbers, and a table whose columns stand under each other.
        var numbers = english.Output.Split(['\n', ' ']).Where(word => double.TryParse(word.TrimEnd('*'), NumberStyles.Float, CultureInfo.InvariantCulture, out _) && word.Contains('.', StringComparison.Ordinal));
        Assert.All(numbers.Where(word => !word.EndsWith('.')), word => Assert.Contains(word, chinese.Output, StringComparison.Ordinal));
        var head = Array.FindIndex(lines, line => line.StartsWith("损失 ", StringComparison.Ordinal));
        Assert.All(lines[head..Array.IndexOf(lines, "", head)], line => Assert.InRange(TextWidth.Of(line), TextWidth.Of(lines[head]) - 1, TextWidth.Of(lines[head]) + 1));
    }

    [Fact]
    public async Task AnUnknownLanguageIsRefused()
    {
        var run = await CompareRun.Of("--language", "fr");
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains("--language is 'fr'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryMetricHasItsChineseName() => Assert.All(
        Enum.GetValues<PredictionTask>().SelectMany(Metrics.For),
        metric => Assert.True(metric.ChineseName.Any(c => c >= '\u4e00') || metric.ChineseName is "F1" or "AUC" or "R²", metric.Name));

    [SlowFact]
    public async Task TheBestTwelveAreShownAndAllOnRequest()
    {
        string[] few = ["--repeats", "1", "--folds", "2"];
        var best = await CompareRun.Of(few);
        var all = await CompareRun.Of([.. few, "--all"]);
        var json = await CompareRun.Of([.. few, "--json"]);
        using var document = JsonDocument.Parse(json.Output);
        var rows = document.RootElement.GetProperty("rows").EnumerateArray().ToArray();
        string[] models = [.. rows.Where(row => Text(row, "kind") == "loss" && Text(row, "same_model_as") is null).Select(row => Text(row, "name")!)];
        string[] shown = Names(best);
        Assert.Equal(ReportLines.MostLosses, shown.Length);
        Assert.Equal(models[..ReportLines.MostLosses], shown);
        Assert.Equal(models, Names(all));
        Assert.Contains($"{models.Length - shown.Length} more losses are not shown; --all shows them.", best.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("not shown", all.Text, StringComparison.Ordinal);

        // Parameters are those of the losses that are shown.
        var hidden = models[ReportLines.MostLosses..];
        Assert.DoesNotContain(best.Output.Split('\n'), line => hidden.Any(name => line.StartsWith(name + ":", StringComparison.Ordinal)));
        Assert.Contains(all.Output.Split('\n'), line => hidden.Any(name => line.StartsWith(name + ":", StringComparison.Ordinal)));

        // mse is the default, and these are the same up to a factor.
        Assert.Equal(["mse", "mse"], rows.Where(row => Text(row, "name") is "half_mse" or "expectile").Select(row => Text(row, "same_model_as")!).ToArray());
        Assert.Contains("\nmse = half_mse = expectile = ga... (default) ", best.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains($"after correcting for {rows.Count(row => Text(row, "kind") == "loss" && Text(row, "same_model_as") is null && Text(row, "not_judged_because") is null)} losses tried", best.Text, StringComparison.Ordinal);
    }

    [SlowFact]
    public async Task LossesThatWereAskedForAreAllShown()
    {
        string[] names = [.. Catalogue.All.Where(entry => entry.Task.HasFlag(LossTask.Regression) && entry.DefaultFor == LossTask.None).Select(entry => entry.Key)];
        var run = await CompareRun.Of([.. names.SelectMany(name => new[] { "--loss", name }), "--repeats", "1", "--folds", "2"]);
        Assert.True(Names(run).Length > ReportLines.MostLosses);
        Assert.DoesNotContain("not shown", run.Text, StringComparison.Ordinal);
    }

    [SlowFact]
    public async Task LossesOfOneModelAreOneTry()
    {
        var once = await CompareRun.Of("--loss", "mae", "--loss", "huber", "--repeats", "1", "--json");
        var twice = await CompareRun.Of("--loss", "mae", "--loss", "pinball", "--loss", "huber", "--loss", "half_mse", "--repeats", "1", "--json");
        using var one = JsonDocument.Parse(once.Output);
        using var two = JsonDocument.Parse(twice.Output);
        Assert.Equal(P(one, "mae"), P(two, "mae"), 1e-12);
        Assert.Equal(P(one, "huber"), P(two, "huber"), 1e-12);
        Assert.Equal(P(two, "mae"), P(two, "pinball"), 1e-12);
        Assert.Equal(1, P(two, "half_mse"));
        var text = await CompareRun.Of("--loss", "pinball", "--loss", "mae", "--loss", "pinball:quantile=0.4", "--repeats", "1");
        Assert.InRange(text.Value("mae = pinball", "mae"), 43, 46);
        Assert.InRange(text.Value("pinball:quantile=0.4", "mae"), 43, 48);
        var only = await CompareRun.Of("--loss", "half_mse", "--repeats", "1");
        Assert.Contains("No other loss here trains to another model than the default mse.", only.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ModelsOfOneRowAreTheSameOnlyWhereEveryFoldIs()
    {
        var metric = Metrics.Regression[0];
        ComparisonRow Row(string name, double value, bool failed = false) => new(RowKind.Loss, name, [], [new MetricValue(metric, [value, 2])], []) { Failed = failed };
        List<ComparisonRow> rows = [Row("a", 1), Row("bb", 1 + 1e-12), Row("c", 1), Row("d", 1.001), Row("e", 1, failed: true), Row("f", 1)];
        double[][] same = [[3, -4], [5, 6]];
        double[][] near = [[3, -4 - 1e-10], [5, 6]];
        double[][] other = [[3, -4], [5, 6.000001]];
        SameModels.Mark(rows, [same, near, other, same, same, [[double.NaN, 0], [5, 6]]]);
        Assert.Equal([1, 1, 0, 0, 0, 0], rows.Select(row => row.Model));
        var together = SameModels.Together(Row("default", 1), [rows[1], rows[2], rows[0]]);
        Assert.Equal(["a", "bb", "c"], together.Select(row => row.Name).ToArray());
        Assert.Equal([false, true, false], together.Select(row => row.IsTwin));
    }

    [Theory]
    [InlineData(true, 3, "deviance")]
    [InlineData(true, 0, "deviance")]
    [InlineData(false, 6, "rmse")]
    public void TheDevianceJudgesCountsAndAmountsWhereTheDefaultDefinesIt(bool control, int undefined, string key)
    {
        foreach (var task in new[] { PredictionTask.Count, PredictionTask.Positive })
        {
            var metrics = Metrics.For(task);
            var (metric, why) = MetricChoice.Of(MetricChoice.Among(null, Wanted.Mean, metrics), control, undefined);
            Assert.Equal(key, metric.Key);
            Assert.Equal(control && undefined == 0, why.IsEmpty);
            if (!why.IsEmpty) Assert.Contains(why.Chinese, c => c >= '\u4e00');
            Assert.Equal((metrics[0], Localized.Nothing), (MetricChoice.Of(MetricChoice.Among(metrics[0], Wanted.Mean, metrics), control, undefined) is var asked ? asked.Metric : null, asked.Why));
            Assert.Equal("mae", MetricChoice.Of(MetricChoice.Among(null, Wanted.Median, metrics), control, undefined).Metric.Key);
        }

        Assert.Equal(Metrics.Binary[0], MetricChoice.Of(MetricChoice.Among(null, Wanted.Probability, Metrics.Binary), control, undefined).Metric);
    }

    /// <summary>A straight line through prices that fall to near 0 crosses it: of such predictions there is no deviance, and they are not judged.</summary>
    [SlowFact]
    public async Task APredictionThatIsNotAboveZeroIsNotJudgedByTheDeviance()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("t.csv", Prices(300));
        string[] arguments = [path, "--target", "price", "--task", "positive", "--repeats", "1"];
        var run = await CompareRun.Of([.. arguments, "--loss", "mse", "--corrupt", "outliers=10%", "--learning-curve"]);
        Assert.Equal("-", run.Row("mse")["deviance"]);
        Assert.Contains("1 of the losses predict values that are not above 0 in some row, of which mean gamma deviance is not defined", run.Text, StringComparison.Ordinal);
        Assert.Contains("No other loss here defines mean gamma deviance", run.Text, StringComparison.Ordinal);
        Assert.EndsWith("--metric deviance", run.Line("minima compare").TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("deviance on clean test rows", run.Output, StringComparison.Ordinal);
        var squares = await CompareRun.Of([.. arguments, "--loss", "mse", "--metric", "rmse"]);
        Assert.DoesNotContain("stands alone", squares.Text, StringComparison.Ordinal);

        // What is tuned before the metric is known is tuned by the squared error; the command does not name one, so that it does the same again.
        var tuned = await CompareRun.Of([.. arguments, "--loss", "tweedie:power=1.1..1.9"]);
        Assert.Contains("judged by mean gamma deviance", tuned.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("--metric", tuned.Line("minima compare"), StringComparison.Ordinal);
    }

    private static string[] Names(CompareRun run) =>
    [
        .. run.Output.ReplaceLineEndings("\n").Split('\n').SkipWhile(line => !line.Contains("(default) ", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => line.Length > 0).Select(line => line[..line.IndexOf(' ', StringComparison.Ordinal)]),
    ];

    private static string? Text(JsonElement row, string name) => row.GetProperty(name).GetString();

    private static double P(JsonDocument document, string name) => document.RootElement.GetProperty("rows").EnumerateArray().First(row => Text(row, "name") == name)
        .GetProperty("differences").GetProperty("mae").GetProperty("p_corrected").GetDouble();

    private static byte[] Table(int rows)
    {
        var random = new RandomState(2);
        var text = new StringBuilder("x,z,grade,a,b,kind,who,day,city,gone,same,id,note\n");
        for (var i = 0; i < rows; i++)
        {
            var (x, z) = (random.NextDouble(), random.NextDouble());
            var grade = 1 + Math.Clamp((int)((3 * x) + (2 * z) + (0.5 * (random.NextDouble() - random.NextDouble()))), 0, 4);
            text.Append(CultureInfo.InvariantCulture, $"{x:0.000},{(i % 9 == 0 ? "" : z.ToString("0.000", CultureInfo.InvariantCulture))},{(i == 7 ? "" : grade)},{(x + (0.3 * random.NextDouble()) > 0.6 ? 1 : 0)},{(z > 0.5 ? 1 : 0)},{"uvw"[grade / 2]},{i % 20},2024-01-{1 + (i % 28):00},{(i % 3 == 0 ? "no" : "yes")},5,7,id{i}q,{(i % 30 == 0 ? "NA" : "c" + (i % 4))}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static byte[] Prices(int rows)
    {
        var random = new RandomState(6);
        var text = new StringBuilder("x,price\n");
        for (var i = 0; i < rows; i++)
        {
            var x = 4 * random.NextDouble();
            text.Append(CultureInfo.InvariantCulture, $"{x:0.0000},{Math.Exp(x + (0.1 * (random.NextDouble() - 0.5))):0.0000}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
