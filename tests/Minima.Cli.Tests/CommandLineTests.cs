using System.Globalization;
using System.Reflection;
using Minima.Cli.Terminal;
using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData(ExitCode.Usage, "")]
    [InlineData(ExitCode.Usage, "nonsense")]
    [InlineData(ExitCode.Usage, "losses --nonsense")]
    [InlineData(ExitCode.Usage, "losses --family")]
    [InlineData(ExitCode.Usage, "advise")]
    [InlineData(ExitCode.Usage, "advise --from duckdb:a.csv")]
    [InlineData(ExitCode.Usage, "advise a.csv --target y --sql SELECT")]
    [InlineData(ExitCode.Usage, "compare --shard duckdb:a.csv")]
    [InlineData(ExitCode.Usage, "solve --sql SELECT")]
    [InlineData(ExitCode.Usage, "solve --from duckdb:a.csv --target y b.csv")]
    [InlineData(ExitCode.Usage, "compare --from duckdb:a.csv --target y --rows 100 --time-budget 3s")]
    [InlineData(ExitCode.Ok, "--help")]
    [InlineData(ExitCode.Ok, "--version")]
    [InlineData(ExitCode.Ok, "losses --help")]
    [InlineData(ExitCode.Ok, "evaluate --help")]
    public async Task UsageHasItsExitCode(int expected, string line) =>
        Assert.Equal(expected, await CommandLine.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), TextWriter.Null, TextWriter.Null));

    [Fact]
    public async Task AMisspeltCommandIsUnderstood()
    {
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        await CommandLine.RunAsync(["evalute"], TextWriter.Null, error);
        Assert.Contains("did you mean 'evaluate'", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void EveryExitCodeMeansOneThing()
    {
        var codes = typeof(ExitCode).GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic).Where(field => field.IsLiteral).Select(field => field.GetRawConstantValue()).ToArray();
        Assert.NotEmpty(codes);
        Assert.Equal(codes.Distinct(), codes);
    }

    [Fact]
    public void EveryExceptionIsOneLineAndACode()
    {
        (Exception Exception, int Code)[] cases =
        [
            (new LossException("no such loss"), 3),
            (new DataException("bad data"), 4),
            (new UsageException("no such option"), ExitCode.Usage),
            (new FitException("no optimum"), ExitCode.Data),
            (new FileNotFoundException("no file"), 5),
            (new UnauthorizedAccessException("no right"), 5),
            (new OperationCanceledException(), 130),
            (new InvalidOperationException("broken\nin two lines"), ExitCode.Unexpected),
        ];
        foreach (var (exception, code) in cases)
        {
            Assert.Equal(code, ExitCode.Of(exception));
            var message = CommandLine.MessageFor(exception, code);
            Assert.DoesNotContain('\n', message);
            Assert.DoesNotContain(" at ", message, StringComparison.Ordinal);
        }

        Assert.Contains("space left", CommandLine.MessageFor(new IOException("No space left on device"), ExitCode.File), StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException", CommandLine.MessageFor(new InvalidOperationException("broken"), ExitCode.Unexpected), StringComparison.Ordinal);
    }
}
