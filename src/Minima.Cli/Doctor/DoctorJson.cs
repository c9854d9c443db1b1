using System.Text.Json.Nodes;
using Minima.Cli.Terminal;
using Minima.Tabular;
using Minima.Training.Checkpoints;
using Minima.Training.Diagnosis;

namespace Minima.Cli.Doctor;

/// <summary>A report as JSON: everything, in both languages.</summary>
internal static class DoctorJson
{
    public static void Write(NetworkTraining training, DiagnosisReport report, TextWriter output)
    {
        var trainer = training.Trainer;
        Write(
            new JsonObject
            {
                ["data"] = training.Name,
                ["targets"] = new JsonArray([.. training.Targets.Select(target => JsonValue.Create(target))]),
                ["task"] = PredictionTasks.Word(training.Task.Task),
                ["loss"] = training.LossName,
                ["network"] = training.Widths,
                ["parameters"] = trainer.Model.Parameters.Sum(parameter => parameter.Value.Count),
                ["optimizer"] = trainer.Optimizer.Name,
                ["learning_rate"] = JsonNumber.Of(trainer.Optimizer.LearningRate),
                ["training_rows"] = training.TrainingRows,
                ["validation_rows"] = training.ValidationRows,
                ["healthy"] = report.IsHealthy,
                ["severe"] = report.IsSevere,
                ["findings"] = new JsonArray([.. report.Findings.Select(Of)]),
                ["checks"] = new JsonArray([.. report.Checks.Select(Of)]),
            },
            output);
    }

    public static void Write(JsonObject json, TextWriter output) => output.WriteLine(JsonAnswer.Indented(json));

    public static JsonObject Of(Finding finding) => new()
    {
        ["code"] = finding.Code,
        ["severity"] = Wording.Snake(finding.Severity),
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
        ["status"] = Wording.Snake(check.Status),
        ["english"] = check.Text,
        ["chinese"] = check.ChineseText,
    };
}
