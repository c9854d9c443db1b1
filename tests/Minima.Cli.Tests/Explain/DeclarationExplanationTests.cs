using System.Text.Json;
using Minima.Cli.Explain;
using Minima.Cli.Terminal;
using Xunit;

namespace Minima.Cli.Tests.Explain;

/// <summary>Optimizers, schedules, activations, layers and metrics are explained as losses are.</summary>
public sealed class DeclarationExplanationTests
{
    [Fact]
    public async Task EachIsExplainedInBothLanguages()
    {
        foreach (var one in DeclarationExplanation.All)
        {
            foreach (var language in new[] { "en", "zh" })
            {
                var (code, output, error) = await ExplainCommandTests.RunAsync("explain", $"{one.Kind}:{one.Name}", "--language", language);
                Assert.Equal((0, ""), (code, error));
                Assert.StartsWith(one.Name + ": ", output, StringComparison.Ordinal);
                Assert.All(one.Parameters, parameter => Assert.Contains(parameter.Name, output, StringComparison.Ordinal));
                Assert.DoesNotContain("= NaN", output, StringComparison.Ordinal);
                Assert.All(output.Split('\n'), line => Assert.True(TextWidth.Of(line.TrimEnd('\r')) <= 80, line));
            }
        }
    }

    [Fact]
    public async Task AdamIsToldWithDefaultsDomainsSourceAndOtherNames()
    {
        var (code, output, _) = await ExplainCommandTests.RunAsync("explain", "adam");
        Assert.Equal(0, code);
        foreach (var piece in new[] { "adam: optimizer", "Formula", "learning_rate = 0.001", "beta2 = 0.999", "in [0, 1)", "arXiv:1412.6980", "torch.optim.Adam" }) Assert.Contains(piece, output, StringComparison.Ordinal);
        (_, output, _) = await ExplainCommandTests.RunAsync("explain", "cosine", "dropout", "--language", "zh");
        foreach (var piece in new[] { "cosine: 学习率调度", "必须给出", "dropout: 层", "出处" }) Assert.Contains(piece, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JsonHasTheseKeys()
    {
        var (code, output, _) = await ExplainCommandTests.RunAsync("explain", "elu", "--json");
        Assert.Equal(0, code);
        var one = JsonDocument.Parse(output).RootElement;
        Assert.Equal(["kind", "name", "aliases", "summary", "formula", "parameters", "source", "libraries"], one.EnumerateObject().Select(property => property.Name));
        var alpha = one.GetProperty("parameters")[0];
        Assert.Equal(["name", "default", "required", "domain", "meaning"], alpha.EnumerateObject().Select(property => property.Name));
        Assert.All(new[] { one.GetProperty("summary"), alpha.GetProperty("domain"), alpha.GetProperty("meaning") }, text => Assert.Equal(["en", "zh"], text.EnumerateObject().Select(property => property.Name)));
        Assert.Equal(("activation", 1.0), (one.GetProperty("kind").GetString(), alpha.GetProperty("default").GetDouble()));
        (_, output, _) = await ExplainCommandTests.RunAsync("explain", "cosine", "linear", "--json");
        var both = JsonDocument.Parse(output).RootElement.GetProperty("declarations");
        Assert.Equal(JsonValueKind.Null, both[0].GetProperty("parameters")[0].GetProperty("default").ValueKind);
        Assert.Equal(("layer", true), (both[1].GetProperty("kind").GetString(), both[1].GetProperty("parameters")[2].GetProperty("default").GetBoolean()));
    }

    /// <summary>Names that a loss has too mean the loss, as before; the kind says otherwise.</summary>
    [Fact]
    public async Task ALossOfTheSameNameComesFirst()
    {
        var shared = DeclarationExplanation.All.Where(one => DeclarationExplanation.Find(one.Name).Count == 0).Select(one => one.Name).Order(StringComparer.Ordinal);
        Assert.Equal(["identity", "mean_absolute_error", "r2", "root_mean_squared_error", "sigmoid"], shared);
        Assert.StartsWith("sigmoid: activation", (await ExplainCommandTests.RunAsync("explain", "activation:sigmoid")).Output, StringComparison.Ordinal);
        Assert.StartsWith("silu: activation", (await ExplainCommandTests.RunAsync("explain", "swish")).Output, StringComparison.Ordinal);
        Assert.StartsWith("linear: layer", (await ExplainCommandTests.RunAsync("explain", "linear")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsMistypedOrDoesNotFitIsToldSo()
    {
        foreach (var (typed, meant) in new[] { ("adma", "adam"), ("cosin", "cosine"), ("dropuot", "dropout"), ("huberr", "huber") })
        {
            var (code, _, error) = await ExplainCommandTests.RunAsync("explain", typed);
            Assert.Equal(ExitCode.Loss, code);
            Assert.Contains($"did you mean '{meant}'", error, StringComparison.Ordinal);
        }

        foreach (var arguments in new[] { new[] { "--as", "latex" }, ["--param", "beta1=0.5"], ["--html", "adam.html"] })
        {
            var (code, _, error) = await ExplainCommandTests.RunAsync(["explain", "adam", .. arguments]);
            Assert.Equal(ExitCode.Usage, code);
            Assert.Contains("are for losses", error, StringComparison.Ordinal);
        }

        Assert.Equal(ExitCode.Usage, (await ExplainCommandTests.RunAsync("explain", "adam", "huber")).Code);
    }
}
