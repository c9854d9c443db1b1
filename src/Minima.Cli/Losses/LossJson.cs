using System.Collections.Immutable;
using System.Text.Json;
using Minima.Cli.Evaluate;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Losses;

/// <summary>The losses as a JSON list, for programs.</summary>
internal static class LossJson
{
    public static void Write(IReadOnlyList<LossEntry> losses, TextWriter output)
    {
        output.WriteLine(JsonAnswer.Indented(writer =>
        {
            writer.WriteStartArray();
            foreach (var loss in losses)
            {
                WriteLoss(writer, loss);
            }

            writer.WriteEndArray();
        }));
    }

    public static void WriteLoss(Utf8JsonWriter writer, LossEntry loss)
    {
        writer.WriteStartObject();
        writer.WriteString("key", loss.Key);
        writer.WriteString("name", loss.Name);
        writer.WriteString("chinese_name", loss.ChineseName);
        writer.WriteString("family", LossSearch.WordOf(loss.Family));
        writer.WriteString("shape", LossShape.WordOf(loss));
        writer.WriteTexts("aliases", loss.Aliases);
        writer.WriteTexts("search_words", loss.SearchWords);
        writer.WriteTexts("tasks", Enum.GetValues<LossTask>().Where(t => t != LossTask.None && loss.Task.HasFlag(t)).Select(t => t.ToString().ToLowerInvariant()));
        writer.WriteStartArray("parameters");
        foreach (var parameter in loss.Parameters)
        {
            WriteParameter(writer, parameter);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("inputs");
        foreach (var input in loss.Inputs)
        {
            writer.WriteStartObject();
            writer.WriteString("name", input.Name);
            writer.WriteString("kind", WordOf(input.Kind));
            writer.WriteString("domain", input.Domain.ToString());
            writer.WriteBoolean("differentiated", input.Differentiated);
            writer.WriteBoolean("required", input.BoundTo is null && !input.IsOptional);
            if (input.Axes.Length > 0)
            {
                writer.WriteTexts("axes", input.Axes.Split(' '));
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (loss.Row is { } row)
        {
            writer.WriteStartObject("row");
            writer.WriteBoolean("class_weight", row.TakesClassWeights);
            writer.WriteString("mean", Wording.Snake(row.Mean));
            writer.WritePropertyName("ignore_index");
            WriteValue(writer, row.IgnoreIndex);
            writer.WriteEndObject();
        }

        if (loss.Sums is { } sums)
        {
            writer.WriteStartObject("sums");
            writer.WriteNumber("count", sums.Count);
            writer.WriteBoolean("scalar", sums.IsScalar);
            writer.WriteBoolean("over_classes", sums.OverClasses);
            writer.WritePropertyName("classes");
            WriteValue(writer, sums.Classes);
            writer.WriteEndObject();
        }

        WriteText(writer, "english", loss.English);
        WriteText(writer, "chinese", loss.Chinese);
        writer.WriteString("formula", loss.Formula);
        writer.WriteString("chinese_formula", loss.ChineseFormula);
        writer.WriteString("source", loss.Source);
        writer.WriteTexts("related", loss.Related.Select(other => other.Key));
        writer.WritePropertyName("lower_bound");
        DoubleElement.Write(writer, loss.LowerBound);
        writer.WriteEndObject();
    }

    private static void WriteParameter(Utf8JsonWriter writer, ParameterInfo parameter)
    {
        writer.WriteStartObject();
        writer.WriteString("name", parameter.Name);
        writer.WriteString("kind", WordOf(parameter.Kind));
        writer.WritePropertyName("default");
        WriteValue(writer, parameter.Default);
        if (parameter.Kind is not (ParameterKind.Boolean or ParameterKind.Choice))
        {
            writer.WriteString("domain", parameter.Domain.ToString());
        }

        if (parameter.Kind == ParameterKind.Choice)
        {
            writer.WriteTexts("choices", parameter.Choices);
        }

        writer.WriteBoolean("in_target_units", parameter.InTargetUnits);
        writer.WriteStartObject("meaning");
        writer.WriteString("en", parameter.Meaning.English);
        writer.WriteString("zh", parameter.Meaning.Chinese);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string WordOf(InputKind kind) => kind switch
    {
        InputKind.Row => "row",
        InputKind.Label => "label",
        InputKind.LabelOrRow => "label_or_row",
        InputKind.Box => "box",
        InputKind.Tensor => "tensor",
        InputKind.TensorOfLabels => "tensor_of_labels",
        _ => "number",
    };

    private static string WordOf(ParameterKind kind) => kind switch
    {
        ParameterKind.Number => "number",
        ParameterKind.OptionalNumber => "number_or_none",
        ParameterKind.Integer => "integer",
        ParameterKind.Boolean => "boolean",
        ParameterKind.Choice => "choice",
        ParameterKind.Numbers => "numbers",
        ParameterKind.Matrix => "matrix",
        _ => "number_or_numbers",
    };

    public static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                DoubleElement.Write(writer, number);
                break;
            case ImmutableArray<double> numbers:
                writer.WriteStartArray();
                foreach (var number in numbers)
                {
                    DoubleElement.Write(writer, number);
                }

                writer.WriteEndArray();
                break;
            case ImmutableArray<ImmutableArray<double>> rows:
                writer.WriteStartArray();
                foreach (var row in rows)
                {
                    WriteValue(writer, row);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteStringValue(ParameterInfo.Format(value));
                break;
        }
    }

    private static void WriteText(Utf8JsonWriter writer, string name, LossText text)
    {
        writer.WriteStartObject(name);
        writer.WriteString("summary", text.Summary);
        writer.WriteString("use", text.Use);
        writer.WriteString("avoid", text.Avoid);
        writer.WriteString("limits", text.Limits);
        writer.WriteEndObject();
    }
}
