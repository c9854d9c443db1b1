using System.Globalization;
using System.Text.Json.Nodes;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Predict;

/// <summary>Predictions with conformal intervals or sets: the columns of a prediction, followed by lower and upper, set, or certain and possible.</summary>
internal static class IntervalRun
{
    /// <summary>The separator of the classes of a set.</summary>
    private const string Between = ";";

    public static int Run(IntervalRequest request, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        if (request.Share is not { } share || request.Calibration is not { } calibration)
            throw new UsageException("predict: --interval and --calibrate go together: --interval 90% --calibrate HELD-OUT.csv, rows with known targets that the model was not trained on; --upper goes with both.");
        if (request.HasOther) throw new UsageException("predict: --interval is for numbers in the target's units and for classes; leave out --scale link, --cost, --times and --rounds.");
        var level = Percent.Read("predict", "--interval", share);
        var (predictor, heldOut) = (Predictor.Load(request.Model), Table.FromFile(calibration));
        var conformal = request.Upper is { } upper
            ? ConformalPredictor.Calibrate(predictor, Predictor.Load(upper), heldOut, level, cancellation)
            : ConformalPredictor.Calibrate(predictor, heldOut, level, cancellation);
        var prediction = conformal.Predict(PredictCommand.ReadTable(request.Data), cancellation);
        foreach (var note in prediction.Prediction.Notes) error.WriteLine(note.English);
        if (request.Json) output.WriteLine(JsonAnswer.Line(Json(conformal, prediction)));
        else Csv(prediction, output);
        output.Flush();
        return ExitCode.Ok;
    }

    private static void Csv(ConformalPrediction conformal, TextWriter output)
    {
        var prediction = conformal.Prediction;
        PredictionWriter.Csv(prediction, output, Behind);

        string Behind(int row)
        {
            List<string> cells = [];
            for (var k = 0; k < prediction.Targets.Count && conformal.Lower.Length > 0; k++)
            {
                var of = prediction.Targets.Count == 1 ? "" : $"_{prediction.Targets[k]}";
                cells.AddRange(row < 0 ? [$"lower{of}", $"upper{of}"] : [Number(conformal.Lower[(row * prediction.Targets.Count) + k]), Number(conformal.Upper[(row * prediction.Targets.Count) + k])]);
            }

            foreach (var (name, _, sets) in SetsOf(conformal)) cells.Add(row < 0 ? name : string.Join(Between, sets[row].Select(Quoted)));
            return string.Concat(cells.Select(cell => $",{PredictionWriter.Cell(cell)}"));
        }
    }

    /// <summary>A class in a set, quoted as in CSV if its name would be read as two.</summary>
    private static string Quoted(string name) => name.Contains(Between, StringComparison.Ordinal) || name.Contains('"', StringComparison.Ordinal) ? $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : name;

    /// <summary>An end that is open is an empty cell.</summary>
    private static string Number(double end) => double.IsFinite(end) ? end.ToString("R", CultureInfo.InvariantCulture) : "";

    private static JsonObject Json(ConformalPredictor predictor, ConformalPrediction conformal)
    {
        var prediction = conformal.Prediction;
        var json = JsonNode.Parse(PredictionWriter.Json(prediction))!.AsObject();
        json["interval"] = new JsonObject { ["level"] = predictor.Level, ["calibration_rows"] = predictor.Rows, ["threshold"] = predictor.Thresholds.Count == 1 ? PredictionWriter.Number(predictor.Threshold) : PredictionWriter.Numbers(predictor.Thresholds) };
        if (conformal.Lower.Length > 0) (json["lower"], json["upper"]) = (Ends(conformal.Lower), Ends(conformal.Upper));
        foreach (var (_, key, sets) in SetsOf(conformal)) json[key] = new JsonArray([.. sets.Select(set => new JsonArray([.. set.Select(one => JsonValue.Create(one))]))]);
        return json;

        JsonArray Ends(double[] ends) => prediction.Targets.Count == 1 ? PredictionWriter.Numbers(ends) : new JsonArray([.. ends.Chunk(prediction.Targets.Count).Select(PredictionWriter.Numbers)]);
    }

    /// <summary>The column and the JSON key of each kind of set in the prediction.</summary>
    private static IEnumerable<(string Column, string Key, string[][] Sets)> SetsOf(ConformalPrediction conformal) =>
        new[] { ("set", "sets", conformal.Sets), ("certain", "certain", conformal.Certain), ("possible", "possible", conformal.Possible) }.Where(kind => kind.Item3.Length > 0);
}
