using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Minima.Tabular;

/// <summary>The pieces of a saved model that every kind of model writes alike; <see cref="SavedModelReader"/> reads them.</summary>
internal static class SavedModelWriter
{
    private static readonly JsonWriterOptions Options = new() { NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One object with a format, a version, and what else is written.</summary>
    /// <param name="format">Its name.</param>
    /// <param name="version">Its version.</param>
    /// <param name="rest">Writes what else there is.</param>
    /// <param name="indented">In lines for people; otherwise in one.</param>
    public static string Write(string format, int version, Action<Utf8JsonWriter> rest, bool indented = true)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options with { Indented = indented }))
        {
            json.WriteStartObject();
            json.WriteString("format", format);
            json.WriteNumber("version", version);
            rest(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>Parameters of a loss as an object.</summary>
    public static void Parameters(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, object?>> parameters)
    {
        json.WriteStartObject();
        foreach (var (name, value) in parameters)
        {
            json.WritePropertyName(name);
            ParameterJson.Write(json, value);
        }

        json.WriteEndObject();
    }

    /// <summary>Classes as the table writes them, and the numbers that the loss saw.</summary>
    public static void Mapping(Utf8JsonWriter json, IReadOnlyList<(string Class, double Value)> mapping)
    {
        json.WriteStartArray("mapping");
        foreach (var (name, value) in mapping)
        {
            json.WriteStartObject();
            json.WriteString("class", name);
            json.WriteNumber("value", value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The marks of missing values; nothing where there are none.</summary>
    public static void Marks(Utf8JsonWriter json, IReadOnlyList<MissingMark> marks)
    {
        if (marks.Count > 0) Texts(json, "missing_marks", marks.Select(mark => mark.ToString()));
    }

    /// <summary>A list of texts.</summary>
    public static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
