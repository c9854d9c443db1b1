using System.Globalization;
using System.Text.Json;
using Minima.Cli.Explain;
using Minima.Cli.Terminal;
using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Explain;

public sealed class PairExplanationTests
{
    /// <summary>Each loss beside the next one of the catalogue: points and rows, residuals, margins, probabilities and scores meet.</summary>
    public static TheoryData<string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            var keys = Catalogue.All.Select(entry => entry.Key).ToArray();
            for (var i = 0; i < keys.Length; i++)
            {
                pairs.Add(keys[i], keys[(i + 1) % keys.Length]);
            }

            return pairs;
        }
    }

    [SlowTheory]
    [SlowData(nameof(Pairs), Thin = 0.01)]
    public void FitsAnyWidthInBothLanguages(string first, string second)
    {
        var (left, right) = (Shown(first), Shown(second));
        foreach (var (chinese, width, ascii) in new[] { (false, 80, false), (true, 80, false), (false, 50, false), (true, 40, true), (false, 110, true) })
        {
            var lines = new PairExplanation(left, right, new Tongue(chinese), width, ascii).Lines().Select(l => l.Text).ToArray();
            Assert.DoesNotContain(lines, l => l.Contains("NaN", StringComparison.Ordinal));
            foreach (var line in lines)
            {
                // A long formula keeps its line; nothing else runs over.
                Assert.True(TextWidth.Of(line) <= width || line.StartsWith("    ", StringComparison.Ordinal) || width < 60, $"{TextWidth.Of(line).ToString(CultureInfo.InvariantCulture)}: {line}");
            }

            Assert.Contains(lines, l => l.Contains(first, StringComparison.Ordinal));
            Assert.Contains(lines, l => l.Contains(second, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task TwoColumnsStandSideBySide()
    {
        var (code, output, error) = await RunAsync("explain", "HuberLoss", "mse");
        Assert.Equal((0, ""), (code, error));
        var lines = output.ReplaceLineEndings("\n").Split('\n');
        Assert.Matches("^  huber +│ mse$", lines[0]);
        Assert.Contains(lines, l => l.StartsWith("  r² / 2", StringComparison.Ordinal) && l.EndsWith("│ (p - t)²", StringComparison.Ordinal));
        Assert.Contains("Holds for huber, not for mse", output, StringComparison.Ordinal);
        Assert.Contains("⠤⠤⠤ huber   ⠂⠂⠂ mse", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);

        // The rule between the columns is at one place, whatever stands before it.
        var (_, chinese, _) = await RunAsync("explain", "huber", "mse", "--language", "zh");
        var rules = chinese.ReplaceLineEndings("\n").Split('\n').Where(l => l.StartsWith("  ", StringComparison.Ordinal) && !l.Contains('⠀') && l.Contains(" │ ", StringComparison.Ordinal))
            .Select(l => TextWidth.Of(l[..l.IndexOf(" │ ", StringComparison.Ordinal)])).ToArray();
        Assert.True(rules.Length > 10);
        Assert.Single(rules.Distinct());
    }

    [Fact]
    public async Task AsciiTellsTheCurvesApart()
    {
        var (_, output, _) = await RunAsync("explain", "mae", "mse", "--ascii");
        var picture = output[output.IndexOf("Value", StringComparison.Ordinal)..output.IndexOf("Kinks", StringComparison.Ordinal)];
        Assert.All(picture, c => Assert.True(c < 128, $"'{c}'"));
        Assert.Contains("* mae   o mse", picture, StringComparison.Ordinal);
        Assert.True(picture.Count(c => c == '*') > 40 && picture.Count(c => c == 'o') > 40);
    }

    [Fact]
    public async Task TheSameLossTwiceIsToldApartByItsParameters()
    {
        var (code, output, _) = await RunAsync("explain", "huber:delta=1", "huber:delta=5");
        Assert.Equal(0, code);
        Assert.Contains("huber:delta=1", output, StringComparison.Ordinal);
        Assert.Contains("⠂⠂⠂ huber:delta=5", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mse", "poisson_nll", "prediction")]
    [InlineData("hinge", "logistic", "margin")]
    [InlineData("hinge", "bce_with_logits", "target 1")]
    [InlineData("cross_entropy", "mse", "none of both together")]
    public async Task OnePictureWhereThereIsOneAxis(string first, string second, string words)
    {
        var (code, output, error) = await RunAsync("explain", first, second);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains(words, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JsonHoldsBoth()
    {
        var (code, output, error) = await RunAsync("explain", "HuberLoss", "mse", "abs(p - t)", "--json");
        Assert.Equal((0, ""), (code, error));
        var losses = JsonElement.Parse(output).GetProperty("losses").EnumerateArray().ToArray();
        Assert.Equal(3, losses.Length);
        Assert.Equal(["huber", "mse"], losses.Take(2).Select(l => l.GetProperty("loss").GetString()!), StringComparer.Ordinal);
        Assert.All(losses, l => Assert.True(l.GetProperty("traits").GetArrayLength() > 5));
    }

    [Theory]
    [InlineData(new[] { "explain", "mse", "mae", "huber" }, ExitCode.Usage, "--html")]
    [InlineData(new[] { "explain", "mse", "mae", "--as", "latex" }, ExitCode.Usage, "--as")]
    [InlineData(new[] { "explain", "mse", "hubr" }, ExitCode.Loss, "did you mean 'huber'")]
    [InlineData(new[] { "explain", "mse", "huber:delta=-1" }, ExitCode.Loss, "> 0")]
    [InlineData(new[] { "explain", "huber:delta" }, ExitCode.Loss, "name=value")]
    public async Task ErrorsAreKind(string[] arguments, int expected, string words)
    {
        var (code, output, error) = await RunAsync(arguments);
        Assert.Equal((expected, ""), (code, output));
        Assert.Contains(words, error, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        var code = await CommandLine.RunAsync(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }

    private static Loss Shown(string text) => LossSpec.Parse(text, new Dictionary<string, string>(), SpecUse.Show).Create();
}
