using System.Text.Json;

namespace Minima.Tabular;

/// <summary>Writes errors and influence at the end of a model's JSON.</summary>
internal static class ErrorsJson
{
    public static void Write(Utf8JsonWriter json, LinearModel model, FitErrors? errors, IReadOnlyList<InfluentialRow>? influence)
    {
        if (errors is not null) Write(json, errors);
        if (influence is null) return;
        json.WriteStartObject("influence");
        json.WriteStartArray("coefficients");
        foreach (var (name, ofClass, head) in Reported.Names(model))
        {
            json.WriteStartObject();
            Whose(json, name, ofClass, head);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("rows");
        foreach (var row in influence)
        {
            json.WriteStartObject();
            json.WriteNumber("row", row.Row);
            json.WriteNumber("line", row.Line);
            ParameterJson.Number(json, "distance", row.Distance);
            ParameterJson.Number(json, "leverage", row.Leverage);
            json.WriteStartArray("change");
            foreach (var change in row.Change) json.WriteNumberValue(change);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Whose(Utf8JsonWriter json, string name, string? ofClass, string? head)
    {
        json.WriteString("name", name);
        if (ofClass is not null) json.WriteString("class", ofClass);
        if (head is not null) json.WriteString("head", head);
    }

    private static void Write(Utf8JsonWriter json, FitErrors errors)
    {
        json.WriteStartObject("errors");
        json.WriteString("kind", ErrorOptions.Word(errors.Kind));
        json.WriteNumber("level", errors.Level);
        json.WriteNumber("rows", errors.Rows);
        if (errors.Clusters is { } clusters) json.WriteNumber("clusters", clusters);
        json.WriteString("distribution", errors.Degrees is null ? "normal" : "t");
        if (errors.Degrees is { } degrees) json.WriteNumber("degrees", degrees);
        if (errors.Dispersion is { } dispersion) json.WriteNumber("dispersion", dispersion);
        json.WriteStartArray("coefficients");
        foreach (var one in errors.Coefficients)
        {
            json.WriteStartObject();
            Whose(json, one.Name, one.Class, one.Head);
            ParameterJson.Number(json, "estimate", one.Estimate);
            ParameterJson.Number(json, "standard_error", one.StandardError);
            ParameterJson.Number(json, "z", one.Z);
            ParameterJson.Number(json, "p", one.P);
            ParameterJson.Number(json, "low", one.Low);
            ParameterJson.Number(json, "high", one.High);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("covariance");
        foreach (var line in errors.Covariance)
        {
            json.WriteStartArray();
            foreach (var value in line) json.WriteNumberValue(value);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("notes");
        foreach (var note in errors.Notes) json.WriteStringValue(note.English);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
