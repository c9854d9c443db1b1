using System.Text.Json;
using Minima.Examples;
using Xunit;

namespace Minima.Python.Tests;

/// <summary>The reference values of standard errors and of fits with several heads are those that statsmodels, PyTorch and robustbase give today.</summary>
public sealed class FitErrorTests
{
    private const double Tolerance = 1e-8;

    [Theory]
    [InlineData("statsmodels_errors.py", "fit_errors.json", Tolerance)]
    [InlineData("statsmodels_heads.py", "fit_heads.json", 1e-6)]
    [InlineData("torch_heads.py", "head_errors.json", Tolerance)]
    public async Task TheReferenceValuesAreThoseOfStatsmodels(string script, string file, double tolerance)
    {
        var root = Repository.Root;
        using var made = JsonDocument.Parse(await Python.RunWithStatsmodelsAsync(script, Path.Combine(root, "data")));
        using var kept = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(root, "tests", "reference", file), TestContext.Current.CancellationToken));
        Assert.Equal("", string.Join("\n", Differences(kept.RootElement.GetProperty("cases"), made.RootElement.GetProperty("cases"), "cases", tolerance).Take(10)));
    }

    [Fact]
    public async Task TheReferenceValuesAreThoseOfRobustbase()
    {
        var root = Repository.Root;
        using var made = JsonDocument.Parse(await RScript.RunWithRobustbaseAsync("robustbase_errors.R", Path.Combine(root, "data")));
        using var kept = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(root, "tests", "reference", "robustbase_errors.json"), TestContext.Current.CancellationToken));
        Assert.Equal("", string.Join("\n", Differences(kept.RootElement.GetProperty("cases"), made.RootElement.GetProperty("cases"), "cases", Tolerance).Take(10)));
    }

    private static IEnumerable<string> Differences(JsonElement kept, JsonElement made, string place, double tolerance)
    {
        if (kept.ValueKind != made.ValueKind) return [$"{place}: {made} is not {kept}"];
        switch (kept.ValueKind)
        {
            case JsonValueKind.Number:
                var (expected, actual) = (kept.GetDouble(), made.GetDouble());
                return Math.Abs(expected - actual) <= tolerance * Math.Abs(expected) ? [] : [$"{place}: {actual:R} is not {expected:R}"];
            case JsonValueKind.Array when kept.GetArrayLength() == made.GetArrayLength():
                return kept.EnumerateArray().Zip(made.EnumerateArray()).SelectMany((pair, i) => Differences(pair.First, pair.Second, $"{place}[{i}]", tolerance));
            case JsonValueKind.Object when kept.EnumerateObject().Select(one => one.Name).SequenceEqual(made.EnumerateObject().Select(one => one.Name), StringComparer.Ordinal):
                return kept.EnumerateObject().SelectMany(one => Differences(one.Value, made.GetProperty(one.Name), $"{place}.{one.Name}", tolerance));
            default:
                // The text of a robust loss holds a scale with all of its digits.
                return kept.ToString() == made.ToString() || place.EndsWith(".loss", StringComparison.Ordinal) ? [] : [$"{place}: {made} is not {kept}"];
        }
    }
}
