using System.Text.Json;
using Xunit;

namespace Minima.Python.Tests;

/// <summary>statsmodels and scikit-learn still say what tests/reference/events/events.json has.</summary>
public sealed class EventTests
{
    [Fact]
    public async Task TheReferenceIsWhatThePeersSay()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "reference", "events");
        var said = JsonDocument.Parse(await Python.RunWithStatsmodelsAsync(Path.Combine(folder, "make_events.py"))).RootElement;
        var kept = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "events.json"), TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal([], Differences("", kept, said));
    }

    /// <summary>Numbers may differ by rounding; all else is the same.</summary>
    private static IEnumerable<string> Differences(string path, JsonElement kept, JsonElement said)
    {
        if (kept.ValueKind == JsonValueKind.Number)
            return said.ValueKind == JsonValueKind.Number && Math.Abs(kept.GetDouble() - said.GetDouble()) <= 1e-9 * Math.Max(1, Math.Abs(kept.GetDouble())) ? [] : [$"{path}: {kept} is now {said}"];
        if (kept.ValueKind != said.ValueKind) return [$"{path}: {kept.ValueKind} is now {said.ValueKind}"];
        if (kept.ValueKind == JsonValueKind.Array)
            return kept.GetArrayLength() != said.GetArrayLength() ? [$"{path}: another length"] : Enumerable.Range(0, kept.GetArrayLength()).SelectMany(i => Differences($"{path}[{i}]", kept[i], said[i]));
        return kept.EnumerateObject().SelectMany(item => said.TryGetProperty(item.Name, out var other) ? Differences($"{path}.{item.Name}", item.Value, other) : [$"{path}.{item.Name} is gone"]);
    }
}
