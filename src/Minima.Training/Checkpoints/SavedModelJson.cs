using System.Text.Json;
using System.Text.Json.Nodes;

namespace Minima.Training.Checkpoints;

/// <summary>The part of a JSON file that describes a model.</summary>
internal static class SavedModelJson
{
    /// <summary>The version of Minima, to trace the origin of a file.</summary>
    private static readonly string Version = typeof(Loss).Assembly.GetName().Version?.ToString(3) ?? "";

    public static void Write(Utf8JsonWriter json, SavedModel model)
    {
        json.WriteString("minima", Version);
        json.WriteStartObject("losses");
        foreach (var (output, loss) in model.Losses)
        {
            json.WritePropertyName(output);
            loss.ToJson().WriteTo(json);
        }

        json.WriteEndObject();
        Write(json, "description", model.Description);
        Write(json, "data_treatment", model.DataTreatment);
        Write(json, "metrics", model.Metrics);
    }

    public static void Write(Utf8JsonWriter json, string name, JsonObject value)
    {
        json.WritePropertyName(name);
        value.WriteTo(json);
    }

    public static SavedModel Read(JsonFields fields, IReadOnlyList<NamedTensor> weights) => new()
    {
        Weights = weights,
        Description = fields.Object("description"),
        DataTreatment = fields.Object("data_treatment"),
        Metrics = fields.Object("metrics"),
        Losses = fields.Properties("losses").ToDictionary(loss => loss.Name, loss => LossReference.FromJson(fields.Fields("losses").Object(loss.Name)), StringComparer.Ordinal),
    };
}
