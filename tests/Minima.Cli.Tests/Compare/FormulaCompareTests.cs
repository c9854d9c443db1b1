using Minima.Cli.Terminal;
using Xunit;

namespace Minima.Cli.Tests.Compare;

/// <summary>A formula as text is compared as a loss by name is.</summary>
public sealed class FormulaCompareTests
{
    private const string Huber = "abs(p - t) < d ? 0.5*abs(p - t)*abs(p - t) : d*(abs(p - t) - 0.5*d)";

    [SlowFact]
    public async Task Text_trains_as_its_twin()
    {
        var run = await CompareRun.Of("--loss", Huber, "--loss", "huber:delta=50", "--param", "d=50");
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.Equal(run.Row("huber"), run.Row("abs(p - t) < d ? 0.5*abs(p - t)..."));
        Assert.Contains($"{Huber}: d = 50", run.Text, StringComparison.Ordinal);
        Assert.Contains($"--loss '{Huber}' --loss huber:delta=50 --param d=50", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_trained_says_why()
    {
        var run = await CompareRun.Of("--loss", "w*(p - t)^2", "--loss", "p^2 + 1", "--loss", "abs(p - t)", "--repeats", "1");
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.Contains("w*(p - t)^2: it needs the input 'w'", run.Text, StringComparison.Ordinal);
        Assert.Contains("--param w=VALUE", run.Text, StringComparison.Ordinal);
        Assert.Contains("p^2 + 1: its text does not use t", run.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("column 10: found ']'", "--loss", "abs(p - t]")]
    [InlineData("\nabs(p - t]\n         ^", "--loss", "abs(p - t]")]
    [InlineData("there is no parameter 'delta'", "--loss", "mse", "--param", "delta=1")]
    [InlineData("does not use the parameter 'delta'", "--loss", "abs(delta2*(p - t))", "--param", "delta=1")]
    [InlineData("write name=value", "--loss", "abs(p - t)", "--param", "delta")]
    [InlineData("is given twice", "--loss", "d*abs(p - t)", "--param", "d=1", "--param", "d=2")]
    [InlineData("'d' is 'x'; it must be a number", "--loss", "d*abs(p - t)", "--param", "d=x")]
    [InlineData("beyond the largest double", "--loss", "d*abs(p - t)", "--param", "d=1e999")]
    [InlineData("'p' is the prediction", "--loss", "abs(p - t)", "--param", "p=1")]
    [InlineData("there is no loss 'hubr' (did you mean 'huber'?)", "--loss", "hubr:delta=1e+3")]
    public async Task Errors_are_losses_errors(string fragment, params string[] arguments)
    {
        var run = await CompareRun.Of(arguments);
        Assert.Equal(ExitCode.Loss, run.Code);
        Assert.Contains(fragment, run.Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abs(p - t)", true)]
    [InlineData("p*p", true)]
    [InlineData("p<t?1:2", true)]
    [InlineData("p - t", true)]
    [InlineData("huber", false)]
    [InlineData("smooth-l1", false)]
    [InlineData("smooth-l2", false)]
    [InlineData("huber:delta=1e+3", false)]
    [InlineData("Brier (binary)", false)]
    [InlineData("", false)]
    public void Text_is_known_by_its_signs(string word, bool isText) => Assert.Equal(isText, LossSpec.IsFormula(word));
}
