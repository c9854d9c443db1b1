using System.Text.Json;
using Minima.Analysis;

namespace Minima.Explorer.Answers;

/// <summary>The losses of the catalogue, without what is derived of them.</summary>
internal static class CatalogueAnswer
{
    public static void Write(JsonElement question, Utf8JsonWriter writer)
    {
        writer.WriteStartArray("losses");
        foreach (var entry in Catalogue.All)
        {
            writer.WriteStartObject();
            writer.WriteString("key", entry.Key);
            writer.Localized("name", entry.Name, entry.ChineseName);
            writer.Localized("summary", entry.English.Summary, entry.Chinese.Summary);
            writer.Localized("use", entry.English.Use, entry.Chinese.Use);
            writer.WriteString("family", entry.Family.ToString());
            writer.WriteString("task", entry.Task.ToString());
            writer.WriteString("shape", entry.Shape);
            writer.WriteBoolean("curve", LossAnalysis.CanAnalyse(entry.CreateExample()));
            writer.WriteStartArray("aliases");
            foreach (var alias in entry.Aliases) writer.WriteStringValue(alias);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
