using System.Globalization;
using System.Text.Json;

namespace Minima.Training.Tests.Randomness;

/// <summary>Numbers of make_randomness.py.</summary>
internal static class RandomReference
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "reference", "training", "randomness", "random_state.json"))).RootElement;

    public static JsonElement Of(string name) => Root.GetProperty(name);

    public static ulong Word(string name) => ulong.Parse(Of(name).GetString()!, CultureInfo.InvariantCulture);

    public static ulong[] Words(string name) => [.. Of(name).EnumerateArray().Select(word => ulong.Parse(word.GetString()!, CultureInfo.InvariantCulture))];

    public static double[] Numbers(string name) => [.. Of(name).EnumerateArray().Select(number => number.GetDouble())];
}
