using System.Text.Json;
using Minima.Cli.Terminal;

namespace Minima.Cli.Explain;

/// <summary>The explanation of a saved model as JSON.</summary>
internal static class ExplainedModelJson
{
    public static void Write(ExplainedModel model, TextWriter output)
    {
        output.WriteLine(JsonAnswer.Indented(json =>
        {
            json.WriteStartObject();
            json.WriteString("model", model.Name);
            json.WriteTexts("targets", model.Predictor.Targets);
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
        }));
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
        json.WriteTexts("unused", found.Unused);
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
        json.WriteTexts("notes", found.Notes.Select(note => note.English));
    }

    private static void Number(Utf8JsonWriter json, string name, double number)
    {
        json.WritePropertyName(name);
        json.WriteFinite(number);
    }
}
