using System.Text.Json;
using System.Text.Json.Nodes;

namespace Minima.Training.Checkpoints;

/// <summary>Strings in the JSON of checkpoints, which others may have changed: converting a node of another kind would throw.</summary>
internal static class JsonText
{
    /// <summary>The string, or null if the node is missing or of another kind.</summary>
    public static string? Of(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}
