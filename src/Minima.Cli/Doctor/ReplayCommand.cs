using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Minima.Cli.Terminal;
using Minima.Tabular;
using Minima.Tensors.Randomness;
using Minima.Training;
using Minima.Training.Checkpoints;
using Minima.Training.Diagnosis;

namespace Minima.Cli.Doctor;

/// <summary><c>minima doctor replay</c>: runs again the step at which a training met a non-finite number.</summary>
internal static class ReplayCommand
{
    private const int MostRows = 8;

    public static Command Create()
    {
        var path = new Argument<string>("FILE") { Description = "The replay that minima train wrote beside its checkpoints or its model when it stopped." };
        var json = new Option<bool>("--json") { Description = "Write the findings as JSON." };
        var command = new Command("replay", "Rerun the step at which a training stopped, watching every operation, to find where the first number that is not finite came from.")
        {
            path, json,
        };
        command.SetAction(parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            return TrainFaults.Told(error, null, () =>
            {
                var report = Replay.Run(parsed.GetValue(path)!, description => ModelBuilder.Build(description, new RandomState(0)));
                if (parsed.GetValue(json)) DoctorJson.Write(Json(report), output);
                else Write(report, new Tongue(LanguageOption.IsChinese(parsed)), output);
                output.Flush();
                return ExitCode.Wrong;
            });
        });
        return command;
    }

    private static void Write(NonFiniteReport report, Tongue tongue, TextWriter output)
    {
        var text = new DoctorText(tongue, output);
        text.Write(report.ToFinding());
        if (report.Rows.Count > 0)
        {
            var shown = report.Rows.Take(MostRows).Select(row => row.ToString(CultureInfo.InvariantCulture)).ToArray();
            text.Entry(
                tongue.Say($"{report.RowWord}s", "行"),
                tongue.Say(string.Join(", ", shown), string.Join("、", shown)) + (report.Rows.Count > MostRows ? tongue.Say($" ... ({DoctorCommand.Text(report.Rows.Count)} in all)", $" 等共 {DoctorCommand.Text(report.Rows.Count)} 行") : "") + tongue.Say($" of {report.Source}", $"（{report.Source}）"));
        }
    }

    private static JsonObject Json(NonFiniteReport report) => new()
    {
        ["epoch"] = report.Epoch,
        ["step"] = report.Step,
        ["learning_rate"] = JsonNumber.Of(report.LearningRate),
        ["operation"] = report.Operation,
        ["layer"] = report.Layer,
        ["tensor"] = report.Tensor,
        ["in_gradient"] = report.InGradient,
        ["shape"] = new JsonArray([.. Enumerable.Range(0, report.Shape.Rank).Select(axis => JsonValue.Create(report.Shape[axis]))]),
        ["not_finite"] = report.NonFinite.Count,
        ["input_from"] = report.InputRange is { } from ? JsonNumber.Of(from.Low) : null,
        ["input_to"] = report.InputRange is { } to ? JsonNumber.Of(to.High) : null,
        ["rows"] = new JsonArray([.. report.Rows.Select(row => JsonValue.Create(row))]),
        ["row_word"] = report.RowWord,
        ["source"] = report.Source,
        ["finding"] = DoctorJson.Of(report.ToFinding()),
    };
}
