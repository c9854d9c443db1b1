using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Minima.Cli.Compare;

/// <summary>The comparison for programs: the same content as the table, every number in full, null where there is none.</summary>
internal static class JsonReport
{
    public static string Write(ComparisonResult result)
    {
        using var buffer = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            Data(json, result);
            Settings(json, result);
            json.WriteStartArray("rows");
            foreach (var row in result.Rows) Row(json, row);
            json.WriteEndArray();
            json.WriteStartArray("not_compared");
            foreach (var exclusion in result.Excluded)
            {
                json.WriteStartObject();
                json.WriteString("loss", exclusion.Loss);
                json.WriteString("reason", exclusion.Reason);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartObject("verdict");
            json.WriteString("metric", result.Metric.Key);
            json.WriteString("best", result.Verdict.Best);
            Number(json, "difference", result.Verdict.Difference);
            Number(json, "standard_error", result.Verdict.StandardError);
            json.WriteBoolean("clear", result.Verdict.Clear);
            json.WriteString("text", result.Verdict.Text);
            json.WriteEndObject();
            json.WriteString("command", result.Command);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Data(Utf8JsonWriter json, ComparisonResult result)
    {
        var data = result.Data;
        json.WriteStartObject("data");
        json.WriteString("name", result.Origin);
        json.WriteBoolean("bundled", result.Request.Path is null);
        json.WriteNumber("rows", data.Rows);
        json.WriteNumber("features", data.Features.Columns.Length);
        json.WriteString("target", data.Target.Name);
        json.WriteString("task", CompareRequest.Word(data.Target.Kind));
        json.WriteStartArray("classes");
        foreach (var name in data.Target.Classes) json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteStartArray("notes");
        foreach (var note in data.Features.Notes) json.WriteStringValue(note);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Settings(Utf8JsonWriter json, ComparisonResult result)
    {
        json.WriteStartObject("settings");
        json.WriteNumber("folds", result.Request.Folds);
        json.WriteNumber("inner_folds", OuterFold.InnerFolds);
        json.WriteNumber("seed", result.Request.Seed);
        json.WriteStartArray("l2_grid");
        foreach (var l2 in LossTrainer.Grid) json.WriteNumberValue(l2);
        json.WriteEndArray();
        Number(json, "residual_scale", result.ResidualScale);
        json.WriteEndObject();
    }

    private static void Row(Utf8JsonWriter json, ComparisonRow row)
    {
        json.WriteStartObject();
        json.WriteString("name", row.Name);
        json.WriteString("kind", Word(row.Kind));
        json.WriteStartArray("parameters");
        foreach (var parameter in row.Parameters) Parameter(json, parameter);
        json.WriteEndArray();
        json.WriteStartObject("metrics");
        foreach (var value in row.Metrics)
        {
            json.WriteStartObject(value.Metric.Key);
            Number(json, "mean", value.Mean);
            json.WriteStartArray("by_fold");
            foreach (var number in value.ByFold)
            {
                if (number is { } there) json.WriteNumberValue(there);
                else json.WriteNullValue();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartArray("l2");
        foreach (var l2 in row.L2) json.WriteNumberValue(l2);
        json.WriteEndArray();
        json.WriteStartArray("problems");
        foreach (var problem in row.Problems) json.WriteStringValue(problem);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Parameter(Utf8JsonWriter json, ParameterReading parameter)
    {
        json.WriteStartObject();
        json.WriteString("name", parameter.Name);
        json.WritePropertyName("value");
        Value(json, parameter.Value);
        json.WriteString("origin", Word(parameter.Origin));
        Number(json, "scales", parameter.Multiple);
        Number(json, "scale", parameter.Scale);
        json.WriteEndObject();
    }

    /// <summary>A parameter's value.</summary>
    public static void Value(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case int integer: json.WriteNumberValue(integer); break;
            case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
            case ImmutableArray<double> numbers:
                json.WriteStartArray();
                foreach (var number in numbers) Value(json, number);
                json.WriteEndArray();
                break;
            default: json.WriteStringValue(ParameterInfo.Format(value)); break;
        }
    }

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number)) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }

    private static string Word(RowKind kind) => kind switch
    {
        RowKind.Constant => "constant",
        RowKind.Default => "default",
        _ => "loss",
    };

    private static string Word(ParameterOrigin origin) => origin switch
    {
        ParameterOrigin.Scaled => "scaled",
        ParameterOrigin.Given => "given",
        ParameterOrigin.Learned => "learned",
        _ => "default",
    };
}
