using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Minima.Cli.Explain;

/// <summary>A saved model for programs.</summary>
internal static class ExplainedModelJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(ExplainedModel model, TextWriter output)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, Options))
        {
            json.WriteStartObject();
            json.WriteString("model", model.Name);
            json.WriteStartArray("targets");
            foreach (var target in model.Predictor.Targets) json.WriteStringValue(target);
            json.WriteEndArray();
            json.WriteStartArray("gains");
            foreach (var gain in model.Gains)
            {
                json.WriteStartObject();
                json.WriteString("column", gain.Column);
                json.WriteNumber("share", gain.Share);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            if (model.Explanation is not null) Write(json, model);
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(memory.GetBuffer(), 0, (int)memory.Length));
    }

    private static void Write(Utf8JsonWriter json, ExplainedModel model)
    {
        var found = model.Explanation!;
        json.WriteString("data", model.Data);
        json.WriteNumber("rows", found.Rows);
        json.WriteString("measure", found.Measure);
        Number(json, "score", found.Score);
        json.WriteStartArray("importance");
        foreach (var worth in found.Importance)
        {
            json.WriteStartObject();
            json.WriteString("column", worth.Column);
            Number(json, "rise", worth.Rise);
            Number(json, "deviation", worth.Deviation);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("unused");
        foreach (var column in found.Unused) json.WriteStringValue(column);
        json.WriteEndArray();
        json.WriteStartArray("dependence");
        foreach (var dependence in found.Dependence)
        {
            json.WriteStartObject();
            json.WriteString("column", dependence.Column);
            json.WriteString("output", dependence.Output);
            json.WriteString("quantity", dependence.Quantity);
            json.WriteStartArray("points");
            foreach (var point in dependence.Points)
            {
                json.WriteStartObject();
                json.WriteString("cell", point.Cell);
                if (point.At is { } at) json.WriteNumber("at", at);
                Number(json, "prediction", point.Prediction);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("notes");
        foreach (var note in found.Notes) json.WriteStringValue(note.English);
        json.WriteEndArray();
    }

    private static void Number(Utf8JsonWriter json, string name, double number)
    {
        if (double.IsFinite(number)) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }
}
