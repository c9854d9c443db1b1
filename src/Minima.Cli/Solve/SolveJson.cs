using System.Text.Json;
using Minima.Cli.Compare;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Solve;

/// <summary>A solution as JSON: everything in both languages, with the comparison in the form of <c>minima compare --json</c>.</summary>
internal static class SolveJson
{
    public static string Write(SolvedTable solved, SolveRequest request, string? page, string? model)
    {
        return JsonAnswer.Indented(json =>
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
                json.WriteBoth("text", finding.Check.Sentence);
                json.WriteBoth("done", finding.Done);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("questions");
            foreach (var question in solved.Plan.Questions)
            {
                json.WriteStartObject();
                json.WriteString("key", question.Key);
                json.WriteString("column", question.Column.Length == 0 ? null : question.Column);
                json.WriteBoth("text", question.Text);
                json.WriteBoth("reason", question.Reason);
                json.WriteString("default", question.Default);
                json.WriteString("answer", question.Answer);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("train_with", solved.Comparison.Best?.Row.Name);
            json.WriteBoth("answer", solved.Answer);
            json.WriteBoth("decision", solved.Decision);
            json.WriteString("report", page);
            json.WriteString("model", model);
            json.WriteTexts("commands", request.Commands(solved, model).Select(command => command.Line));
            json.WritePropertyName("comparison");
            using (var comparison = JsonDocument.Parse(JsonReport.Write(solved.Comparison, request.AsComparison(solved)))) comparison.WriteTo(json);
            json.WriteEndObject();
        });
    }
}
