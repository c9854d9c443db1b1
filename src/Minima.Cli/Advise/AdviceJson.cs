using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Minima.Cli.Compare;
using Minima.Cli.Explain;
using Minima.Tabular;

namespace Minima.Cli.Advise;

/// <summary>Advice for programs: everything, in both languages.</summary>
internal static class AdviceJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Advice advice, TextWriter output)
    {
        using var memory = new MemoryStream();
        using (var writer = new Utf8JsonWriter(memory, Options))
        {
            Write(writer, advice);
        }

        output.WriteLine(Encoding.UTF8.GetString(memory.GetBuffer(), 0, (int)memory.Length));
    }

    private static void Write(Utf8JsonWriter writer, Advice advice)
    {
        var context = advice.Context;
        writer.WriteStartObject();
        writer.WriteStartObject("data");
        writer.WriteString("name", context.Data.Name);
        writer.WriteNumber("rows", context.Data.RowsInFile);
        writer.WriteNumber("rows_looked_at", context.Data.Rows);
        writer.WriteNumber("rows_without_target", context.Data.Dropped);
        writer.WriteString("target", context.Data.Target.Name);
        writer.WriteString("task", PredictionTasks.Word(context.Target.Task));
        writer.WriteEndObject();
        writer.WriteStartObject("wishes");
        writer.WriteString("want", ExplainJson.Word(context.Wishes.Want));
        ExplainJson.Number(writer, "level", context.Wishes.Level);
        ExplainJson.Number(writer, "over", context.Wishes.Over);
        ExplainJson.Number(writer, "under", context.Wishes.Under);
        writer.WriteString("error", context.Wishes.Relative ? "relative" : "absolute");
        writer.WriteString("censored", context.Wishes.Censored);
        writer.WriteString("event", context.Wishes.Event);
        writer.WriteString("labels", context.Wishes.NoisyLabels ? "noisy" : "sure");
        writer.WriteBoolean("rare", context.Wishes.Rare);
        writer.WriteEndObject();
        writer.WriteStartArray("checks");
        foreach (var check in advice.Checks)
        {
            Write(writer, check);
        }

        writer.WriteEndArray();
        writer.WriteString("functional", advice.Question?.Wanted.Word);
        writer.WriteString("metric", advice.Question?.Metric.Key);
        writer.WriteBoolean("tried", advice.IsTried);
        writer.WriteBoolean("default_is_fine", advice.DefaultIsFine);
        writer.WriteBoolean("fix_data_first", advice.Checks.Any(c => c.FixFirst && c.IsFound));
        writer.WriteStartArray("losses");
        foreach (var loss in advice.Losses)
        {
            writer.WriteStartObject();
            writer.WriteString("loss", loss.Entry.Key);
            writer.WriteString("argument", loss.Word);
            writer.WriteBoolean("default", loss.IsDefault);
            writer.WriteBoolean("control", loss.IsControl);
            if (loss.Tried is { Score: var score } && double.IsFinite(score))
            {
                ExplainJson.Number(writer, "score", score);
            }

            Write(writer, "reason", loss.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("unmet");
        foreach (var reason in advice.Unmet)
        {
            writer.WriteStartObject();
            writer.WriteString("english", reason.English);
            writer.WriteString("chinese", reason.Chinese);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("command", advice.Command);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, CheckResult check)
    {
        writer.WriteStartObject();
        writer.WriteString("check", check.Key);
        writer.WriteString("status", ExplainJson.Word(check.Status));
        if (!double.IsNaN(check.Statistic))
        {
            ExplainJson.Number(writer, "statistic", check.Statistic);
        }

        if (!double.IsNaN(check.Threshold))
        {
            ExplainJson.Number(writer, "threshold", check.Threshold);
        }

        Write(writer, "text", check.Text);
        writer.WriteStartArray("rows");
        foreach (var row in check.Rows)
        {
            writer.WriteStartObject();
            writer.WriteNumber("line", row.Line);
            Write(writer, "text", row.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, Localized said)
    {
        writer.WriteStartObject(name);
        writer.WriteString("english", said.English);
        writer.WriteString("chinese", said.Chinese);
        writer.WriteEndObject();
    }
}
