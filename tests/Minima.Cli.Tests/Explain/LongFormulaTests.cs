using Minima.Cli.Terminal;
using Xunit;

namespace Minima.Cli.Tests.Explain;

/// <summary>What is told of a formula is bounded by operations, not by time: the same is left out on every machine.</summary>
public sealed class LongFormulaTests
{
    private static readonly string Long = string.Join(" + ", Enumerable.Range(0, 230).Select(i => FormattableString.Invariant($"abs(p - {i})*exp(-(t - {i})^2)")));

    public static TheoryData<string, string, string> Forms => new() { { "--language", "en", "Left out" }, { "--language", "zh", "略去" }, { "--json", "true", "left_out" } };

    [SlowTheory]
    [SlowData(nameof(Forms))]
    public async Task AFormulaOfEightThousandCharactersIsExplained(string option, string value, string heading)
    {
        Assert.InRange(Long.Length, 7000, 8192);
        using var output = new StringWriter();
        Assert.Equal(ExitCode.Ok, await CommandLine.RunAsync(["explain", Long, option, value], output, TextWriter.Null));
        Assert.Contains(heading, output.ToString(), StringComparison.Ordinal);
    }

    /// <summary>No loss of the catalogue is long enough for anything to be left out.</summary>
    [SlowFact]
    public async Task NothingOfACatalogueLossIsLeftOut()
    {
        foreach (var key in (string[])["barron_adaptive", "cross_entropy", "tweedie", "student_t_nll", "sigmoid_focal", "generalized_dice"])
        {
            using var output = new StringWriter();
            await CommandLine.RunAsync(["explain", key], output, TextWriter.Null);
            Assert.DoesNotContain("Left out", output.ToString(), StringComparison.Ordinal);
        }
    }
}
