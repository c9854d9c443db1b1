using System.Text;
using System.Text.Json;
using Minima.Cli.Advise;
using Minima.Cli.Terminal;
using Minima.Cli.Tests.Compare;
using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Advise;

public sealed class AdviseCommandTests
{
    [Theory]
    [SampledCases]
    [Case("numbers")]
    [Case("counts")]
    [Case("classes")]
    public async Task OnCleanDataTheDefaultIsFine(string kind)
    {
        using var file = new TemporaryFile(Clean(kind));
        var (code, output, error) = await RunAsync("advise", file.Path, "--target", "y", "--json");
        Assert.Equal((0, ""), (code, error));
        using var json = JsonDocument.Parse(output);
        Assert.True(json.RootElement.GetProperty("default_is_fine").GetBoolean(), output);
        Assert.True(json.RootElement.GetProperty("losses")[0].GetProperty("default").GetBoolean());
        Assert.Equal(3, json.RootElement.GetProperty("losses").GetArrayLength());
        Assert.DoesNotContain(json.RootElement.GetProperty("checks").EnumerateArray(), c => c.GetProperty("status").GetString() is "likely" or "possible");
    }

    [Theory]
    [SampledCases]
    [Case(new[] { "--want", "quantile=0.9" }, LossPurpose.Quantile, "quantile=0.9")]
    [Case(new[] { "--want", "median" }, LossPurpose.Median, "")]
    [Case(new[] { "--cost", "over=1,under=4" }, LossPurpose.UnevenCost, "=0.8")]
    [Case(new[] { "--error", "relative" }, LossPurpose.RelativeError, "")]
    [Case(new[] { "--labels", "noisy" }, LossPurpose.Outliers, "")]
    [Case(new[] { "--want", "distribution" }, LossPurpose.Distribution, "")]
    public async Task AWishDecides(string[] options, LossPurpose purpose, string parameters)
    {
        using var file = new TemporaryFile(MadeData.CleanNumbers(1, 200));
        var (code, output, error) = await RunAsync(["advise", file.Path, "--target", "y", "--json", .. options]);
        Assert.Equal((0, ""), (code, error));
        using var json = JsonDocument.Parse(output);
        var first = json.RootElement.GetProperty("losses")[0];
        Assert.Contains(json.RootElement.GetProperty("losses").EnumerateArray(), loss => Catalogue.Find(loss.GetProperty("loss").GetString()!).Suits.HasFlag(purpose));
        Assert.Contains(parameters, first.GetProperty("argument").GetString(), StringComparison.Ordinal);
        Assert.Contains(json.RootElement.GetProperty("losses").EnumerateArray(), l => l.GetProperty("default").GetBoolean());
    }

    /// <summary>Each question that the help of --want lists is answered, or is none of this target.</summary>
    [SlowFact]
    public async Task EveryWordOfWantIsUnderstood()
    {
        using var file = new TemporaryFile(MadeData.CleanNumbers(1, 60));
        foreach (var word in Wanted.Words)
        {
            var want = word.Replace("LEVEL,LEVEL", "0.1,0.9", StringComparison.Ordinal).Replace("LEVEL", "0.9", StringComparison.Ordinal).Replace("PERCENT", "90%", StringComparison.Ordinal);
            var (code, _, error) = await RunAsync("advise", file.Path, "--target", "y", "--want", want);
            Assert.True(code == ExitCode.Ok || (want is "probability" or "order" or "class" && error.Contains("different values", StringComparison.Ordinal)), $"{want}: {error}");
        }
    }

    /// <summary>The reason of the default agrees with the figures that are printed beside it, with what was found, and with what was asked: over seeded tables with a property or none.</summary>
    [SlowTheory]
    [InlineData("numbers", false)]
    [InlineData("numbers", true)]
    [InlineData("amounts", false)]
    [InlineData("heavy amounts", false)]
    [InlineData("tails", false)]
    [InlineData("tails", true)]
    [InlineData("classes", true)]
    [InlineData("noisy classes", false)]
    [InlineData("noisy classes", true)]
    public void TheReasonOfTheDefaultAgreesWithTheFigures(string kind, bool noisy)
    {
        const string Nothing = "nothing that was asked or found";
        for (var seed = 0; seed < Sweep.Of(thin: 2, wide: 2, full: 6); seed++)
        {
            var data = new MadeData(seed, 300);
            double Logit(int i) => (2 * data.First[i]) - data.Second[i];
            data.Fill(kind switch
            {
                "amounts" => i => Math.Exp(1 + (0.4 * data.First[i])) * data.Gamma(2),
                "heavy amounts" => i => Math.Exp(3 + data.First[i] + (0.1 * data.Student(2))),
                "tails" => i => 20 + (2 * data.First[i]) + data.Student(2),
                "classes" => i => data.Uniform() < 1 / (1 + Math.Exp(-Logit(i))) ? 1 : 0,
                "noisy classes" => i => Logit(i) > 0 != data.Uniform() < 0.1 ? 1 : 0,
                _ => i => 20 + (2 * data.First[i]) + data.Normal(),
            });
            var advice = Advisor.Run(data.Context(new() { NoisyLabels = noisy }));
            var standard = advice.Losses.Single(loss => loss.IsDefault);
            var others = advice.Losses.Where(loss => !loss.IsDefault).ToArray();
            var reason = standard.Reason.English;
            Assert.True(advice.IsTried);
            if (advice.DefaultIsFine) Assert.All(others, loss => Assert.True(loss.Tried!.Gain <= TriedLoss.Worth, $"{loss.Text} is better by {loss.Tried.Gain:0.000}: {reason}"));
            Assert.All(others.Where(loss => loss.Tried!.IsBetter), loss => Assert.True(advice.Losses.ToList().IndexOf(loss) < advice.Losses.ToList().IndexOf(standard), loss.Text));
            if (reason.Contains(Nothing, StringComparison.Ordinal))
            {
                Assert.True(advice.DefaultIsFine && !noisy, reason);
                Assert.DoesNotContain(advice.Checks, check => check.IsFound && check.Purpose != LossPurpose.None && check.Purpose != LossPurpose.Imbalance);
            }

            Assert.False(noisy && advice.DefaultIsFine && !standard.Entry.Suits.HasFlag(data.Context().Target.IsClass ? LossPurpose.LabelNoise : LossPurpose.Outliers) && reason.Contains("speaks against", StringComparison.Ordinal), reason);
        }
    }

    [Theory]
    [SampledCases]
    [Case("counts", "", "mean", "deviance")]
    [Case("amounts", "", "mean", "deviance")]
    [Case("amounts", "--want=median", "median", "mae")]
    [Case("amounts", "--want=quantile=0.9", "quantile=0.9", "pinball")]
    [Case("amounts", "--cost=over=1,under=4", "quantile=0.8", "pinball")]
    [Case("amounts", "--error=relative", "mean", "deviance")]
    [Case("numbers", "", "mean", "rmse")]
    [Case("numbers", "--want=median", "median", "mae")]
    [Case("classes", "", "probability", "log-loss")]
    [Case("classes", "--want=class", "class", "accuracy")]
    [Case("classes", "--rare", "probability", "balanced-accuracy")]
    public async Task TheCommandNamesWhatIsWantedAndTheMetricThatJudgesIt(string kind, string option, string want, string metric)
    {
        using var file = new TemporaryFile(kind == "amounts" ? Skewed() : Clean(kind));
        var (code, output, error) = await RunAsync(["advise", file.Path, "--target", "y", "--json", .. option.Length == 0 ? (string[])[] : [option]]);
        Assert.Equal((0, ""), (code, error));
        using var json = JsonDocument.Parse(output);
        var command = json.RootElement.GetProperty("command").GetString()!;
        Assert.Contains(" --task ", command, StringComparison.Ordinal);
        Assert.EndsWith($" --want {want} --metric {metric}", command, StringComparison.Ordinal);
    }

    [SlowTheory]
    [InlineData("--event")]
    [InlineData("--censored")]
    public async Task CutTargetsGetLossesThatKnowOfThem(string option)
    {
        for (var seed = 1UL; seed <= 5; seed++)
        {
            using var folder = new TemporaryFolder();
            var path = folder.Write("times.csv", Encoding.UTF8.GetBytes(Times(seed, option)));
            var (code, output, error) = await RunAsync("advise", path, "--target", "y", option, "cut", "--json");
            Assert.Equal((0, ""), (code, error));
            using var json = JsonDocument.Parse(output);
            Assert.All(json.RootElement.GetProperty("losses").EnumerateArray(), loss =>
                Assert.True(Catalogue.Find(loss.GetProperty("loss").GetString()!).Suits.HasFlag(LossPurpose.Censoring), output));

            // What is printed runs, and finds the slopes of the generator, which a loss that takes cut times for times does not.
            var words = Words(json.RootElement.GetProperty("command").GetString()!).Skip(1).ToArray();
            var (fitted, model, problem) = await RunAsync([.. words, "--json"]);
            Assert.True(fitted == 0, problem);
            using var fit = JsonDocument.Parse(model);
            var intercept = FindNumber(fit.RootElement, "intercept");
            Assert.InRange(intercept, 0.8, 1.2);
        }
    }

    [Fact]
    public async Task ACensoringColumnHoldsOneAndZero()
    {
        using var file = new TemporaryFile(MadeData.CleanNumbers(1, 200));
        var (code, _, error) = await RunAsync("advise", file.Path, "--target", "y", "--censored", "b");
        Assert.Equal(ExitCode.Data, code);
        Assert.Contains("1, 0", error, StringComparison.Ordinal);
    }

    [SlowTheory]
    [MemberData(nameof(Families))]
    public async Task TheFirstLossIsNotRefutedByThePrintedComparison(int family)
    {
        var made = Minima.Truth.Family.All[family];
        using var folder = new TemporaryFolder();
        var (features, seen, _, _) = made.Rows(77, 400);
        var path = folder.Write("made.csv", Encoding.UTF8.GetBytes(string.Concat(features.Select((x, i) => FormattableString.Invariant($"{x[0]:R},{x[1]:R},{x[2]:R},{seen[i]:R}\n")).Prepend("a,b,c,y\n"))));
        var (code, output, error) = await RunAsync(["advise", path, "--target", "y", "--json", .. Options(made)]);
        Assert.True(code == 0, error);
        using var advice = JsonDocument.Parse(output);
        var (compared, table, problem) = await RunAsync([.. Words(advice.RootElement.GetProperty("command").GetString()!).Skip(1), "--repeats", "1", "--json", "--no-timing"]);
        Assert.True(compared == 0, problem);
        using var result = JsonDocument.Parse(table);
        var key = result.RootElement.GetProperty("verdict").GetProperty("metric").GetString()!;
        Assert.Equal(advice.RootElement.GetProperty("metric").GetString(), key);
        Assert.Equal(advice.RootElement.GetProperty("functional").GetString(), result.RootElement.GetProperty("verdict").GetProperty("wanted").GetString());
        foreach (var loss in advice.RootElement.GetProperty("losses").EnumerateArray().Where(l => !l.GetProperty("default").GetBoolean()))
        {
            var row = result.RootElement.GetProperty("rows").EnumerateArray().First(r => r.GetProperty("name").GetString() == loss.GetProperty("loss").GetString() && r.GetProperty("kind").GetString() == "loss");
            Assert.Equal(JsonValueKind.Null, row.GetProperty("not_judged_because").ValueKind);
            var difference = row.GetProperty("differences").GetProperty(key);
            Assert.False(difference.GetProperty("mean").GetDouble() > 0 && difference.GetProperty("p_corrected").GetDouble() < 0.05, $"{loss} {difference}");
        }
    }

    /// <summary>A few of the families of tools/Minima.Truth, which holds the advice to the truth over all of them and many seeds.</summary>
    public static TheoryData<int> Families => [0, 1, 3, 5, 8, 10, 11, 16, 18];

    [Fact]
    public async Task NumbersAreShownAsTheyWereUnderstood()
    {
        var random = new RandomState(3);
        using var folder = new TemporaryFolder();
        var path = folder.Write(
            "german.csv",
            Encoding.UTF8.GetBytes("x;y\n" + string.Concat(Enumerable.Range(0, 200).Select(i => i == 7 ? "3,5;90.000\n" : $"{(i == 9 ? 100 : i % 20)},5;{1 + (i % 20)}.{100 + random.NextInt(899)}\n"))));
        var (code, output, _) = await RunAsync("advise", path, "--target", "y");
        Assert.Equal(0, code);
        Assert.Contains("line 9: y = 90000, fitted", output, StringComparison.Ordinal);
        Assert.Contains("; x = 100.5 is far off (median 10.5)", output.ReplaceLineEndings(" ").Replace("              ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.All(output.Split('\n'), line => Assert.DoesNotMatch("^ *%", line));
    }

    [SlowTheory]
    [InlineData("--rare", LossPurpose.Imbalance)]
    [InlineData("--labels=noisy", LossPurpose.LabelNoise)]
    [InlineData("--want=class", LossPurpose.ClassOnly)]
    public async Task AWishForClassesDecides(string option, LossPurpose purpose)
    {
        using var file = new TemporaryFile(MadeData.CleanClasses(1, 300));
        var (code, output, error) = await RunAsync("advise", file.Path, "--target", "y", "--json", option);
        Assert.Equal((0, ""), (code, error));
        using var json = JsonDocument.Parse(output);
        Assert.Contains(json.RootElement.GetProperty("losses").EnumerateArray(), loss => Catalogue.Find(loss.GetProperty("loss").GetString()!).Suits.HasFlag(purpose));
    }

    [SlowTheory]
    [InlineData("outliers")]
    [InlineData("skew")]
    [InlineData("noise")]
    [InlineData("several")]
    [InlineData("zeros")]
    [InlineData("numbers")]
    public async Task ThePrintedComparisonRuns(string kind)
    {
        using var file = new TemporaryFile(kind switch
        {
            "outliers" => Made(i => i % 30 == 0 ? 100 : null, MadeData.CleanNumbers(2, 150)),
            "skew" => Skewed(),
            "noise" => Noisy(),
            "several" => MadeData.NamesOfClasses(3),
            "zeros" => Made(i => i % 4 == 0 ? 0 : null, MadeData.CleanNumbers(2, 150)),
            _ => MadeData.CleanNumbers(2, 150),
        });
        var (_, output, _) = await RunAsync("advise", file.Path, "--target", "y", "--json");
        using var json = JsonDocument.Parse(output);
        var command = json.RootElement.GetProperty("command").GetString()!;
        Assert.StartsWith("minima compare ", command, StringComparison.Ordinal);
        var (code, table, error) = await RunAsync([.. command.Split(' ').Skip(1).Select(w => w.Trim('\'')), "--folds", "3", "--repeats", "1"]);
        Assert.True(code == 0, error);
        foreach (var loss in json.RootElement.GetProperty("losses").EnumerateArray())
        {
            Assert.Contains(loss.GetProperty("loss").GetString()!, table, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task TheAnswerFitsAndSpeaksBothLanguages()
    {
        using var file = new TemporaryFile(Made(i => i % 30 == 0 ? 100 : null, MadeData.CleanNumbers(2, 300)));
        foreach (var (language, words) in new[]
        {
            ("en", new[] { "Taken without asking", "likely", "skipped", "Looked for and not found", "line 2", "threshold", "(default)", "Try them on these data", "minima compare" }),
            ("zh", ["未询问而取默认值", "很可能", "跳过", "检查过、未发现", "第 2 行", "阈值", "（默认）", "minima compare"]),
        })
        {
            var (code, output, _) = await RunAsync("advise", file.Path, "--target", "y", "--language", language, "--threshold", "skew=0.2");
            Assert.Equal(0, code);
            Assert.All(words.Where(w => w is not ("skipped" or "跳过")), word => Assert.Contains(word, output, StringComparison.Ordinal));
            Assert.All(output.Split('\n').Where(l => !l.Contains("minima compare", StringComparison.Ordinal)), line => Assert.True(TextWidth.Of(line.TrimEnd('\r')) <= 80, line));
            Assert.DoesNotContain('\u001b', output);
        }
    }

    /// <summary>A cost decides what is wanted, and a wanted quantile what an error costs: neither is then taken for granted.</summary>
    [Theory]
    [InlineData("--cost", "over=1,under=4")]
    [InlineData("--want", "quantile=0.9")]
    public async Task WhatAnAnswerDecidesIsNotTakenForGranted(string option, string answer)
    {
        using var file = new TemporaryFile(MadeData.CleanNumbers(4, 150));
        var (code, output, error) = await RunAsync("advise", file.Path, "--target", "y", option, answer);
        Assert.True(code == ExitCode.Ok, error);
        Assert.Contains("Taken without asking: errors are absolute", output, StringComparison.Ordinal);
    }

    [SlowFact]
    public async Task TheSameSeedGivesTheSameBytes()
    {
        using var file = new TemporaryFile(MadeData.CleanNumbers(4, 3000));
        var first = await RunAsync("advise", file.Path, "--target", "y", "--json", "--rows", "500");
        Assert.Equal(first, await RunAsync("advise", file.Path, "--target", "y", "--json", "--rows", "500"));
        using var json = JsonDocument.Parse(first.Output);
        Assert.Equal(3000, json.RootElement.GetProperty("data").GetProperty("rows").GetInt32());
        Assert.InRange(json.RootElement.GetProperty("data").GetProperty("rows_looked_at").GetInt32(), 200, 500);
    }

    [SlowFact]
    public void QuestionsAreAskedOfAPersonAndDefaultsTakenByEnter()
    {
        using var file = new TemporaryFile(MadeData.CleanNumbers(1, 200));
        using var output = new StringWriter();
        using var answers = new StringReader("quantile=2\nquantile=0.75\nover=1,under=2\n\n\n\n\n");
        var code = AdviseCommand.Run(new AdviseRequest { Path = file.Path, Target = "y" }, answers, output, TestContext.Current.CancellationToken);
        Assert.Equal(0, code);
        Assert.Contains("between 0 and 1", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("quantile=0.75", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(6, Enumerable.Range(1, 9).Count(i => output.ToString().Contains($"{i}. W", StringComparison.Ordinal) || output.ToString().Contains($"{i}. Do", StringComparison.Ordinal) || output.ToString().Contains($"{i}. How", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(new string[0], ExitCode.Usage, "--target COLUMN")]
    [InlineData(new[] { "--target", "z" }, ExitCode.Data, "no such column")]
    [InlineData(new[] { "--target", "y", "--want", "meen" }, ExitCode.Usage, "did you mean 'mean'")]
    [InlineData(new[] { "--target", "y", "--want", "quantile=2" }, ExitCode.Usage, "between 0 and 1")]
    [InlineData(new[] { "--target", "y", "--cost", "over=-1" }, ExitCode.Usage, "above 0")]
    [InlineData(new[] { "--target", "y", "--error", "both" }, ExitCode.Usage, "relative")]
    [InlineData(new[] { "--target", "y", "--threshold", "tials=1" }, ExitCode.Usage, "did you mean 'tails'")]
    [InlineData(new[] { "--target", "y", "--threshold", "tails=x" }, ExitCode.Usage, "number")]
    [InlineData(new[] { "--target", "y", "--censored", "q" }, ExitCode.Data, "no such column")]
    [InlineData(new[] { "--target", "y", "--rows", "5" }, ExitCode.Usage, "--rows")]
    [InlineData(new[] { "--target", "y", "--language", "fr" }, ExitCode.Usage, "en or zh")]
    public async Task ErrorsAreKind(string[] options, int expected, string words)
    {
        using var file = new TemporaryFile(MadeData.CleanNumbers(1, 100));
        var (code, output, error) = await RunAsync(["advise", file.Path, .. options]);
        Assert.Equal((expected, ""), (code, output));
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected", error, StringComparison.Ordinal);
    }

    [Fact]
    public void LossesThatSuitSayWhenToUseThem()
    {
        foreach (var entry in Catalogue.All.Where(e => e.Suits != LossPurpose.None))
        {
            // One that no comparison trains with is found in the index by task alone; its preference would never be asked for.
            Assert.True(entry.Task != LossTask.None || entry.Preference == 0, $"{entry.Key} has a preference, and no task");
            Assert.True(entry.English.Use.Length > 0 && entry.Chinese.Use.Length > 0, $"{entry.Key} does not say when to use it");
        }

        // A mean or a median of grades is no loss for their order, and none of cut targets knows how far they went.
        Assert.All(Catalogue.All.Where(e => e.Suits.HasFlag(LossPurpose.OrderedClasses)), e => Assert.True(e.Row is not null || e.Family == LossFamily.MultiClass, e.Key));
        Assert.All(Catalogue.All.Where(e => e.Suits.HasFlag(LossPurpose.Censoring)), e => Assert.Equal(LossFamily.Survival, e.Family));

        // What a loss says of itself agrees with what is derived from its formula.
        foreach (var entry in Catalogue.All.Where(e => e.Suits.HasFlag(LossPurpose.Median)))
        {
            Assert.Equal(Minima.Analysis.Functional.Median, entry.Facts!.Functional.Kind);
        }

        foreach (var entry in Catalogue.All.Where(e => e.Suits.HasFlag(LossPurpose.Quantile) && e.Preference > 1))
        {
            Assert.Equal("quantile", Loss.Create(entry.Key, ("quantile", 0.9)) is var loss ? Minima.Analysis.LossAnalysis.Of(loss).Functional.Level!.Text : "");
        }
    }

    private static string[] Options(Minima.Truth.Family family) => family.Options switch
    {
        { RareClassMatters: true } => ["--rare"],
        { Cost: { } cost } => ["--cost", FormattableString.Invariant($"over={cost.Over},under={cost.Under}")],
        var options => ["--want", options.Wanted!.ToString()],
    };

    /// <summary>Log-normal times with slopes 0.5 and -0.3 and intercept 1, about half of them cut at random.</summary>
    private static string Times(ulong seed, string option)
    {
        var random = new Minima.Truth.Draw(seed);
        var text = new StringBuilder("a,b,cut,y\n");
        for (var i = 0; i < 800; i++)
        {
            var (a, b) = (random.Normal(), random.Normal());
            var time = Math.Exp(1 + 0.5 * a - 0.3 * b + 0.6 * random.Normal());
            var limit = Math.Exp(1 + 0.8 * random.Normal());
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{a:R},{b:R},{(time > limit == (option == "--censored") ? 1 : 0)},{Math.Min(time, limit):R}\n");
        }

        return text.ToString();
    }

    /// <summary>The words of a printed command, as a shell reads them.</summary>
    private static IEnumerable<string> Words(string command) =>
        System.Text.RegularExpressions.Regex.Matches(command, "'([^']*)'|[^ ]+").Select(m => m.Groups[1].Success ? m.Groups[1].Value : m.Value);

    private static double FindNumber(JsonElement element, string name) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Select(p => p.Name == name ? Number(p.Value) : FindNumber(p.Value, name)).FirstOrDefault(x => !double.IsNaN(x), double.NaN),
        _ => double.NaN,
    };

    private static double Number(JsonElement value) => value.ValueKind == JsonValueKind.Array ? value[0].GetDouble() : value.GetDouble();

    private static MadeData Clean(string kind) => kind switch { "counts" => MadeData.CleanCounts(1), "classes" => MadeData.CleanClasses(1), _ => MadeData.CleanNumbers(1) };

    private static MadeData Made(Func<int, double?> change, MadeData data) => data.Fill(i => change(i) ?? data.Target[i]);

    private static MadeData Skewed()
    {
        var data = new MadeData(7, 200);
        return data.Fill(i => Math.Exp(1 + 0.3 * data.First[i] + 0.7 * data.Normal()));
    }

    private static MadeData Noisy()
    {
        var data = new MadeData(7, 400);
        return data.Fill(i => (2 * data.First[i] - data.Second[i] > 0) != (data.Uniform() < 0.08) ? 1 : 0);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }

    private sealed class TemporaryFile : IDisposable
    {
        public TemporaryFile(MadeData data)
        {
            Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"minima-advise-{Guid.NewGuid():N}.csv");
            data.Write(Path);
        }

        public string Path { get; }

        public void Dispose() => File.Delete(Path);
    }
}
