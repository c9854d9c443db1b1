using System.Globalization;
using System.Text;
using System.Text.Json;
using Minima.Cli.Streaming;
using Minima.Cli.Terminal;
using Minima.Cli.Tests.Compare;
using Minima.Tabular;
using Minima.Tensors.Streams;
using Xunit;

namespace Minima.Cli.Tests.Streaming;

/// <summary><c>minima stream</c>: scale, constant, bad rows, and streams that are saved and gone on with.</summary>
public sealed class StreamStateTests
{
    private static readonly StreamRequest Request = new("y", "huber", 0.02, "adwin", DriftReaction.RaiseRate, null, 0);

    public static TheoryData<string, string, string> Ways()
    {
        var ways = new TheoryData<string, string, string>();
        foreach (var detector in new[] { "adwin", "ddm", "page-hinkley", "none" })
        {
            foreach (var loss in new[] { "huber", "mse", "mae", "(p - t)^2" }) ways.Add(detector, loss, nameof(StreamScale.All));
        }

        ways.Add("adwin", "logistic", nameof(StreamScale.All));
        ways.Add("adwin", "hinge", nameof(StreamScale.Features));
        ways.Add("page-hinkley", "mse", nameof(StreamScale.Features));
        ways.Add("none", "huber:delta=0.5", nameof(StreamScale.None));
        return ways;
    }

    /// <summary>A stream that is cut anywhere, saved, and gone on with has the numbers of one that never stopped, bit for bit.</summary>
    [Theory]
    [SlowData(nameof(Ways))]
    public void ASplitStreamIsTheWholeStream(string detector, string loss, string scale)
    {
        using var folder = new TemporaryFolder();
        var isOfClasses = loss is "logistic" or "hinge";
        var lines = Rows(3000, 7, isOfClasses);
        var request = Request with { Detector = detector, Loss = loss, Scale = Enum.Parse<StreamScale>(scale), SkipsBad = true, Reaction = DriftReaction.SwitchLoss, NextLoss = isOfClasses ? "logistic" : "mae" };
        var whole = Last(Run(request with { Save = Path.Combine(folder.Path, "whole.json") }, Text(lines)));
        foreach (var cut in new[] { 1, 2, 57, 99, 100, 101, 1024, 1500, 2999 })
        {
            var path = Path.Combine(folder.Path, $"cut{cut}.json");
            Run(request with { Save = path }, Text(lines[..cut]));
            var last = Last(Run(request with { From = SavedStream.Load(path), Save = path }, Text(lines[cut..])));
            Assert.Equal(whole, last);
            Assert.Equal(File.ReadAllText(Path.Combine(folder.Path, "whole.json")), File.ReadAllText(path));
        }
    }

    /// <summary>Whatever its units, a linear table is learned better than by a constant: the rate is one for targets of 1e-9 and of 1e9.</summary>
    [Theory]
    [SampledCases]
    [Case("huber:delta=1e-9", 1e-9)]
    [Case("mse", 1e-9)]
    [Case("mae", 1e-3)]
    [Case("huber", 1)]
    [Case("mse", 1)]
    [Case("log_cosh", 1e3)]
    [Case("huber", 1e6)]
    [Case("mse", 1e9)]
    [Case("mae", 1e9)]
    [Case("(p - t)^2", 1e6)]
    [Case("pinball:quantile=0.8", 1e4)]
    public void TheScaleOfTheTargetDoesNotMatter(string loss, double scale)
    {
        for (var seed = 1UL; seed <= 5; seed++)
        {
            var random = new RandomState(seed);
            var text = new StringBuilder("a,b,c,y\n");
            for (var row = 0; row < 1500; row++)
            {
                var (a, b, c) = (random.NextDouble(), 1000 * random.NextDouble(), -1 + (1e-3 * random.NextDouble()));
                var y = scale * (50 + (3 * a) - (0.002 * b) + (0.5 * (random.NextDouble() - 0.5)));
                text.Append(CultureInfo.InvariantCulture, $"{a:R},{b:R},{c:R},{y:R}\n");
            }

            var (code, lines, _) = Run(Request with { Loss = loss }, text.ToString());
            Assert.Equal(ExitCode.Ok, code);
            var end = lines[^1];
            Assert.InRange(end.GetProperty("loss").GetDouble() / end.GetProperty("constant_loss").GetDouble(), 0, 0.55);
        }
    }

    [Fact]
    public void DiabetesIsLearnedFarBetterThanByAConstant()
    {
        var text = Data("diabetes.csv");
        var (code, lines, error) = Run(Request with { Target = "progression" }, text);
        Assert.Equal(ExitCode.Ok, code);
        Assert.InRange(lines[^1].GetProperty("constant_loss").GetDouble(), 60, 70);
        Assert.InRange(lines[^1].GetProperty("loss").GetDouble(), 30, 55);
        Assert.Equal("", error);

        // Without a scale it ends where it always did, and says so.
        (_, lines, error) = Run(Request with { Target = "progression", Scale = StreamScale.Features }, text);
        Assert.InRange(lines[^1].GetProperty("loss").GetDouble(), 100, 200);
        Assert.Contains("no better than the best constant", error, StringComparison.Ordinal);
    }

    /// <summary>Bad lines anywhere are as if they were not there.</summary>
    [Fact]
    public void BadLinesAreLeftOutAndCounted()
    {
        var lines = Rows(400, 3, ofClasses: false);
        string[] bad = ["", "1,2", "1,2,3,4", "x,1,2", "1,NaN,2", "1,?,3", "1,2,", "1e308,1,2", "1,1e308,2", "1,2,1e308", "1,2,-1e308", "1,2,1e400", "\"1\",\"2\"", "1;2;3", "\0,1,2"];
        var mixed = new List<string>();
        for (var i = 0; i < lines.Length; i++)
        {
            mixed.Add(lines[i]);
            if (i % 20 == 3) mixed.Add(bad[i / 20 % bad.Length]);
        }

        foreach (var loss in new[] { "huber", "mse", "mae" })
        {
            var clean = Last(Run(Request with { Loss = loss, SkipsBad = true }, Text(lines)));
            var run = Run(Request with { Loss = loss, SkipsBad = true }, Text([.. mixed]));
            Assert.Equal(ExitCode.Ok, run.Code);
            Assert.Equal(clean.Replace("\"skipped\":0", "\"skipped\":18", StringComparison.Ordinal), Last(run));
            Assert.Contains("left out: standard input, line", run.Error, StringComparison.Ordinal);
            Assert.Contains("only counted", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void BadObjectsAreLeftOutAndCounted()
    {
        var (code, lines, _) = Run(Request with { SkipsBad = true }, "{\"a\":\n{\"a\":1,\"y\":\"x\"}\n{\"a\":1,\"y\":2}\n[1]\n{\"a\":3}\n{\"a\":1e308,\"y\":2}\n{\"a\":3,\"y\":4}\n");
        Assert.Equal(ExitCode.Ok, code);
        Assert.Equal(2, lines[^1].GetProperty("rows").GetInt32());
        Assert.Equal(5, lines[^1].GetProperty("skipped").GetInt32());
    }

    /// <summary>A number beyond the doubles' squares ends the stream with its line; what was learned before is told and saved.</summary>
    [Theory]
    [InlineData("1e308,1,2")]
    [InlineData("1,2,1e308")]
    public void ARowThatIsTooLargeIsRefusedAndNothingIsLost(string bad)
    {
        using var folder = new TemporaryFolder();
        var lines = Rows(50, 5, ofClasses: false);
        var path = Path.Combine(folder.Path, "state.json");
        var run = Run(Request with { Save = path }, Text([.. lines, bad]));
        Assert.Equal(ExitCode.Data, run.Code);
        Assert.Contains("line 52, column", run.Error, StringComparison.Ordinal);
        Assert.Equal(50, run.Lines[^1].GetProperty("rows").GetInt32());
        Assert.True(double.IsFinite(run.Lines[^1].GetProperty("loss").GetDouble()));
        Assert.Equal(50, StreamState.Read(path).Learner.Count);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("not json")]
    [InlineData("{\"format\":\"minima-stream\",\"version\":99}")]
    [InlineData("")]
    public void WhatIsNoSavedStreamIsRefused(string text)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "state.json");
        File.WriteAllText(path, text);
        Assert.Contains("minima stream --save", Assert.Throws<DataException>(() => StreamState.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AStateOfOtherColumnsIsRefused()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "state.json");
        Run(Request with { Save = path }, "a,b,y\n1,2,3\n2,3,4\n");
        var run = Run(Request with { From = SavedStream.Load(path) }, "a,c,y\n1,2,3\n");
        Assert.Equal(ExitCode.Data, run.Code);
        Assert.Contains("The same columns are expected, in any order", run.Error, StringComparison.Ordinal);

        // In another order they are the same.
        var moved = Run(Request with { From = SavedStream.Load(path) }, "y,b,a\n5,4,3\n");
        var same = Run(Request with { From = SavedStream.Load(path) }, "a,b,y\n3,4,5\n");
        Assert.Equal(Last(same), Last(moved));
    }

    private static string[] Rows(int count, ulong seed, bool ofClasses)
    {
        var random = new RandomState(seed);
        var lines = new string[count];
        for (var i = 0; i < count; i++)
        {
            var (a, b) = ((2 * random.NextDouble()) - 1, 100 * random.NextDouble());

            // The rule changes on the way, so that detectors and reactions have something to save.
            var y = (i < count / 2 ? 40 : -60) * (a + (0.02 * b)) + (5 * (random.NextDouble() - 0.5));
            lines[i] = string.Create(CultureInfo.InvariantCulture, $"{a:R},{b:R},{(ofClasses ? (a + (0.02 * b) > 1 == i < count / 2 ? 1 : 0) : y):R}");
        }

        return lines;
    }

    private static string Text(string[] lines) => "a,b,y\n" + string.Join('\n', lines) + "\n";

    private static string Last((int Code, List<JsonElement> Lines, string Error) run) => run.Lines[^1].GetRawText();

    private static string Data(string name)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "data", name))) folder = Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar))!;
        return File.ReadAllText(Path.Combine(folder, "data", name));
    }

    private static (int Code, List<JsonElement> Lines, string Error) Run(StreamRequest request, string text)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = StreamCommand.RunAsync(request, new StringReader(text), output, error, CancellationToken.None).GetAwaiter().GetResult();
        return (code, [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)], error.ToString());
    }
}
