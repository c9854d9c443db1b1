using System.Text.Json;
using Minima.Analysis;
using Minima.Writers;

namespace Minima.Explorer.Answers;

/// <summary>A loss over prediction and target: its formula for readers and for programs, its parameters, and its derived properties.</summary>
internal static class LossAnswer
{
    private static readonly (string Name, FormulaLanguage Language)[] Forms =
    [
        ("mathml", FormulaLanguage.MathMl),
        ("text", FormulaLanguage.Text),
        ("csharp", FormulaLanguage.CSharp),
        ("python", FormulaLanguage.Python),
        ("sql", FormulaLanguage.Sql),
    ];

    public static void Write(JsonElement question, Utf8JsonWriter writer)
    {
        var loss = AskedLoss.Of(question);
        var entry = loss.Entry;
        writer.WriteString("key", entry.IsText ? entry.Formula : entry.Key);
        writer.WriteBoolean("isText", entry.IsText);
        writer.Localized("name", entry.IsText ? entry.Formula : entry.Name, entry.IsText ? entry.Formula : entry.ChineseName);
        writer.WriteString("spec", new LossSpec(entry, entry.Named(loss.Parameters).Where(pair => pair.Value is not null).ToDictionary(StringComparer.Ordinal)).ToString());
        Parameters(writer, loss);
        Functions(writer, loss);
        if (question.TryGetProperty("forms", out var forms) && forms.GetBoolean()) Formulas(writer, loss);
        if (question.TryGetProperty("facts", out var facts) && facts.GetBoolean()) Facts(writer, LossAnalysis.Of(loss));
    }

    private static void Parameters(Utf8JsonWriter writer, Loss loss)
    {
        writer.WriteStartArray("parameters");
        for (var i = 0; i < loss.Parameters.Count; i++)
        {
            if (loss.Parameters[i] is not double value) continue;
            var parameter = loss.Entry.Parameters[i];
            writer.WriteStartObject();
            writer.WriteString("name", parameter.Name);
            writer.Double("value", value);
            writer.Double("low", parameter.Domain.Low);
            writer.Double("high", parameter.Domain.High);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Value, derivative and second derivative as JavaScript. A page makes functions only from these texts.</summary>
    private static void Functions(Utf8JsonWriter writer, Loss loss)
    {
        writer.WriteStartArray("javascript");
        writer.WriteStringValue(FormulaWriter.Write(loss, FormulaLanguage.JavaScript));
        writer.WriteStringValue(FormulaWriter.WriteDerivative(loss, FormulaLanguage.JavaScript));
        writer.WriteStringValue(FormulaWriter.WriteSecondDerivative(loss, FormulaLanguage.JavaScript));
        writer.WriteEndArray();
    }

    private static void Formulas(Utf8JsonWriter writer, Loss loss)
    {
        writer.WriteStartObject("formula");
        foreach (var (name, language) in Forms) writer.WriteString(name, FormulaWriter.Write(loss, language));
        writer.WriteEndObject();
        writer.WriteStartObject("derivative");
        foreach (var (name, language) in Forms) writer.WriteString(name, FormulaWriter.WriteDerivative(loss, language));
        writer.WriteEndObject();
    }

    private static void Facts(Utf8JsonWriter writer, LossAnalysis analysis)
    {
        writer.Localized("kinks", FactsText.English.Kinks(analysis), FactsText.Chinese.Kinks(analysis));
        writer.Localized("functional", FactsText.English.Functional(analysis), FactsText.Chinese.Functional(analysis));
        writer.WriteStartArray("traits");
        foreach (var finding in analysis.Traits)
        {
            writer.WriteStartObject();
            writer.WriteString("trait", finding.Trait.ToString());
            writer.WriteString("verdict", finding.Verdict.ToString());
            writer.Localized("name", FactsText.English.Name(finding.Trait), FactsText.Chinese.Name(finding.Trait));
            writer.Localized("evidence", FactsText.English.Evidence(finding), FactsText.Chinese.Evidence(finding));
            writer.Localized("against", FactsText.English.Against(finding), FactsText.Chinese.Against(finding));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
