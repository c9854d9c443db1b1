using System.Text.Json;
using System.Text.Json.Nodes;

namespace Minima.Training.Checkpoints;

/// <summary>Texts in the JSON of checkpoints, which strangers may have changed: a conversion of a node that holds no text would throw.</summary>
internal static class JsonText
{
    /// <summary>The text, or null where the node is missing or holds something else.</summary>
    public static string? Of(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}
