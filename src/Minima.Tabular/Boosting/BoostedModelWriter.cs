using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Minima.Tabular;

/// <summary>Boosted trees as JSON: everything that <c>minima predict</c> needs, and how they were boosted. Nothing of clock or threads.</summary>
internal static class BoostedModelWriter
{
    public const string Format = "minima-boosted";
    public const int Version = 1;

    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(BoostedTrees trees)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteNumber("version", Version);
            Loss(json, trees);
            Columns(json, trees);
            Settings(json, trees);
            json.WriteNumber("rows", trees.Rows);
            json.WriteStartArray("notes");
            foreach (var note in trees.Notes) json.WriteStringValue(note.English);
            json.WriteEndArray();
            json.WritePropertyName("trees");
            json.WriteRawValue(trees.Model.ToJson());
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Loss(Utf8JsonWriter json, BoostedTrees trees)
    {
        json.WriteString("loss", trees.Loss);
        json.WriteStartObject("parameters");
        foreach (var (name, value) in trees.Parameters)
        {
            json.WritePropertyName(name);
            ParameterJson.Write(json, value);
        }

        json.WriteEndObject();
        json.WriteStartArray("inputs");
        foreach (var input in trees.Inputs)
        {
            json.WriteStartObject();
            json.WriteString("name", input.Name);
            json.WriteString("column", input.Column);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("target", trees.Target);
        json.WriteString("task", PredictionTasks.Word(trees.Task));
        json.WriteStartArray("mapping");
        foreach (var (name, value) in trees.Mapping)
        {
            json.WriteStartObject();
            json.WriteString("class", name);
            json.WriteNumber("value", value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("link", Wording.Snake(trees.Link));
    }

    private static void Columns(Utf8JsonWriter json, BoostedTrees trees)
    {
        json.WriteStartArray("columns");
        foreach (var column in trees.Columns)
        {
            json.WriteStartObject();
            json.WriteString("column", column.Name);
            json.WriteString("kind", Wording.Snake(column.Kind));
            if (column.Kind == BoostedColumnKind.Category)
            {
                json.WriteStartArray("levels");
                foreach (var level in column.Levels) json.WriteStringValue(level);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("weight", trees.Weight);
        json.WriteString("group", trees.Group);
    }

    private static void Settings(Utf8JsonWriter json, BoostedTrees trees)
    {
        var options = trees.Options;
        json.WriteStartObject("settings");
        json.WriteNumber("rounds", options.Rounds);
        json.WriteNumber("rate", options.Rate);
        json.WriteString("growth", Wording.Snake(options.Growth));
        json.WriteNumber("depth", options.Depth);
        json.WriteNumber("leaves", options.Leaves);
        json.WriteNumber("bins", options.Bins);
        json.WriteNumber("min_rows", options.MinRows);
        json.WriteNumber("min_curvature", options.MinCurvature);
        json.WriteNumber("min_gain", options.MinGain);
        json.WriteNumber("l2", options.L2);
        json.WriteNumber("row_share", options.RowShare);
        json.WriteNumber("column_share", options.ColumnShare);
        json.WriteStartObject("monotone");
        foreach (var (column, direction) in options.Monotone.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json.WriteNumber(column, direction);
        json.WriteEndObject();
        json.WriteStartArray("interactions");
        foreach (var set in options.Interactions)
        {
            json.WriteStartArray();
            foreach (var column in set) json.WriteStringValue(column);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteNumber("held_out", options.HeldOut);
        json.WriteNumber("early_stop", options.EarlyStop);
        json.WriteBoolean("refit", options.Refit);
        json.WriteNumber("seed", options.Seed);
        json.WriteEndObject();
    }
}
