using System.Text.Json;

namespace Minima.Bill;

/// <summary>A package of a lock file.</summary>
/// <param name="Name">As NuGet calls it.</param>
/// <param name="Version">The one that was resolved.</param>
/// <param name="Hash">SHA-512 of its content, in hexadecimal digits; empty where the lock file has none.</param>
/// <param name="Needs">The names of the packages that it needs.</param>
internal sealed record Component(string Name, string Version, string Hash, string[] Needs)
{
    public string Reference => $"pkg:nuget/{Name}@{Version}";

    public static Component Of(JsonProperty package) => new(
        package.Name,
        package.Value.GetProperty("resolved").GetString()!,
        package.Value.TryGetProperty("contentHash", out var hash) ? Convert.ToHexStringLower(Convert.FromBase64String(hash.GetString()!)) : "",
        package.Value.TryGetProperty("dependencies", out var needs) ? [.. needs.EnumerateObject().Select(need => need.Name)] : []);

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "library");
        json.WriteString("bom-ref", Reference);
        json.WriteString("name", Name);
        json.WriteString("version", Version);
        json.WriteString("purl", Reference);
        if (Hash.Length > 0)
        {
            json.WriteStartArray("hashes");
            json.WriteStartObject();
            json.WriteString("alg", "SHA-512");
            json.WriteString("content", Hash);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    public void WriteDependencies(Utf8JsonWriter json, IEnumerable<Component> all)
    {
        json.WriteStartObject();
        json.WriteString("ref", Reference);
        json.WriteStartArray("dependsOn");
        foreach (var need in all.Where(other => Needs.Contains(other.Name, StringComparer.OrdinalIgnoreCase))) json.WriteStringValue(need.Reference);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public override string ToString() => $"{Reference} {Hash}";
}
