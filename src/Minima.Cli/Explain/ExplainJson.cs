using System.Text.Json;
using Minima.Analysis;
using Minima.Cli.Evaluate;
using Minima.Cli.Losses;
using Minima.Cli.Terminal;
using Minima.Tabular;
using Kink = Minima.Analysis.Kink;

namespace Minima.Cli.Explain;

/// <summary>The explanation of a loss as JSON.</summary>
internal static class ExplainJson
{
    /// <summary>Writes one loss as an object, several as a list under <c>losses</c>, in the order given.</summary>
    public static void Write(IReadOnlyList<Loss> losses, TextWriter output)
    {
        output.WriteLine(JsonAnswer.Indented(writer =>
        {
            if (losses.Count == 1)
            {
                WriteLoss(writer, losses[0]);
            }
            else
            {
                writer.WriteStartObject();
                writer.WriteStartArray("losses");
                foreach (var loss in losses)
                {
                    WriteLoss(writer, loss);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }
        }));
    }

    private static void WriteLoss(Utf8JsonWriter writer, Loss loss)
    {
        writer.WriteStartObject();
        writer.WriteString("loss", loss.Entry.Key);
        writer.WriteStartObject("params");
        foreach (var (parameter, value) in loss.Entry.Parameters.Zip(loss.Parameters))
        {
            writer.WritePropertyName(parameter.Name);
            LossJson.WriteValue(writer, value);
        }

        writer.WriteEndObject();
        writer.WritePropertyName("entry");
        LossJson.WriteLoss(writer, loss.Entry);
        writer.WriteStartArray("libraries");
        foreach (var name in LibraryName.Of(loss.Entry))
        {
            writer.WriteStartObject();
            writer.WriteString("library", name.Library);
            writer.WriteString("name", name.Name);
            writer.WriteString("english", LibraryWords.Of(name, chinese: false));
            writer.WriteString("chinese", LibraryWords.Of(name, chinese: true));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("formula");
        foreach (var (word, _) in Forms.All)
        {
            writer.WriteString(word, Forms.TryWrite(loss, word, derivative: false));
        }

        writer.WriteEndObject();
        writer.WriteStartObject("derivative");
        foreach (var (word, _) in Forms.All)
        {
            writer.WriteString(word, Forms.TryWrite(loss, word, derivative: true));
        }

        writer.WriteEndObject();
        if (LossAnalysis.CanAnalyse(loss))
        {
            // Computed before writing, so that no incomplete object is written.
            var budget = new ExplainBudget();
            var analyses = budget.Part(new("analysis", "分析"), () =>
            {
                var analysis = LossAnalysis.Of(loss);
                using var tried = new Utf8JsonWriter(Stream.Null);
                tried.WriteStartObject();
                WriteAnalysis(tried, analysis);
                tried.WriteEndObject();
                return (LossAnalysis[])[analysis];
            });
            foreach (var analysis in analyses)
            {
                WriteAnalysis(writer, analysis);
            }

            if (budget.Cut.Count > 0) writer.WriteTexts("left_out", budget.Cut.Select(part => part.English));
        }
        else if (RowAnalysis.CanAnalyse(loss))
        {
            RowJson.Write(writer, RowAnalysis.Of(loss));
        }

        writer.WriteEndObject();
    }

    private static void WriteAnalysis(Utf8JsonWriter writer, LossAnalysis analysis)
    {
        writer.WriteString("function_of", Wording.Snake(analysis.Coordinate));
        WriteKinks(writer, "kinks", analysis.Kinks);
        WriteKinks(writer, "curvature_jumps", analysis.CurvatureJumps);
        writer.WriteStartArray("kinks_elsewhere");
        foreach (var elsewhere in analysis.KinksElsewhere)
        {
            writer.WriteStartObject();
            writer.WriteString("param", elsewhere.Parameter);
            Number(writer, "value", elsewhere.Value);
            writer.WriteString("english", FactsText.English.Elsewhere(elsewhere));
            writer.WriteString("chinese", FactsText.Chinese.Elsewhere(elsewhere));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("traits");
        foreach (var finding in analysis.Traits)
        {
            writer.WriteStartObject();
            writer.WriteString("trait", Wording.Snake(finding.Trait));
            WriteVerdict(writer, finding.Verdict);

            writer.WriteNumber("trials", finding.Trials);
            WriteQuantity(writer, "constant", finding.Constant);
            writer.WriteStartArray("against");
            foreach (var witness in finding.Against)
            {
                writer.WriteStartObject();
                Number(writer, "prediction", witness.Prediction);
                Number(writer, "target", witness.Target);
                Number(writer, "value", witness.Value);
                Number(writer, "slope", witness.Slope);
                if (witness.Others.Count > 0)
                {
                    writer.WriteStartArray("others");
                    foreach (var other in witness.Others)
                    {
                        writer.WriteNumberValue(other);
                    }

                    writer.WriteEndArray();
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteString("english", FactsText.English.Name(finding.Trait));
            writer.WriteString("chinese", FactsText.Chinese.Name(finding.Trait));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("link");
        writer.WriteString("name", Wording.Snake(analysis.Link.Name));
        writer.WriteString("basis", Wording.Snake(analysis.Link.Basis));
        Number(writer, "scale", analysis.Link.Scale.Value);
        Number(writer, "offset", analysis.Link.Offset.Value);
        writer.WriteBoolean("of_probability", analysis.Link.OfProbability);
        writer.WriteString("english", FactsText.English.Link(analysis.Link));
        writer.WriteString("chinese", FactsText.Chinese.Link(analysis.Link));
        writer.WriteEndObject();
        writer.WriteStartObject("optimal_constant");
        writer.WriteString("functional", Wording.Snake(analysis.Functional.Kind));
        WriteQuantity(writer, "level", analysis.Functional.Level);
        writer.WriteString("english", FactsText.English.Functional(analysis));
        writer.WriteString("chinese", FactsText.Chinese.Functional(analysis));
        writer.WriteEndObject();
    }

    private static void WriteKinks(Utf8JsonWriter writer, string name, IReadOnlyList<Kink> kinks)
    {
        writer.WriteStartArray(name);
        foreach (var kink in kinks)
        {
            writer.WriteStartObject();
            writer.WriteString("what", Wording.Snake(kink.Order));
            writer.WriteString("place", Wording.Snake(kink.Place));
            WriteQuantity(writer, "at", kink.At);
            writer.WriteBoolean("on_both_sides", kink.OnBothSides);
            WriteQuantity(writer, "slope_before", kink.Before);
            WriteQuantity(writer, "slope_after", kink.After);
            WriteQuantity(writer, "slope_taken", kink.Taken);
            WriteQuantity(writer, "value_before", kink.ValueBefore);
            WriteQuantity(writer, "value_after", kink.ValueAfter);
            writer.WriteString("english", FactsText.English.Kink(kink));
            writer.WriteString("chinese", FactsText.Chinese.Kink(kink));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes the verdict, and <c>holds</c> for older scripts: it is null if the trait is unknown.</summary>
    internal static void WriteVerdict(Utf8JsonWriter writer, TraitVerdict verdict)
    {
        writer.WriteString("verdict", Wording.Snake(verdict));
        if (verdict == TraitVerdict.Unknown)
        {
            writer.WriteNull("holds");
        }
        else
        {
            writer.WriteBoolean("holds", verdict == TraitVerdict.Proved);
        }

        if (verdict != TraitVerdict.Refuted)
        {
            writer.WriteString("evidence", Wording.Snake(verdict == TraitVerdict.Proved ? Evidence.Proven : Evidence.Searched));
        }
    }

    private static void WriteQuantity(Utf8JsonWriter writer, string name, Quantity? quantity)
    {
        if (quantity is null)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartObject(name);
        Number(writer, "value", quantity.Value);
        writer.WriteString("text", quantity.Text);
        writer.WriteEndObject();
    }

    internal static void Number(Utf8JsonWriter writer, string name, double value)
    {
        writer.WritePropertyName(name);
        DoubleElement.Write(writer, value);
    }
}
