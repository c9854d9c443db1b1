using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Minima.Tabular;
using Minima.Training;

namespace Minima.Explorer.Answers;

/// <summary>The questions that a page can ask.</summary>
internal static class Questions
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private static readonly Dictionary<string, Action<JsonElement, Utf8JsonWriter>> Known = new(StringComparer.Ordinal)
    {
        ["catalogue"] = CatalogueAnswer.Write,
        ["loss"] = LossAnswer.Write,
        ["constant"] = ConstantAnswer.Write,
        ["fit"] = FitAnswer.Write,
        ["evaluate"] = EvaluationAnswer.Write,
        ["table"] = TableAnswer.Write,
        ["tensors"] = TensorsAnswer.Write,
        ["drift"] = DriftAnswer.Write,
        ["training"] = TrainingAnswer.Write,
        ["lesson"] = LessonAnswer.Write,
    };

    /// <summary>The answer as JSON; a refusal is <c>{"error": {"en": ..., "zh": ..., "column": ...}}</c>, the column of a formula, if there is one, from 1.</summary>
    public static string Answer(string name, string json)
    {
        if (!Known.TryGetValue(name, out var answer)) throw new ArgumentException($"no question is called '{name}'", nameof(name));
        using var question = JsonDocument.Parse(json);
        try
        {
            return Written(writer => answer(question.RootElement, writer));
        }
        catch (LossException refusal)
        {
            return Refused(refusal);
        }
        catch (TrainingException refusal)
        {
            return Refused(refusal);
        }
        catch (NotSupportedException refusal)
        {
            return Refused(refusal);
        }
    }

    private static string Refused(Exception refusal) => Written(writer =>
    {
        writer.WriteStartObject("error");
        writer.WriteString("en", refusal.Message);
        writer.WriteString("zh", LibraryMessages.All.Translate(refusal.Message));
        if (refusal is FormulaException formula) writer.WriteNumber("column", formula.Column);
        writer.WriteEndObject();
    });

    private static string Written(Action<Utf8JsonWriter> content)
    {
        using var memory = new MemoryStream();
        using (var writer = new Utf8JsonWriter(memory, Options))
        {
            writer.WriteStartObject();
            content(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(memory.GetBuffer(), 0, (int)memory.Length);
    }
}
