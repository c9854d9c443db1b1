using System.Globalization;
using System.Text.Json;

namespace Minima.Explorer.Answers;

/// <summary>Numbers between page and library: JSON has no infinity, so a number that is not finite is a string, as JavaScript writes it.</summary>
internal static class Numbers
{
    public static double[] Read(JsonElement question, string name) =>
        question.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(Read)] : [];

    public static double Read(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? double.Parse(value.GetString()!, CultureInfo.InvariantCulture) : value.GetDouble();

    public static void Double(this Utf8JsonWriter writer, string name, double value)
    {
        writer.WritePropertyName(name);
        writer.DoubleValue(value);
    }

    public static void Doubles(this Utf8JsonWriter writer, string name, ReadOnlySpan<double> values)
    {
        writer.WritePropertyName(name);
        writer.DoublesValue(values);
    }

    public static void DoublesValue(this Utf8JsonWriter writer, ReadOnlySpan<double> values)
    {
        writer.WriteStartArray();
        foreach (var value in values) writer.DoubleValue(value);
        writer.WriteEndArray();
    }

    public static void Localized(this Utf8JsonWriter writer, string name, string english, string chinese)
    {
        writer.WriteStartObject(name);
        writer.WriteString("en", english);
        writer.WriteString("zh", chinese);
        writer.WriteEndObject();
    }

    private static void DoubleValue(this Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value)) writer.WriteNumberValue(value);
        else writer.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }
}
