using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Minima.Tabular;

/// <summary>Records that an earlier version may have written without some of their properties.</summary>
internal static class SavedRecord
{
    /// <summary>Reads a record; a property that is not there has the value of <paramref name="usual"/>, where the reader of the serializer would leave null or 0 whatever its initial value.</summary>
    /// <param name="json">What was saved.</param>
    /// <param name="info">The serializer's knowledge of the record.</param>
    /// <param name="usual">A record whose required properties are not used: those have to be there.</param>
    /// <returns>Null where <paramref name="json"/> is no object.</returns>
    /// <exception cref="JsonException">A required property is not there, or a value has another type.</exception>
    public static T? Read<T>(JsonNode? json, JsonTypeInfo<T> info, T usual)
        where T : class
    {
        if (json is not JsonObject fields) return null;
        var whole = JsonSerializer.SerializeToNode(usual, info)!.AsObject();
        foreach (var property in info.Properties.Where(property => property.IsRequired)) whole.Remove(property.Name);
        foreach (var (name, value) in fields) whole[name] = value?.DeepClone();
        return whole.Deserialize(info);
    }
}
