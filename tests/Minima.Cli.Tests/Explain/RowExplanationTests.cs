using System.Text.Json;
using Minima.Analysis;
using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Explain;

public sealed class RowExplanationTests
{
    [Theory]
    [SampledCases]
    [Case("cross_entropy", "-log p_y", "p_k - 1[k = y]")]
    [Case("gce", "(1 - p_y^q) / q", "p_y^q (p_k - 1[k = y])")]
    [Case("soft_cross_entropy", "sum_k t_k (-log p_k)", "p_k sum_j t_j - t_k")]
    [Case("poly1_ce", "ε (1 - p_y) - log p_y", "(ε p_y + 1) (p_k - 1[k = y])")]
    [Case("kl_div", "t₁ (log t₁ - x₁) + t₂ (log t₂ - x₂) + t₃ (log t₃ - x₃)", "with respect to x₁: -t₁")]
    [Case("nll", "-x₁", "with respect to x₂: 0")]
    [Case("brier_multi", "(1 - p₁)² + p₂² + p₃²", "-2 p₁ ((1 - p₁)² + p₂² + p₃²)")]
    [Case("sparsemax", "p₂² / 2 + p₃² / 2 + ½ (p₂ + p₃)² + max(0, τ - x₁)", "p₁ - 1")]
    [Case("reverse_kl", "q₁ (log q₁ - log p₁) + q₂ (log q₂ - log p₂) + q₃ (log q₃ - log p₃)", "p = softmax(t)")]
    [Case("probs_cross_entropy", "-t₁ log q₁ - t₂ log q₂ - t₃ log q₃", "(t₂ c₂ - t₁ c₁ (1 - q₁) / q₁ + t₃ c₃) / S")]
    public async Task FormulaAndGradientAreThoseOfThePapers(string key, string formula, string gradient)
    {
        var lines = (await RunAsync("explain", key)).Split('\n').Select(l => l.Trim()).ToArray();
        Assert.Contains(formula, lines, StringComparer.Ordinal);
        Assert.Contains(gradient, lines, StringComparer.Ordinal);
    }

    [Fact]
    public async Task MarginIsWrittenOutForThreeClasses()
    {
        var output = await RunAsync("explain", "multi_margin");
        foreach (var piece in new[]
        {
            "of which the first is the label", "⅓ (max(0, x₂ - x₁ + margin)^p + max(0, x₃ - x₁ + margin)^p)", "x_k = x_y - margin: slope 0",
            "x₁ = 1: slope 0", "(-0.667 below, 0 above)", "✓ convex in the scores", "✗ smooth: continuous slope (C1)", "there are no",
        })
        {
            Assert.Contains(piece, output, StringComparison.Ordinal);
        }
    }

    [SlowTheory]
    [SampledCases]
    [Case("cross_entropy", "softmax", true)]
    [Case("brier_multi", "softmax", true)]
    [Case("sparsemax", "sparsemax", true)]
    [Case("multilabel_soft_margin", "logit", true)]
    [Case("nll", "log", true)]
    [Case("kl_div", "log", true)]
    [Case("generalized_kl", "log", true)]
    [Case("reverse_kl", "softmax", true)]
    [Case("probs_cross_entropy", "identity", true)]
    [Case("gce", "softmax", false)]
    [Case("softmax_focal", "softmax", false)]
    [Case("multi_margin", "largest", false)]
    public async Task LinkIsFoundByMinimising(string key, string name, bool derived)
    {
        using var json = JsonDocument.Parse(await RunAsync("explain", key, "--json"));
        var link = json.RootElement.GetProperty("link");
        Assert.Equal((name, derived), (link.GetProperty("name").GetString(), link.GetProperty("derived").GetBoolean()));
    }

    /// <summary>What is known of these losses from the literature.</summary>
    [Theory]
    [SampledCases]
    [Case("cross_entropy", RowTrait.Convex, true)]
    [Case("cross_entropy", RowTrait.BoundedAbove, false)]
    [Case("cross_entropy", RowTrait.ShiftInvariant, true)]
    [Case("gce", RowTrait.Convex, false)]
    [Case("gce", RowTrait.BoundedAbove, true)]
    [Case("gce", RowTrait.Proper, false)]
    [Case("gce", RowTrait.Calibrated, true)]
    [Case("brier_multi", RowTrait.BoundedAbove, true)]
    [Case("brier_multi", RowTrait.Convex, false)]
    [Case("sparsemax", RowTrait.ContinuousSlope, true)]
    [Case("sparsemax", RowTrait.Convex, true)]
    [Case("multi_margin", RowTrait.Convex, true)]
    [Case("multi_margin", RowTrait.ContinuousSlope, false)]
    [Case("crammer_singer", RowTrait.Calibrated, false)]
    [Case("nll", RowTrait.NonNegative, true)]
    [Case("kl_div", RowTrait.ShiftInvariant, false)]
    [Case("js_div", RowTrait.Lipschitz, false)]
    [Case("js_div", RowTrait.BoundedAbove, true)]
    [Case("generalized_kl", RowTrait.Lipschitz, false)]
    [Case("probs_cross_entropy", RowTrait.ContinuousSlope, false)]
    public void TraitsAreThoseOfTheLiterature(string key, RowTrait trait, bool holds)
    {
        var finding = RowAnalysis.Of(Loss.Create(key))[trait];
        Assert.NotEqual(holds ? TraitVerdict.Refuted : TraitVerdict.Proved, finding!.Verdict);
        Assert.True(finding.Verdict != TraitVerdict.Refuted || trait == RowTrait.Proper || finding.Against.Count > 0);
    }

    [Theory]
    [InlineData("kl_div")]
    public void NegativeOnlyWhereNoDistributionIs(string key) => Assert.True(RowAnalysis.Of(Loss.Create(key))[RowTrait.NonNegative]!.HoldsOnLogProbabilities);

    [Theory]
    [InlineData("cross_entropy", "sql", "-- log_p", "log_p")]
    [InlineData("cross_entropy", "python", "# log_p", "def cross_entropy(log_p)")]
    [InlineData("gce", "csharp", "// log_p", "(double log_p)")]
    [InlineData("gce", "latex", "% p: softmax probability", "\\frac{1 - p^{q}}{q}")]
    [InlineData("multi_margin", "sql", "-- x_1, x_2, x_3: predictions", "x_2")]
    [InlineData("multi_margin", "latex", "\\frac{w_{y}}{K} \\sum_{k \\ne y}", "% x_1, x_2, x_3: predictions")]
    [InlineData("gce", "mathml", "<!-- ", "<math")]
    [InlineData("kl_div", "mathml", "<math", "log_target")]
    [InlineData("kl_div", "text", "t₁", "log t₁")]
    public async Task AFormSaysWhatItsColumnsAre(string key, string form, string note, string piece)
    {
        var output = await RunAsync("explain", key, "--as", form);
        Assert.StartsWith(note, output, StringComparison.Ordinal);
        Assert.Contains(piece, output, StringComparison.Ordinal);
        Assert.False(output == await RunAsync("explain", key, "--as", form, "--derivative"));
    }

    [Fact]
    public async Task ChineseSpeaksChinese()
    {
        var output = await RunAsync("explain", "multi_margin", "--language", "zh");
        foreach (var piece in new[] { "公式", "对 x₁", "若", "每个类别一个数", "标签", "函数值", "斜率", "图中", "x₁ = 1 处斜率取 0", "关于得分是凸函数", "取最大", "样本的最优常数行" })
        {
            Assert.Contains(piece, output, StringComparison.Ordinal);
        }

        foreach (var word in new[] { "otherwise", "What", "slope" })
        {
            Assert.DoesNotContain(word, output, StringComparison.Ordinal);
        }
    }

    [SlowFact]
    public async Task ParametersChangeWhatIsSaid()
    {
        Assert.Contains("smoothed: t_k (1 - s) + s / K", await RunAsync("explain", "cross_entropy", "--param", "label_smoothing=0.1"), StringComparison.Ordinal);
        Assert.Contains("a_y (-(1 - p_y)^γ log p_y)", await RunAsync("explain", "softmax_focal", "--param", "alpha=[0.2,0.3,0.3,0.2]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PictureIsAscii()
    {
        var output = await RunAsync("explain", "cross_entropy", "--ascii");
        var picture = output[output.IndexOf("Value", StringComparison.Ordinal)..output.IndexOf("Kinks", StringComparison.Ordinal)];
        Assert.All(picture, c => Assert.True(c < 128, $"'{c}'"));
    }

    /// <summary>The section is what the engine says, and its kinks are where the slopes of the engine jump.</summary>
    [Fact]
    public void SectionIsSampledByTheEngine()
    {
        var section = RowAnalysis.Of(Loss.Create("cross_entropy")).Section;
        var samples = section.At([0.0, 6.0], 1);
        Assert.Equal(Math.Log(3), samples.Values[0], 1e-14);
        Assert.Equal(-2.0 / 3, samples.Slopes[0], 1e-14);
        Assert.Equal(2.0 / 9, samples.Curvatures[0], 1e-14);
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(arguments, output, error);
        Assert.Equal((0, ""), (code, error.ToString()));
        return output.ToString();
    }
}
