using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Minima.Cli.Terminal;

/// <summary>JSON answers in which text of every script stays readable.</summary>
internal static class JsonAnswer
{
    private static readonly JsonWriterOptions Plain = new() { NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Indented JSON, with the same line ends on every system.</summary>
    public static string Indented(Action<Utf8JsonWriter> content) => Written(content, Plain with { Indented = true });

    /// <inheritdoc cref="Indented(Action{Utf8JsonWriter})"/>
    public static string Indented(JsonNode content) => Indented(writer => content.WriteTo(writer));

    /// <summary>JSON in one line.</summary>
    public static string Line(Action<Utf8JsonWriter> content) => Written(content, Plain);

    /// <inheritdoc cref="Line(Action{Utf8JsonWriter})"/>
    public static string Line(JsonNode content) => Line(writer => content.WriteTo(writer));

    /// <summary>A list of texts.</summary>
    public static void WriteTexts(this Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    /// <summary>A text in both languages.</summary>
    public static void WriteBoth(this Utf8JsonWriter writer, string name, Localized text)
    {
        writer.WritePropertyName(name);
        writer.WriteBoth(text);
    }

    /// <inheritdoc cref="WriteBoth(Utf8JsonWriter, string, Localized)"/>
    public static void WriteBoth(this Utf8JsonWriter writer, Localized text)
    {
        writer.WriteStartObject();
        writer.WriteString("english", text.English);
        writer.WriteString("chinese", text.Chinese);
        writer.WriteEndObject();
    }

    /// <summary>Writes a number, or null if it is not finite.</summary>
    public static void WriteFinite(this Utf8JsonWriter writer, double number)
    {
        if (double.IsFinite(number)) writer.WriteNumberValue(number);
        else writer.WriteNullValue();
    }

    private static string Written(Action<Utf8JsonWriter> content, JsonWriterOptions options)
    {
        using var memory = new MemoryStream();
        using (var writer = new Utf8JsonWriter(memory, options)) content(writer);
        return Encoding.UTF8.GetString(memory.GetBuffer(), 0, (int)memory.Length);
    }
}
