using System.Text.Json;
using Minima.Analysis;
using Minima.Cli.Explain;
using Minima.Cli.Losses;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Check;

/// <summary>A report as JSON.</summary>
internal static class CheckJson
{
    public static void Write(LossCheckReport report, bool wrong, TextWriter output)
    {
        output.WriteLine(JsonAnswer.Indented(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("loss", report.Loss.Entry.Key);
            writer.WriteString("formula", report.Loss.Entry.Formula);
            writer.WriteStartObject("params");
            foreach (var (parameter, value) in report.Loss.Entry.Parameters.Zip(report.Loss.Parameters))
            {
                writer.WritePropertyName(parameter.Name);
                LossJson.WriteValue(writer, value);
            }

            writer.WriteEndObject();
            writer.WriteString("prediction", report.Prediction.ToString());
            writer.WriteString("target", report.Target?.ToString());
            writer.WriteBoolean("domains_assumed", report.DomainsAreAssumed);
            writer.WriteStartArray("range");
            writer.WriteNumberValue(report.Low);
            writer.WriteNumberValue(report.High);
            writer.WriteEndArray();
            writer.WriteBoolean("wrong", wrong);
            writer.WriteStartArray("findings");
            foreach (var finding in report.Findings)
            {
                Write(writer, finding);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }));
    }

    private static void Write(Utf8JsonWriter writer, LossFinding finding)
    {
        writer.WriteStartObject();
        writer.WriteString("check", Wording.Snake(finding.Kind));
        writer.WriteString("status", Wording.Snake(finding.Status));
        writer.WriteString("english", finding.English);
        writer.WriteString("chinese", finding.Chinese);
        if (finding.Share is { } share)
        {
            ExplainJson.Number(writer, "share", share);
        }

        writer.WriteStartArray("places");
        foreach (var place in finding.Places)
        {
            writer.WriteStartObject();
            writer.WriteString("input", place.Input);
            ExplainJson.Number(writer, "from", place.From);
            ExplainJson.Number(writer, "to", place.To);
            if (place.Target is { } target)
            {
                ExplainJson.Number(writer, "target", target);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("right", finding.Right);
        writer.WriteEndObject();
    }
}
