using System.Globalization;
using System.Text.Json;

namespace Minima.Tests.Reference;

/// <summary>The reference cases of the catalogue, computed by another programme (PyTorch in double, mpmath).</summary>
internal static class ReferenceTable
{
    private static readonly Lazy<ILookup<string, ReferenceRow>> Rows = new(() => Read("reference.jsonl"));
    private static readonly Lazy<ILookup<string, ReferenceRow>> ErrorRows = new(() => Read("errors.jsonl"));

    /// <summary>The cases of one loss.</summary>
    public static IEnumerable<ReferenceRow> Of(string key) => Rows.Value[key];

    /// <summary>The requests to one loss that must be refused.</summary>
    public static IEnumerable<ReferenceRow> ErrorsOf(string key) => ErrorRows.Value[key];

    private static ILookup<string, ReferenceRow> Read(string file) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "reference", file))
            .Select((line, i) => new ReferenceRow(i + 1, JsonDocument.Parse(line).RootElement))
            .ToLookup(row => row.Loss, StringComparer.Ordinal);
}

/// <summary>One line of the reference file.</summary>
internal sealed class ReferenceRow(int line, JsonElement json)
{
    public int Line => line;

    public string Loss => json.GetProperty("loss").GetString()!;

    public string Reduction => json.GetProperty("reduction").GetString()!;

    public string Why => json.TryGetProperty("why", out var why) ? why.GetString()! : "";

    public string? WeightedMean => json.GetProperty("params").TryGetProperty("weighted_mean", out var word) ? word.GetString() : null;

    /// <summary>The values of inputs and weights, flattened, by name.</summary>
    public Dictionary<string, double[]> Inputs => Flat("inputs");

    public Dictionary<string, double[]> Gradient => Flat("gradient");

    public double[] Value => [.. Numbers(json.GetProperty("value"))];

    /// <summary>The sizes of an input's axes.</summary>
    public int[] Shape(string input)
    {
        var sizes = new List<int>();
        for (var element = json.GetProperty("inputs").GetProperty(input); element.ValueKind == JsonValueKind.Array; element = element[0])
        {
            sizes.Add(element.GetArrayLength());
            if (sizes[^1] == 0)
            {
                break;
            }
        }

        return [.. sizes];
    }

    /// <summary>How many axes an input has.</summary>
    public int Rank(string input)
    {
        var rank = 0;
        for (var element = json.GetProperty("inputs").GetProperty(input); element.ValueKind == JsonValueKind.Array && element.GetArrayLength() > 0; element = element[0])
        {
            rank++;
        }

        return rank;
    }

    /// <summary>The weights of the classes, or empty.</summary>
    public double[] ClassWeight => json.GetProperty("params").TryGetProperty("class_weight", out var list) ? [.. Numbers(list)] : [];

    /// <summary>The length of an input's last axis.</summary>
    public int LastAxis(string input)
    {
        var element = json.GetProperty("inputs").GetProperty(input);
        while (element[0].ValueKind == JsonValueKind.Array)
        {
            element = element[0];
        }

        return element.GetArrayLength();
    }

    /// <summary>The loss at the row's parameters.</summary>
    public Loss Create() => Minima.Loss.Create(
        Catalogue.Find(Loss),
        json.GetProperty("params").EnumerateObject().Where(p => p.Name is not ("weighted_mean" or "class_weight")).ToDictionary(p => p.Name, p => Parameter(p.Value), StringComparer.Ordinal));

    private Dictionary<string, double[]> Flat(string name) =>
        json.GetProperty(name).EnumerateObject().ToDictionary(p => p.Name, p => Numbers(p.Value).ToArray(), StringComparer.Ordinal);

    private static object? Parameter(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.Array => Numbers(value).ToArray(),
        JsonValueKind.String when value.GetString() is "Infinity" or "-Infinity" or "NaN" => Number(value),
        _ => value.GetString(),
    };

    private static IEnumerable<double> Numbers(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? value.EnumerateArray().SelectMany(Numbers)
        : [Number(value)];

    private static double Number(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? double.Parse(value.GetString()!, CultureInfo.InvariantCulture)
        : value.GetDouble();
}
