using System.Text.Encodings.Web;
using System.Text.Json;

namespace Minima.Docs;

/// <summary>Names and search words of every loss, for the search of the site: one line for each loss.</summary>
internal static class NamesFile
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(IReadOnlyList<LossEntry> entries) =>
        "{\n" + string.Join(",\n", entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry =>
            $"  {JsonSerializer.Serialize(entry.Key)}: {JsonSerializer.Serialize(new { name = entry.Name, chinese = entry.ChineseName, aliases = entry.Aliases, search = entry.SearchWords }, Readable)}")) + "\n}\n";
}
