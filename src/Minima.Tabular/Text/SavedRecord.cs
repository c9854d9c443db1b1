using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Minima.Tabular;

/// <summary>Reads records that an earlier version may have written without some of their properties.</summary>
internal static class SavedRecord
{
    /// <summary>Reads a record; a missing property has the value of <paramref name="usual"/>, whereas the serializer's reader would leave null or 0 despite its initial value.</summary>
    /// <param name="json">The saved JSON.</param>
    /// <param name="info">The serializer's metadata of the record.</param>
    /// <param name="usual">A record with the default values; its required properties are not used, because they must be present.</param>
    /// <returns>Null if <paramref name="json"/> is not an object.</returns>
    /// <exception cref="JsonException">A required property is missing, or a value has another type.</exception>
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
