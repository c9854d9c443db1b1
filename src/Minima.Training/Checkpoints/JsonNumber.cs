using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Minima.Training.Checkpoints;

/// <summary>Numbers in the JSON of checkpoints and logs. JSON has no NaN and no infinity; they are the texts "NaN", "Infinity" and "-Infinity".</summary>
public static class JsonNumber
{
    /// <summary>A number, shortest form that reads back to the same bits, or the text of one that JSON does not have.</summary>
    public static JsonNode Of(double value) => double.IsFinite(value) ? JsonValue.Create(value) : JsonValue.Create(Text(value));

    /// <summary>What <see cref="Of"/> made.</summary>
    /// <returns>False where the node is neither a number nor one of the three texts.</returns>
    public static bool TryRead(JsonNode? node, out double value)
    {
        value = 0;
        switch (node?.GetValueKind())
        {
            case JsonValueKind.Number:
                // A node that was made and not read holds an int, a float, ...: its text is common to all of them.
                return double.TryParse(node.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out value);
            case JsonValueKind.String:
                value = node.GetValue<string>() switch
                {
                    "NaN" => double.NaN,
                    "Infinity" => double.PositiveInfinity,
                    "-Infinity" => double.NegativeInfinity,
                    _ => 0,
                };
                return value != 0;
            default:
                return false;
        }
    }

    internal static void Write(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value)) json.WriteNumberValue(value);
        else json.WriteStringValue(Text(value));
    }

    private static string Text(double value) => double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}
