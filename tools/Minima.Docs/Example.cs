using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Minima.Cli.Evaluate;

namespace Minima.Docs;

/// <summary>
/// A batch that a loss is shown on: a reference case of the catalogue, run through <c>minima evaluate</c>. For losses whose inputs have shapes of their own,
/// where no curve over one number tells enough.
/// </summary>
internal sealed class Example
{
    private readonly JsonObject request;

    private Example(LossEntry entry, JsonObject request)
    {
        Entry = entry;
        this.request = request;
        Answer = Run([request])[0];
    }

    public LossEntry Entry { get; }

    /// <summary>Value, denominator and gradients of the batch.</summary>
    public JsonObject Answer { get; }

    /// <summary>The request without the reduction, which is the usual one.</summary>
    public string Request => request.ToJsonString();

    public JsonObject Inputs => request["inputs"]!.AsObject();

    public JsonObject Parameters => request["params"]!.AsObject();

    public double Value => Answer["value"]!.GetValue<double>();

    /// <summary>The loss is one number and no mean of terms.</summary>
    public bool IsScalar => Answer["denominator"] is null;

    /// <summary>
    /// The shortest case with numbers of everyday size and a gradient that is not 0 throughout, at the default parameters if there is one; null where the reference has none.
    /// Most cases of the reference are edges, which a page does not teach by.
    /// </summary>
    public static Example? Of(LossEntry entry, ILookup<string, string> references)
    {
        var examples = references[entry.Key]
            .Select(line => JsonNode.Parse(line)!.AsObject())
            .Select(row => new JsonObject { ["loss"] = entry.Key, ["params"] = row["params"]!.DeepClone(), ["inputs"] = row["inputs"]!.DeepClone() })
            .Where(row => !row["inputs"]!.AsObject().ContainsKey("sample_weight") && !row["params"]!.AsObject().ContainsKey("weighted_mean"))
            .OrderBy(row => row.ToJsonString().Length)
            .Select(row => new Example(entry, row))
            .Where(example => example.Answer["value"]?.GetValueKind() == JsonValueKind.Number)
            .ToArray();
        return examples.OrderBy(e => e.Slopes().Any(g => g != 0) ? 0 : 1).ThenBy(e => e.IsPlain() ? 0 : 1).ThenBy(e => e.Parameters.Count == 0 ? 0 : 1).ThenBy(e => e.HasEmptyRow() ? 1 : 0).FirstOrDefault();
    }

    /// <summary>The reference cases by loss.</summary>
    public static ILookup<string, string> References(string file) => File.ReadLines(file)
        .ToLookup(line => JsonNode.Parse(line)!["loss"]!.GetValue<string>(), StringComparer.Ordinal);

    /// <summary>The derivatives of the value with respect to all inputs that have one, one behind the other.</summary>
    public IEnumerable<double> Slopes() => Answer["gradient"]!.AsObject().SelectMany(g => Numbers(g.Value!));

    /// <summary>Every number is 0 or between a thousandth and a thousand.</summary>
    private bool IsPlain() => Inputs.SelectMany(input => Numbers(input.Value!)).All(x => x == 0 || Math.Abs(x) is >= 1e-3 and <= 1e3);

    /// <summary>A row of the first input is 0 throughout: a vector without a direction, an image without anything on it.</summary>
    private bool HasEmptyRow() => Rows(Inputs.First().Value!).Any(row => row.Count > 1 && row.All(x => Numbers(x!).All(one => one == 0)));

    private static IEnumerable<JsonArray> Rows(JsonNode node) => node is not JsonArray array ? [] : array.Any(element => element is JsonArray) ? array.SelectMany(element => Rows(element!)) : [array];

    private static IEnumerable<double> Numbers(JsonNode node) => node is JsonArray array ? array.SelectMany(element => Numbers(element!)) : [Number(node)];

    private static double Number(JsonNode node) => node.GetValueKind() == JsonValueKind.Number ? node.GetValue<double>() : double.Parse(node.GetValue<string>(), CultureInfo.InvariantCulture);

    /// <summary>What <c>minima evaluate</c> answers.</summary>
    internal static JsonObject[] Run(IEnumerable<JsonObject> requests)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', requests.Select(r => r.ToJsonString()))));
        using var output = new MemoryStream();
        using (var filter = new EvaluateFilter(input, output, EvaluateLimits.Usual))
        {
            filter.Run();
        }

        return [.. Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];
    }
}
