using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Minima.Pages;

/// <summary>Data for the scripts of a page.</summary>
internal static class PageJson
{
    // Escapes <, > and &, so that no text can leave its script element; Chinese stays readable.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>The JSON that a function writes.</summary>
    public static string Write(Action<Utf8JsonWriter> content)
    {
        using var memory = new MemoryStream();
        using (var writer = new Utf8JsonWriter(memory, Options))
        {
            content(writer);
        }

        return Encoding.UTF8.GetString(memory.GetBuffer(), 0, (int)memory.Length);
    }

    /// <summary>A text in both languages: one string if they are equal.</summary>
    public static void Localized(this Utf8JsonWriter writer, string name, Localized text)
    {
        writer.WritePropertyName(name);
        writer.BothValue(text);
    }

    public static void BothValue(this Utf8JsonWriter writer, Localized text)
    {
        if (text.English == text.Chinese)
        {
            writer.WriteStringValue(text.English);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("en", text.English);
        writer.WriteString("zh", text.Chinese);
        writer.WriteEndObject();
    }

    /// <summary>A number; null if it is not finite.</summary>
    public static void Finite(this Utf8JsonWriter writer, string name, double value)
    {
        writer.WritePropertyName(name);
        writer.FiniteValue(value);
    }

    public static void FiniteValue(this Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    /// <summary>Numbers with as many digits as a chart can show.</summary>
    public static void Rounded(this Utf8JsonWriter writer, string name, IEnumerable<double> values, int digits = 6)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.FiniteValue(Round(value, digits));
        }

        writer.WriteEndArray();
    }

    public static double Round(double value, int digits) =>
        double.IsFinite(value) ? double.Parse(value.ToString($"G{digits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : value;
}
