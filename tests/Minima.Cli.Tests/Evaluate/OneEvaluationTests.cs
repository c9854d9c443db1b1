using Minima.Cli.Terminal;
using Xunit;

namespace Minima.Cli.Tests.Evaluate;

/// <summary><c>minima evaluate LOSS NUMBERS...</c>: the loss of a few numbers in one line.</summary>
public sealed class OneEvaluationTests
{
    /// <summary>Numbers that introductions to losses work out by hand.</summary>
    [Theory]
    [InlineData("mse 2.5,0,2.1 3,-0.5,2", "value: 0.17")]
    [InlineData("mae 2.5,0,2.1 3,-0.5,2", "value: 0.366666666667")]
    [InlineData("bce 0.9,0.2,0.8 1,0,1", "value: 0.183882539429")]
    [InlineData("cross_entropy 2,0.5,0.1;0.3,2.1,0.2 0,1", "value: 0.295257309908")]
    [InlineData("huber:delta=2 2.5 3", "value: 0.125")]
    [InlineData("mse -0.5,2 -1,2", "value: 0.125")]
    [InlineData("mse .5 -.5 --reduction sum", "value: 1")]
    [InlineData("mse 1,5 0,0 sample_weight=1,0", "value: 1")]
    [InlineData("mae -inf 0", "value: Infinity")]
    [InlineData("-log(p)*t 0.5 1", "value: 0.69314718056")]
    public async Task TheValueStandsInTheFirstLine(string words, string first)
    {
        var output = new StringWriter();
        Assert.Equal(ExitCode.Ok, await CommandLine.RunAsync(["evaluate", .. words.Split(' '), "--language", "en"], output, TextWriter.Null, TestContext.Current.CancellationToken));
        Assert.Equal(first, output.ToString().ReplaceLineEndings("\n").Split('\n')[0]);
    }

    [Fact]
    public async Task GradientsAndTermsStandAsTheyAreTyped()
    {
        Assert.Equal("value: 0.5, 0.25\ngradient with respect to prediction: 1, -1\n", await Said("mae", "1.5,-1.25", "1,-1", "--reduction", "none", "--language", "en"));
        Assert.Contains("; ", await Said("cross_entropy", "2,0.5;0.3,2.1", "0,1", "--language", "en"), StringComparison.Ordinal);
        Assert.Contains("对 prediction 的梯度：", await Said("mse", "1", "2", "--language", "zh"), StringComparison.Ordinal);
        Assert.StartsWith("value: 1.5", await Said("abs(p - t)^1 + 0.5", "-1", "0", "--language", "en"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExitCode.Usage, "not a number", "mse", "1,x", "2")]
    [InlineData(ExitCode.Usage, "one input too many", "mse", "1", "2", "3")]
    [InlineData(ExitCode.Usage, "given twice", "mse", "1", "prediction=2")]
    [InlineData(ExitCode.Loss, "target", "mse", "1")]
    [InlineData(ExitCode.Loss, "shape", "mse", "1,2", "1,2,3")]
    [InlineData(ExitCode.Loss, "must be", "bce", "2", "1")]
    [InlineData(ExitCode.Loss, "did you mean 'huber'", "hubr", "2", "1")]
    [InlineData(ExitCode.Usage, "--reduktion", "mse", "1", "2", "--reduktion")]
    public async Task WhatCannotBeEvaluatedIsSaid(int code, string says, params string[] words)
    {
        var error = new StringWriter();
        Assert.Equal(code, await CommandLine.RunAsync(["evaluate", .. words, "--language", "en"], TextWriter.Null, error, TestContext.Current.CancellationToken));
        Assert.Contains(says, error.ToString(), StringComparison.OrdinalIgnoreCase);
        var chinese = new StringWriter();
        Assert.Equal(code, await CommandLine.RunAsync(["evaluate", .. words, "--language", "zh"], TextWriter.Null, chinese, TestContext.Current.CancellationToken));
        Assert.Contains(chinese.ToString(), letter => letter >= '\u4e00');
    }

    private static async Task<string> Said(params string[] words)
    {
        var output = new StringWriter();
        Assert.Equal(ExitCode.Ok, await CommandLine.RunAsync(["evaluate", .. words], output, TextWriter.Null, TestContext.Current.CancellationToken));
        return output.ToString().ReplaceLineEndings("\n");
    }
}
