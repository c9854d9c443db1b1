using System.Text.Json;

namespace Minima.Examples.Mlp;

/// <summary>What sklearn_mlp.py found for a seed.</summary>
internal sealed record PeerResult(int Seed, MlpSetting Setting, double Score)
{
    /// <summary>The results by table, in the order of seeds, and scikit-learn's version.</summary>
    public static (string Version, IReadOnlyDictionary<string, PeerResult[]> Results) Read()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "examples", "Minima.Examples", "sklearn_mlp.json")));
        var results = new Dictionary<string, PeerResult[]>(StringComparer.Ordinal);
        foreach (var table in json.RootElement.GetProperty("results").EnumerateObject()) results.Add(table.Name, [.. table.Value.EnumerateArray().Select(Of)]);
        return (json.RootElement.GetProperty("scikit-learn").GetString()!, results);
    }

    private static PeerResult Of(JsonElement one) => new(
        one.GetProperty("seed").GetInt32(),
        new MlpSetting(one.GetProperty("learning_rate").GetDouble(), one.GetProperty("penalty").GetDouble(), one.GetProperty("epochs").GetInt32()),
        one.GetProperty("score").GetDouble());
}
