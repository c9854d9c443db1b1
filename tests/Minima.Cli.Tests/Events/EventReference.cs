using System.Text.Json;

namespace Minima.Cli.Tests.Events;

/// <summary>What statsmodels and scikit-learn say, as tests/reference/events/make_events.py wrote it.</summary>
internal static class EventReference
{
    public static JsonElement Root { get; } = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "reference", "events", "events.json"))).RootElement;

    public static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetDouble())];
}
