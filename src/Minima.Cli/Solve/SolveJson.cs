using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Minima.Cli.Compare;
using Minima.Tabular;

namespace Minima.Cli.Solve;

/// <summary>A solution for programs: everything in both languages, with the comparison as <c>minima compare --json</c> has it.</summary>
internal static class SolveJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(SolvedTable solved, SolveRequest request, string? page, string? model)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, Options))
        {
            json.WriteStartObject();
            json.WriteStartArray("findings");
            foreach (var finding in solved.Plan.Findings)
            {
                json.WriteStartObject();
                json.WriteString("check", finding.Check.Name);
                json.WriteString("status", Wording.Snake(finding.Check.Status));
                json.WriteString("column", finding.Column);
                json.WriteString("action", Wording.Snake(finding.Action));
                Write(json, "text", finding.Check.Sentence);
                Write(json, "done", finding.Done);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("questions");
            foreach (var question in solved.Plan.Questions)
            {
                json.WriteStartObject();
                json.WriteString("key", question.Key);
                json.WriteString("column", question.Column.Length == 0 ? null : question.Column);
                Write(json, "text", question.Text);
                Write(json, "reason", question.Reason);
                json.WriteString("default", question.Default);
                json.WriteString("answer", question.Answer);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("train_with", solved.Comparison.Best?.Row.Name);
            Write(json, "answer", solved.Answer);
            Write(json, "decision", solved.Decision);
            json.WriteString("report", page);
            json.WriteString("model", model);
            json.WriteStartArray("commands");
            foreach (var (_, line) in request.Commands(solved, model)) json.WriteStringValue(line);
            json.WriteEndArray();
            json.WritePropertyName("comparison");
            using (var comparison = JsonDocument.Parse(JsonReport.Write(solved.Comparison, request.AsComparison(solved)))) comparison.WriteTo(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(memory.GetBuffer(), 0, (int)memory.Length);
    }

    private static void Write(Utf8JsonWriter json, string name, Localized text)
    {
        json.WriteStartObject(name);
        json.WriteString("english", text.English);
        json.WriteString("chinese", text.Chinese);
        json.WriteEndObject();
    }
}
