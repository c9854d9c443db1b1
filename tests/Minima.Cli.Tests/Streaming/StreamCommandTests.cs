using System.Globalization;
using System.Text;
using System.Text.Json;
using Minima.Cli.Streaming;
using Minima.Cli.Terminal;
using Minima.Tabular;
using Minima.Tensors.Streams;
using Xunit;

namespace Minima.Cli.Tests.Streaming;

/// <summary><c>minima stream</c>: rows as they come.</summary>
public sealed class StreamCommandTests
{
    private static readonly StreamRequest Request = new("y", "huber", 0.1, "adwin", DriftReaction.RaiseRate, null, 100);

    [Fact]
    public void TheLossFallsAndWeightsAreThoseOfTheRule()
    {
        var (code, lines, _) = Run(Request, Csv(2000, (a, b) => (3 * a) - b));
        Assert.Equal(0, code);
        Assert.Equal(21, lines.Count);
        Assert.True(lines[^1].GetProperty("loss").GetDouble() < 0.05 * lines[0].GetProperty("loss").GetDouble());
        Assert.Equal("end", lines[^1].GetProperty("event").GetString());
        Assert.Equal(2000, lines[^1].GetProperty("rows").GetInt64());

        // Features are standardised: a has the deviation of even numbers between -1 and 1.
        var weights = lines[^1].GetProperty("weights");
        Assert.Equal(-3, weights.GetProperty("a").GetDouble() / weights.GetProperty("b").GetDouble(), 0.1);
    }

    [Fact]
    public void JsonLinesSayTheSameAsCsv()
    {
        var csv = Csv(300, (a, b) => a + b);
        var json = string.Concat(csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')).Select(cells => $$"""{"a": {{cells[0]}}, "b": {{cells[1]}}, "y": {{cells[2]}}}""" + "\n"));
        Assert.Equal(
            Run(Request, csv).Lines.Select(line => line.GetProperty("loss").GetDouble()),
            Run(Request, json).Lines.Select(line => line.GetProperty("loss").GetDouble()));
    }

    [SlowTheory]
    [InlineData("adwin")]
    [InlineData("page-hinkley")]
    [InlineData("ddm")]
    public void AChangeIsAnAlarm(string detector)
    {
        var text = new StringBuilder("a,b,y\n");
        for (var row = 0; row < 6000; row++)
        {
            var (a, b) = Numbers(row);
            text.Append(Line(a, b, (row < 3000 ? a > 0 : a < 0) ? 1 : 0));
        }

        var (code, lines, _) = Run(Request with { Loss = "logistic", Detector = detector, Every = 0, LearningRate = 0.05 }, text.ToString());
        Assert.Equal(0, code);
        var alarm = lines.First(line => line.GetProperty("event").GetString() == "alarm" && line.GetProperty("rows").GetInt64() >= 3000);
        Assert.InRange(alarm.GetProperty("rows").GetInt64(), 3000, 3600);
    }

    [Fact]
    public void AlarmsCanSwitchTheLoss()
    {
        var text = Csv(3000, (a, b) => a) + Csv(3000, (a, b) => -5 * a)["a,b,y\n".Length..];
        var (_, lines, _) = Run(Request with { Reaction = DriftReaction.SwitchLoss, NextLoss = "mae", Loss = "mse", Every = 0 }, text);
        Assert.Equal("mae", lines[^1].GetProperty("by").GetString());
    }

    /// <summary>What was written before the cut is learned from; the rest is told of, not guessed.</summary>
    [Theory]
    [InlineData("a,b,y\n1,2,3\n2,3,4\n4,", 2)]
    [InlineData("a,b,y\n1,2,3\n2,3,4\n4,5,", 2)]
    [InlineData("{\"a\":1,\"y\":3}\n{\"a\":2,\"y\":4}\n{\"a\":", 2)]
    public void AStreamThatEndsInTheMiddleOfALineGivesTheRowsBefore(string text, int rows)
    {
        var (code, lines, error) = Run(Request, text);
        Assert.Equal(0, code);
        Assert.Equal(rows, lines[^1].GetProperty("rows").GetInt32());
        Assert.Contains("in the middle of line", error, StringComparison.Ordinal);
    }

    [Fact]
    public void AStreamWithoutLinesDoesNotFillTheMemory()
    {
        using var endless = new Endless();
        var source = new StreamSource(endless, "stream");
        var before = GC.GetAllocatedBytesForCurrentThread();
        var message = Assert.Throws<DataException>(() => source.Rows().First()).Message;
        Assert.Contains("without an end of line (1,1,1,", message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5L * StreamSource.MostLetters);
    }

    [Fact]
    public void AByteOrderMarkIsNoPartOfAColumn()
    {
        var (code, lines, _) = Run(Request, "\uFEFFy,a\n1,2\n2,3\n");
        Assert.Equal(0, code);
        Assert.Equal(2, lines[^1].GetProperty("rows").GetInt32());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void ARateThatIsNoneIsAUsageError(double rate)
    {
        var (code, _, error) = Run(Request with { LearningRate = rate }, "a,y\n1,2\n2,3\n");
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("--learning-rate is ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("a,b,y\n", "no row")]
    [InlineData("1,2,3\n", "names the columns")]
    [InlineData("a,b\n1,2\n", "no column 'y'")]
    [InlineData("y\n1\n", "no other column")]
    [InlineData("a,y\n1,2\n1\n2,3\n", "line 3: 1 cell for 2 columns")]
    [InlineData("a,y\n1,2\n,3\n", "line 3, column a: the cell is empty")]
    [InlineData("a,a,y\n1,2,3\n", "line 1: two columns are called 'a'")]
    [InlineData("{\"a\":1,\"a\":2,\"y\":2}\n", "line 1: two columns are called 'a'")]
    [InlineData("a,y\n1e200,2\n", "line 2, column a")]
    [InlineData("a,y\n1,2\nx,3\n", "line 3, column a: 'x'")]
    [InlineData("a,y\n1,NaN\n", "column y: 'NaN'")]
    [InlineData("{\"a\":1,\"y\":2}\n{\"a\":1}\n", "no 'y'")]
    [InlineData("{\"a\":1,\"y\":2}\nnonsense\n", "not JSON")]
    [InlineData("{\"a\":1,\"y\":\"x\"}\n", "not a finite number")]
    public void WhatIsNoRowIsSaidWithItsLine(string text, string says)
    {
        string? message = null;
        try
        {
            var (code, _, error) = Run(Request, text);
            Assert.Equal(ExitCode.Data, code);
            message = error;
        }
        catch (DataException problem)
        {
            // The command line makes it a line of text and exit code 4, as for every command.
            message = problem.Message;
        }

        Assert.Contains(says, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cross_entropy")]
    [InlineData("dice")]
    [InlineData("gaussian_nll")]
    [InlineData("(p - t)^2*w")]
    public void ALossOfMoreThanOneNumberIsRefused(string loss)
    {
        var (code, _, error) = Run(Request with { Loss = loss }, "a,y\n1,2\n");
        Assert.Equal(ExitCode.Data, code);
        Assert.Contains("mse, mae, huber", error, StringComparison.Ordinal);
    }

    [Fact]
    public void OptionsThatDoNotFitAreRefused()
    {
        Assert.Equal(ExitCode.Usage, Run(Request with { Every = -1 }, "a,y\n1,2\n").Code);
        Assert.Equal(ExitCode.Usage, Run(Request with { Reaction = DriftReaction.SwitchLoss }, "a,y\n1,2\n").Code);
        Assert.Equal(ExitCode.Usage, Run(Request with { NextLoss = "mae" }, "a,y\n1,2\n").Code);
    }

    /// <summary>A row that the loss refuses is named by its line, as one that cannot be read.</summary>
    [Theory]
    [InlineData("poisson_nll", "-7", "standard input, line 3: poisson_nll")]
    [InlineData("log(p - t + 3)", "70", "standard input, line 3: formula is NaN")]
    public void ARowThatTheLossRefusesIsNamedByItsLine(string loss, string target, string says)
    {
        var (code, _, error) = Run(Request with { Loss = loss }, $"a,y\n1,2\n1,{target}\n");
        Assert.Equal(ExitCode.Data, code);
        Assert.Contains(says, error, StringComparison.Ordinal);
    }

    /// <summary>The separator of the header is recognised, as that of a file is.</summary>
    [Theory]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData('|')]
    public void OtherSeparatorsAreRead(char separator)
    {
        const string Text = "a,y\n1,2\n2,3\n3,5\n";
        Assert.Equal(Run(Request, Text).Lines.Select(line => line.GetRawText()), Run(Request, Text.Replace(',', separator)).Lines.Select(line => line.GetRawText()));
    }

    /// <summary>A quiet pipe: nobody knows whether another row will come.</summary>
    [Fact]
    public async Task CancelledWhileNothingComesItTellsWhatItHas()
    {
        using var pipe = new QuietReader("a,y\n1,2\n2,4\n");
        using var cancellation = new CancellationTokenSource();
        var output = new StringWriter();
        var run = StreamCommand.RunAsync(Request, pipe, output, TextWriter.Null, cancellation.Token);
        await pipe.Quiet;
        await cancellation.CancelAsync();
        Assert.Equal(ExitCode.Cancelled, await run);
        Assert.Contains("\"event\":\"end\",\"rows\":2", output.ToString(), StringComparison.Ordinal);
    }

    private static (int Code, List<JsonElement> Lines, string Error) Run(StreamRequest request, string text)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = StreamCommand.RunAsync(request, new StringReader(text), output, error, CancellationToken.None).GetAwaiter().GetResult();
        return (code, [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)], error.ToString());
    }

    private static string Csv(int rows, Func<double, double, double> rule)
    {
        var text = new StringBuilder("a,b,y\n");
        for (var row = 0; row < rows; row++)
        {
            var (a, b) = Numbers(row);
            text.Append(Line(a, b, rule(a, b)));
        }

        return text.ToString();
    }

    private static string Line(double a, double b, double y) => string.Create(CultureInfo.InvariantCulture, $"{a:R},{b:R},{y:R}\n");

    /// <summary>Two sequences that fill [-1, 1] evenly.</summary>
    private static (double A, double B) Numbers(int row) => (((row * 0.6180339887498949) % 1 * 2) - 1, ((row * 0.7548776662466927) % 1 * 2) - 1);

    /// <summary>A program that writes on and on and never ends a line.</summary>
    private sealed class Endless : TextReader
    {
        private bool _comma;

        public override int Read() => (_comma = !_comma) ? '1' : ',';
    }

    /// <summary>Gives a text, and then nothing and no end until it is disposed of.</summary>
    private sealed class QuietReader(string text) : TextReader
    {
        private readonly TaskCompletionSource _quiet = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _end = new();
        private int _at;

        /// <summary>Done once the text was read.</summary>
        public Task Quiet => _quiet.Task;

        public override int Read()
        {
            if (_at < text.Length) return text[_at++];
            _quiet.TrySetResult();
            _end.Wait();
            return -1;
        }

        protected override void Dispose(bool disposing)
        {
            _end.Set();
            base.Dispose(disposing);
        }
    }
}
