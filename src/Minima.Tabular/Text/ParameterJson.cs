using System.Collections.Immutable;
using System.Text.Json;

namespace Minima.Tabular;

/// <summary>Writes values of parameters, and numbers that may be missing, as JSON.</summary>
internal static class ParameterJson
{
    /// <summary>A number under a name; null if it was not measured, and, as JSON has no infinities, if it is not finite.</summary>
    public static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number)) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }

    /// <summary>Writes the value of a parameter.</summary>
    public static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case int integer: json.WriteNumberValue(integer); break;
            case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
            case IEnumerable<double> numbers:
                json.WriteStartArray();
                foreach (var number in numbers) Write(json, number);
                json.WriteEndArray();
                break;
            case IEnumerable<ImmutableArray<double>> rows:
                Rows(json, rows.Select(row => (object)row));
                break;
            case double[][] rows:
                Rows(json, rows);
                break;
            default: json.WriteStringValue(ParameterInfo.Format(value)); break;
        }
    }

    private static void Rows(Utf8JsonWriter json, IEnumerable<object> rows)
    {
        json.WriteStartArray();
        foreach (var row in rows) Write(json, row);
        json.WriteEndArray();
    }
}
