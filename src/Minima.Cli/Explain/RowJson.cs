using System.Text.Json;
using Minima.Analysis;
using Minima.Tabular;
using RowLink = Minima.Analysis.RowLink;

namespace Minima.Cli.Explain;

/// <summary>The analysis of a row loss as JSON.</summary>
internal static class RowJson
{
    public static void Write(Utf8JsonWriter writer, RowAnalysis analysis)
    {
        var expression = RowExpression.Of(analysis.Loss);
        writer.WriteString("function_of", expression.IsOfLogProbability ? "log_probability" : "row");
        writer.WriteNumber("classes", analysis.Classes);
        WriteSection(writer, analysis.Section);
        writer.WriteString("kinks_in_words", analysis.Loss.Entry.Kinks);
        writer.WriteStartArray("kinks");
        foreach (var kink in analysis.Kinks)
        {
            writer.WriteStartObject();
            ExplainJson.Number(writer, "at", kink.At);
            ExplainJson.Number(writer, "target_of_first", kink.TargetOfFirst);
            ExplainJson.Number(writer, "slope_before", kink.Before);
            ExplainJson.Number(writer, "slope_after", kink.After);
            ExplainJson.Number(writer, "slope_taken", kink.Taken);
            writer.WriteString("english", RowFactsText.English.Kink(kink));
            writer.WriteString("chinese", RowFactsText.Chinese.Kink(kink));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("traits");
        foreach (var finding in analysis.Traits)
        {
            WriteTrait(writer, finding, analysis.Link);
        }

        writer.WriteEndArray();
        WriteLink(writer, analysis);
    }

    private static void WriteSection(Utf8JsonWriter writer, RowSection section)
    {
        writer.WriteStartObject("section");
        ExplainJson.Number(writer, "from", section.From);
        ExplainJson.Number(writer, "to", section.To);
        WriteRow(writer, "others", section.Others);
        WriteRow(writer, "targets_of_first", section.Targets);
        writer.WriteEndObject();
    }

    private static void WriteTrait(Utf8JsonWriter writer, RowTraitFinding finding, RowLink link)
    {
        writer.WriteStartObject();
        writer.WriteString("trait", Wording.Snake(finding.Trait));
        ExplainJson.WriteVerdict(writer, finding.Verdict);

        writer.WriteNumber("trials", finding.Trials);
        if (finding.Constant is { } constant)
        {
            ExplainJson.Number(writer, "constant", constant);
        }

        if (finding.HoldsOnLogProbabilities)
        {
            writer.WriteBoolean("holds_on_log_probabilities", true);
        }

        writer.WriteStartArray("against");
        foreach (var witness in finding.Against)
        {
            writer.WriteStartObject();
            WriteRow(writer, "prediction", witness.Prediction);
            if (witness.Target.Count > 0)
            {
                WriteRow(writer, "target", witness.Target);
            }
            else
            {
                writer.WriteNumber("target", witness.Label);
            }

            ExplainJson.Number(writer, "value", witness.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("english", RowFactsText.English.Name(finding.Trait));
        writer.WriteString("chinese", RowFactsText.Chinese.Name(finding.Trait));
        if (finding.Verdict == TraitVerdict.Refuted)
        {
            writer.WriteString("english_against", RowFactsText.English.Against(finding, link));
            writer.WriteString("chinese_against", RowFactsText.Chinese.Against(finding, link));
        }

        writer.WriteEndObject();
    }

    private static void WriteLink(Utf8JsonWriter writer, RowAnalysis analysis)
    {
        var link = analysis.Link;
        var labels = analysis.Loss.Entry.Inputs[1].Kind != InputKind.Row;
        writer.WriteStartObject("link");
        writer.WriteString("name", Wording.Snake(link.Name));
        writer.WriteBoolean("derived", link.IsDerived);
        writer.WriteBoolean("on_log_probabilities", link.OnLogProbabilities);
        writer.WriteBoolean("up_to_scale", link.UpToScale);
        writer.WriteString("english", RowFactsText.English.Link(link));
        writer.WriteString("chinese", RowFactsText.Chinese.Link(link));
        writer.WriteEndObject();
        writer.WriteStartObject("optimal_constant");
        writer.WriteStartArray("samples");
        foreach (var optimum in link.Optima)
        {
            writer.WriteStartObject();
            WriteRow(writer, "mean", optimum.Mean);
            writer.WriteBoolean("finite", optimum.IsFinite);
            if (optimum.IsFinite)
            {
                WriteRow(writer, "prediction", optimum.Prediction);
                WriteRow(writer, "read", optimum.Read);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("english", RowFactsText.English.Optimum(link, labels));
        writer.WriteString("chinese", RowFactsText.Chinese.Optimum(link, labels));
        writer.WriteEndObject();
    }

    private static void WriteRow(Utf8JsonWriter writer, string name, IReadOnlyList<double> row)
    {
        writer.WriteStartArray(name);
        foreach (var x in row)
        {
            Evaluate.DoubleElement.Write(writer, x);
        }

        writer.WriteEndArray();
    }
}
