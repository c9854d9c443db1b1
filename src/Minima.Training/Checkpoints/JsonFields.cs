using System.Text.Json;
using System.Text.Json.Nodes;

namespace Minima.Training.Checkpoints;

/// <summary>An object in a JSON file, with the file's name for messages. Missing fields and fields of another kind are refused by name.</summary>
internal readonly struct JsonFields(string file, JsonElement element)
{
    public string File => file;

    public JsonElement Property(string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : throw Fault(name, "is missing");

    public JsonFields Fields(string name) => new(file, Property(name));

    public string Text(string name) => Property(name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : throw Fault(name, "is not text");

    public long WholeNumber(string name) =>
        Property(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) && number >= 0 ? number : throw Fault(name, "is not a whole number of at least 0");

    /// <summary>A number, or null for JSON null.</summary>
    public double? OptionalNumber(string name)
    {
        var value = Property(name);
        if (value.ValueKind == JsonValueKind.Null) return null;
        return value.ValueKind is JsonValueKind.Number or JsonValueKind.String && JsonNumber.TryRead(JsonValue.Create(value), out var number) ? number : throw Fault(name, "is not a number");
    }

    public JsonObject Object(string name) =>
        Property(name) is { ValueKind: JsonValueKind.Object } value ? JsonObject.Create(value)! : throw Fault(name, "is not an object");

    /// <summary>The properties of an object.</summary>
    public IEnumerable<JsonProperty> Properties(string name) =>
        Property(name) is { ValueKind: JsonValueKind.Object } value ? value.EnumerateObject() : throw Fault(name, "is not an object");

    public CheckpointException Fault(string name, string reason) => SealedJson.Fault(file, $"\"{name}\" {reason}");
}
