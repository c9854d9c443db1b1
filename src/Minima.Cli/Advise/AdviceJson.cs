using System.Text.Json;
using Minima.Cli.Explain;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Advise;

/// <summary>Advice as JSON: everything, in both languages.</summary>
internal static class AdviceJson
{
    public static void Write(Advice advice, AdviseRequest request, AdviceOptions options, TextWriter output)
    {
        output.WriteLine(JsonAnswer.Indented(writer => Write(writer, advice, request, options)));
    }

    private static void Write(Utf8JsonWriter writer, Advice advice, AdviseRequest request, AdviceOptions options)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("data");
        writer.WriteString("name", request.Name);
        writer.WriteNumber("rows", advice.Rows);
        writer.WriteNumber("rows_looked_at", advice.RowsLookedAt);
        writer.WriteNumber("rows_without_target", advice.RowsWithoutTarget);
        writer.WriteString("target", request.Target);
        writer.WriteString("task", PredictionTasks.Word(advice.Task));
        writer.WriteEndObject();
        writer.WriteStartObject("wishes");
        writer.WriteString("want", options.Wanted is { } wanted ? Wording.Snake(wanted.Functional) : "unsaid");
        ExplainJson.Number(writer, "level", options.Wanted?.Level ?? 0.5);
        ExplainJson.Number(writer, "over", options.Cost?.Over ?? 1);
        ExplainJson.Number(writer, "under", options.Cost?.Under ?? 1);
        writer.WriteString("error", options.RelativeErrors ? "relative" : "absolute");
        writer.WriteString("censored", options.Censored);
        writer.WriteString("event", options.Event);
        writer.WriteString("labels", options.NoisyLabels ? "noisy" : "sure");
        writer.WriteBoolean("rare", options.RareClassMatters);
        writer.WriteEndObject();
        writer.WriteStartArray("checks");
        foreach (var check in advice.Checks)
        {
            Write(writer, check);
        }

        writer.WriteEndArray();
        writer.WriteString("functional", advice.Options?.Wanted?.ToString());
        writer.WriteString("metric", advice.Options?.Metric?.Key);
        writer.WriteBoolean("tried", advice.IsTried);
        writer.WriteBoolean("default_is_fine", advice.DefaultIsFine);
        writer.WriteBoolean("fix_data_first", advice.Checks.Any(c => c.FixFirst && c.IsFound));
        writer.WriteStartArray("losses");
        foreach (var loss in advice.Losses)
        {
            writer.WriteStartObject();
            writer.WriteString("loss", loss.Loss.Entry.Key);
            writer.WriteString("argument", loss.Loss.Entry.IsText ? loss.Loss.Entry.Key : loss.Text);
            writer.WriteBoolean("default", loss.IsDefault);
            writer.WriteBoolean("control", loss.IsControl);
            if (loss.Score is { } score)
            {
                ExplainJson.Number(writer, "score", score);
            }

            writer.WriteBoth("reason", loss.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (advice.Trees is { } trees)
        {
            writer.WriteStartObject("trees");
            writer.WriteString("loss", trees.Loss.Key);
            ExplainJson.Number(writer, "score", trees.Score);
            ExplainJson.Number(writer, "linear_score", trees.LinearScore);
            writer.WriteBoolean("better", trees.IsBetter);
            writer.WriteBoth("text", trees.Sentence);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("trees");
        }

        writer.WriteStartArray("unmet");
        foreach (var reason in advice.Unmet) writer.WriteBoth(reason);
        writer.WriteEndArray();
        writer.WriteString("command", AdviceCommandLine.Of(advice, request));
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, TableCheck check)
    {
        writer.WriteStartObject();
        writer.WriteString("check", check.Name);
        writer.WriteString("status", Wording.Snake(check.Status));
        if (!double.IsNaN(check.Statistic))
        {
            ExplainJson.Number(writer, "statistic", check.Statistic);
        }

        if (!double.IsNaN(check.Threshold))
        {
            ExplainJson.Number(writer, "threshold", check.Threshold);
        }

        writer.WriteBoth("text", check.Sentence);
        writer.WriteStartArray("rows");
        foreach (var row in check.Rows)
        {
            writer.WriteStartObject();
            writer.WriteNumber("line", row.Line);
            writer.WriteBoth("text", row.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
