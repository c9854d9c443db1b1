using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Minima.Cli.Explain;
using Minima.Training.Checkpoints;
using Minima.Training.Diagnosis;

namespace Minima.Cli.Doctor;

/// <summary>A report for programs: everything, in both languages.</summary>
internal static class DoctorJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(DoctorVisit visit, TextWriter output)
    {
        var (session, report) = (visit.Session, visit.Report);
        Write(
            new JsonObject
            {
                ["data"] = session.Data.Name,
                ["targets"] = new JsonArray([.. session.Meaning.Targets.Select(target => JsonValue.Create(target))]),
                ["task"] = session.Meaning.Task,
                ["loss"] = session.Loss.Name,
                ["network"] = session.Plan.ToString(),
                ["parameters"] = visit.Parameters,
                ["optimizer"] = visit.Optimizer.Name,
                ["learning_rate"] = JsonNumber.Of(visit.Optimizer.LearningRate),
                ["training_rows"] = session.Data.Training.Count,
                ["validation_rows"] = session.Validation?.Rows.Count ?? 0,
                ["healthy"] = report.IsHealthy,
                ["severe"] = report.IsSevere,
                ["findings"] = new JsonArray([.. report.Findings.Select(Of)]),
                ["checks"] = new JsonArray([.. report.Checks.Select(Of)]),
            },
            output);
    }

    public static void Write(JsonObject json, TextWriter output) => output.WriteLine(json.ToJsonString(Indented));

    public static JsonObject Of(Finding finding) => new()
    {
        ["code"] = finding.Code,
        ["severity"] = ExplainJson.Word(finding.Severity),
        ["english"] = Of(finding.English, finding.Entry.Page),
        ["chinese"] = Of(finding.Chinese, finding.Entry.ChinesePage),
    };

    private static JsonObject Of(FindingText text, string page) => new()
    {
        ["title"] = text.Title,
        ["measured"] = text.Measured,
        ["cause"] = text.Cause,
        ["remedy"] = text.Remedy,
        ["page"] = page,
    };

    private static JsonObject Of(CheckRecord check) => new()
    {
        ["check"] = check.Name,
        ["check_chinese"] = check.ChineseName,
        ["status"] = ExplainJson.Word(check.Status),
        ["english"] = check.Text,
        ["chinese"] = check.ChineseText,
    };
}
