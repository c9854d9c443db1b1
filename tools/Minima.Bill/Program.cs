using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Minima.Bill;

// dotnet run -c Release --project tools/Minima.Bill -- OUTPUT.json VERSION: a CycloneDX 1.5 document of every package that the projects in src restore, with the
// content hashes of their lock files. The same lock files give the same document.
if (args.Length != 2)
{
    await Console.Error.WriteLineAsync("Give the file to write and the version that it describes.").ConfigureAwait(false);
    return 2;
}

var components = new SortedDictionary<string, Component>(StringComparer.Ordinal);
foreach (var path in Directory.GetFiles("src", "packages.lock.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
{
    using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(path).ConfigureAwait(false));
    foreach (var framework in document.RootElement.GetProperty("dependencies").EnumerateObject())
    {
        foreach (var package in framework.Value.EnumerateObject())
        {
            // A project of this repository has a type and no version of its own.
            if (package.Value.GetProperty("type").GetString() == "Project") continue;
            var component = Component.Of(package);
            components.TryAdd(component.Reference, component);
        }
    }
}

if (components.Count == 0)
{
    await Console.Error.WriteLineAsync("There is no packages.lock.json below src; restore first, from the root of the repository.").ConfigureAwait(false);
    return 1;
}

using var output = File.Create(args[0]);
using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
json.WriteStartObject();
json.WriteString("bomFormat", "CycloneDX");
json.WriteString("specVersion", "1.5");
json.WriteString("serialNumber", $"urn:uuid:{new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(args[1] + string.Join('\n', components.Values))).AsSpan(0, 16))}");
json.WriteNumber("version", 1);
json.WriteStartObject("metadata");
json.WriteStartObject("component");
json.WriteString("type", "application");
json.WriteString("bom-ref", $"pkg:nuget/Minima.Cli@{args[1]}");
json.WriteString("name", "Minima.Cli");
json.WriteString("version", args[1]);
json.WriteEndObject();
json.WriteEndObject();
json.WriteStartArray("components");
foreach (var component in components.Values) component.Write(json);
json.WriteEndArray();
json.WriteStartArray("dependencies");
foreach (var component in components.Values) component.WriteDependencies(json, components.Values);
json.WriteEndArray();
json.WriteEndObject();
await json.FlushAsync().ConfigureAwait(false);
Console.WriteLine($"{args[0]}: {components.Count} packages");
return 0;
