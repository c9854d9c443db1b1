using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Predict;

/// <summary>Predictions with conformal intervals or sets: the columns of a prediction, and behind them lower and upper, set, or certain and possible.</summary>
internal static class IntervalRun
{
    /// <summary>Between the classes of a set.</summary>
    private const string Between = ";";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static int Run(IntervalRequest request, TextWriter output, CancellationToken cancellation)
    {
        if (request.Share is not { } share || request.Calibration is not { } calibration)
            throw new UsageException("predict: --interval and --calibrate go together: --interval 90% --calibrate HELD-OUT.csv, rows with known targets that the model was not trained on; --upper goes with both.");
        if (request.HasOther) throw new UsageException("predict: --interval is about numbers in the target's units and about classes; leave out --scale link, --cost and --times.");
        var level = Percent.Read("predict", "--interval", share);
        var (predictor, heldOut) = (Predictor.Load(request.Model), Table.FromFile(calibration));
        var conformal = request.Upper is { } upper
            ? ConformalPredictor.Calibrate(predictor, Predictor.Load(upper), heldOut, level, cancellation)
            : ConformalPredictor.Calibrate(predictor, heldOut, level, cancellation);
        var prediction = conformal.Predict(PredictCommand.ReadTable(request.Data), cancellation);
        if (request.Json) output.WriteLine(Json(conformal, prediction).ToJsonString(Plain));
        else Csv(prediction, output);
        output.Flush();
        return ExitCode.Ok;
    }

    private static void Csv(ConformalPrediction conformal, TextWriter output)
    {
        var prediction = conformal.Prediction;
        if (ColumnPrediction.Of(prediction) is { } one) PredictionWriter.Csv(one, output, Behind);
        else if (ClassPrediction.Of(prediction) is { } classes) PredictionWriter.Csv(classes, output, Behind);
        else PredictionWriter.Csv(prediction, output, Behind);

        string Behind(int row)
        {
            List<string> cells = [];
            for (var k = 0; k < prediction.Targets.Count && conformal.Lower.Length > 0; k++)
            {
                var of = prediction.Targets.Count == 1 ? "" : $"_{prediction.Targets[k]}";
                cells.AddRange(row < 0 ? [$"lower{of}", $"upper{of}"] : [Number(conformal.Lower[(row * prediction.Targets.Count) + k]), Number(conformal.Upper[(row * prediction.Targets.Count) + k])]);
            }

            foreach (var (name, sets) in SetsOf(conformal)) cells.Add(row < 0 ? name : string.Join(Between, sets[row]));
            return string.Concat(cells.Select(cell => $",{PredictionWriter.Cell(cell)}"));
        }
    }

    /// <summary>An end that is open is an empty cell.</summary>
    private static string Number(double end) => double.IsFinite(end) ? end.ToString("R", CultureInfo.InvariantCulture) : "";

    private static JsonObject Json(ConformalPredictor predictor, ConformalPrediction conformal)
    {
        var prediction = conformal.Prediction;
        var plain = ColumnPrediction.Of(prediction) is { } one ? PredictionWriter.Json(one) : ClassPrediction.Of(prediction) is { } classes ? PredictionWriter.Json(classes) : PredictionWriter.Json(prediction);
        var json = JsonNode.Parse(plain)!.AsObject();
        json["interval"] = new JsonObject { ["level"] = predictor.Level, ["calibration_rows"] = predictor.Rows, ["threshold"] = predictor.Thresholds.Count == 1 ? predictor.Threshold : Numbers(predictor.Thresholds) };
        if (conformal.Lower.Length > 0) (json["lower"], json["upper"]) = (Ends(conformal.Lower), Ends(conformal.Upper));
        foreach (var (name, sets) in SetsOf(conformal)) json[name == "set" ? "sets" : name] = new JsonArray([.. sets.Select(set => new JsonArray([.. set.Select(one => JsonValue.Create(one))]))]);
        return json;

        JsonArray Ends(double[] ends) => prediction.Targets.Count == 1 ? Numbers(ends) : new JsonArray([.. ends.Chunk(prediction.Targets.Count).Select(Numbers)]);
    }

    private static JsonArray Numbers(IReadOnlyList<double> values) => new([.. values.Select(value => double.IsFinite(value) ? JsonValue.Create(value) : null)]);

    private static IEnumerable<(string Name, string[][] Sets)> SetsOf(ConformalPrediction conformal) =>
        new[] { ("set", conformal.Sets), ("certain", conformal.Certain), ("possible", conformal.Possible) }.Where(set => set.Item2.Length > 0);
}
