using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Minima.Tabular;

/// <summary>The pieces of a saved model that are the same for every kind of model; <see cref="SavedModelReader"/> reads them.</summary>
internal static class SavedModelWriter
{
    private static readonly JsonWriterOptions Options = new() { NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes an object with a format, a version, and further properties.</summary>
    /// <param name="format">The name of the format.</param>
    /// <param name="version">The version of the format.</param>
    /// <param name="rest">Writes the further properties.</param>
    /// <param name="indented">True for indented lines; otherwise a single line.</param>
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

    /// <summary>Writes parameters of a loss as an object.</summary>
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

    /// <summary>Writes the classes as in the table, with their labels in the loss.</summary>
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

    /// <summary>Writes the marks of missing values, if there are any.</summary>
    public static void Marks(Utf8JsonWriter json, IReadOnlyList<MissingMark> marks)
    {
        if (marks.Count > 0) Texts(json, "missing_marks", marks.Select(mark => mark.ToString()));
    }

    /// <summary>Writes a list of texts.</summary>
    public static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
