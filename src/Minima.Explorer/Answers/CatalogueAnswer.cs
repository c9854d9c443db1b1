using System.Text.Json;
using Minima.Cli.Losses;
using Minima.Pages;

namespace Minima.Explorer.Answers;

/// <summary>The losses of the catalogue, without derived properties; or the keys that a search finds, in the order of <c>minima losses --search</c>.</summary>
internal static class CatalogueAnswer
{
    public static void Write(JsonElement question, Utf8JsonWriter writer)
    {
        writer.WriteStartArray("losses");
        if (question.TryGetProperty("search", out var search))
        {
            foreach (var entry in LossSearch.Find(Catalogue.All, null, search.GetString())) writer.WriteStringValue(entry.Key);
        }
        else
        {
            foreach (var entry in Catalogue.All) Write(entry, writer);
        }

        writer.WriteEndArray();
    }

    private static void Write(LossEntry entry, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("key", entry.Key);
        writer.Localized("name", entry.Name, entry.ChineseName);
        writer.Localized("summary", entry.English.Summary, entry.Chinese.Summary);
        writer.Localized("use", entry.English.Use, entry.Chinese.Use);
        var family = CatalogueWords.Of(entry.Family);
        writer.WriteString("family", LossSearch.WordOf(entry.Family));
        writer.Localized("familyName", family.English, family.Chinese);
        writer.WriteNumber("task", (int)entry.Task);
        var task = CatalogueWords.Of(entry.Task);
        writer.Localized("taskName", task.English, task.Chinese);
        writer.WriteString("shape", entry.Shape);
        Curve(entry, writer);
        writer.WriteEndObject();
    }

    /// <summary>The range of the curve over one number: for a loss of prediction and target, over the prediction at one target; for a loss of rows with labels, over the logit of the true class.</summary>
    private static void Curve(LossEntry entry, Utf8JsonWriter writer)
    {
        if (entry.Inputs.Count is not (1 or 2) || !entry.Inputs[0].Differentiated || entry.Parameters.Any(parameter => parameter.IsRequired)) return;
        var domain = entry.Inputs[0].Domain;
        if (entry.IsPoint)
        {
            var target = entry.Inputs.Count < 2 || entry.Inputs[1].Domain.IsReal ? 0 : entry.Inputs[1].Domain.Contains(1) ? 1 : double.NaN;
            if (double.IsNaN(target)) return;
            writer.WriteStartObject("curve");
            writer.Double("low", domain.Low);
            writer.Double("high", domain.High);
            writer.Double("target", target);
            writer.WriteEndObject();
        }
        else if (entry.Row is not null && domain.IsReal && entry.Inputs is [_, { Kind: InputKind.Label or InputKind.LabelOrRow }])
        {
            writer.WriteBoolean("rows", true);
        }
    }
}
