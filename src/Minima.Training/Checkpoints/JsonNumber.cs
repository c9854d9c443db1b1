using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Minima.Training.Checkpoints;

/// <summary>Numbers in the JSON of checkpoints and logs. JSON has no NaN and no infinities; they are stored as the strings "NaN", "Infinity" and "-Infinity".</summary>
public static class JsonNumber
{
    /// <summary>Converts a number to the shortest form that reads back bit-identically, or to a string if JSON has no such number.</summary>
    public static JsonNode Of(double value) => double.IsFinite(value) ? JsonValue.Create(value) : JsonValue.Create(Text(value));

    /// <summary>Reads a result of <see cref="Of"/>.</summary>
    /// <returns>False if the node is neither a number nor one of the three strings.</returns>
    public static bool TryRead(JsonNode? node, out double value)
    {
        value = 0;
        switch (node?.GetValueKind())
        {
            case JsonValueKind.Number:
                // A node that was created, not parsed, holds an int, a float, ...; all have a text.
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
