using System.Text.Json;
using Minima.Cli.Terminal;
using Xunit;

namespace Minima.Cli.Tests.Check;

public sealed class CheckCommandTests
{
    [Theory]
    [InlineData(0, "--formula", "(p - t)^2", "--gradient", "2*(p - t)", "--hessian", "2")]
    [InlineData(1, "--formula", "(p - t)^2", "--gradient", "p - t")]
    [InlineData(1, "--formula", "p - t")]
    [InlineData(0, "--loss", "HuberLoss", "--param", "delta=2", "--gradient", "clamp(p - t, -delta, delta)")]
    [InlineData(1, "--loss", "huber", "--param", "delta=2", "--gradient", "clamp(p - t, -1, 1)")]
    [InlineData(0, "--loss", "mae")]
    [InlineData(1, "--loss", "mae", "--strict")]
    [InlineData(0, "--formula", "exp(p) - t*p", "--target", "nonnegative")]
    [InlineData(1, "--formula", "exp(p) - t*p", "--target", "real")]
    [InlineData(0, "--formula", "abs(p - t)^k", "--param", "k=1.5", "--range", "0..100")]
    public async Task TheExitCodeTells(int expected, params string[] arguments)
    {
        var (code, output, error) = await RunAsync(["check", .. arguments]);
        Assert.Equal((expected, ""), (code, error));
        Assert.DoesNotContain('\u001b', output);
    }

    [Theory]
    [InlineData(new[] { "check" }, ExitCode.Usage, "--formula")]
    [InlineData(new[] { "check", "--loss", "mse", "--formula", "p" }, ExitCode.Usage, "give one loss")]
    [InlineData(new[] { "check", "--loss", "hubr" }, ExitCode.Loss, "did you mean 'huber'")]
    [InlineData(new[] { "check", "--loss", "cross_entropy" }, ExitCode.Loss, "not a loss of one prediction and one target")]
    [InlineData(new[] { "check", "--loss", "hinge", "--prediction", "labels" }, ExitCode.Loss, "no neighbouring predictions")]
    [InlineData(new[] { "check", "--formula", "(p - t)^2", "--prediction", ">1e308" }, ExitCode.Loss, "no neighbouring predictions")]
    [InlineData(new[] { "check", "--formula", "(p - t" }, ExitCode.Loss, "^")]
    [InlineData(new[] { "check", "--formula", "(p - t)^2", "--gradient", "2*(p - t" }, ExitCode.Loss, "^")]
    [InlineData(new[] { "check", "--formula", "(p - t)^2", "--target", "late" }, ExitCode.Usage, "nonnegative")]
    [InlineData(new[] { "check", "--formula", "(p - t)^2", "--range", "5" }, ExitCode.Usage, "-10..10")]
    [InlineData(new[] { "check", "--formula", "(p - t)^2", "--language", "fr" }, ExitCode.Usage, "en or zh")]
    [InlineData(new[] { "check", "--formula", "(p - t)^2", "--param", "delta=1" }, ExitCode.Loss, "delta")]
    public async Task ErrorsAreKind(string[] arguments, int expected, string words)
    {
        var (code, output, error) = await RunAsync(arguments);
        Assert.Equal((expected, ""), (code, output));
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheReportFitsAndSpeaksBothLanguages()
    {
        foreach (var (language, words) in new[] { ("en", new[] { "WRONG", "warning", "right: ", "2 wrong" }), ("zh", ["错误", "警告", "正确写法", "2 处错误"]) })
        {
            var (_, output, _) = await RunAsync("check", "--formula", "log(1 + exp(p)) - t*p", "--gradient", "t - 1/(1 + exp(-p))", "--language", language);
            Assert.All(words, word => Assert.Contains(word, output, StringComparison.Ordinal));
            Assert.All(output.Split('\n'), line => Assert.True(TextWidth.Of(line.TrimEnd('\r')) <= 80, line));
        }
    }

    [Fact]
    public async Task JsonHoldsEverything()
    {
        var (code, output, _) = await RunAsync("check", "--formula", "(p - t)^2", "--gradient", "t - p", "--json");
        using var json = JsonDocument.Parse(output);
        var root = json.RootElement;
        Assert.Equal(1, code);
        Assert.True(root.GetProperty("wrong").GetBoolean());
        var wrong = Assert.Single(root.GetProperty("findings").EnumerateArray(), f => f.GetProperty("status").GetString() == "wrong");
        Assert.Equal("gradient", wrong.GetProperty("check").GetString());
        Assert.Equal("2 (p - t)", wrong.GetProperty("right").GetString());
        Assert.Equal(1, wrong.GetProperty("share").GetDouble());
        Assert.Equal("p", wrong.GetProperty("places")[0].GetProperty("input").GetString());
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
