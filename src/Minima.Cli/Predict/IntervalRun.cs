using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Predict;

/// <summary>Predictions with conformal intervals or sets: the columns of a prediction, and behind them lower and upper, or set.</summary>
internal static class IntervalRun
{
    /// <summary>Between the classes of a set.</summary>
    private const string Between = ";";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static int Run(IntervalRequest request, TextWriter output, CancellationToken cancellation)
    {
        if (request.Share is not { } share || request.Calibration is not { } calibration)
            throw new UsageException("predict: --interval and --calibrate go together: --interval 90% --calibrate HELD-OUT.csv, rows with known targets that the model was not trained on; --upper goes with both.");
        if (request.HasOther) throw new UsageException("predict: --interval is about numbers in the target's units and about probabilities; leave out --scale link and --cost.");
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
        if (ColumnPrediction.Of(conformal.Prediction) is { } one) PredictionWriter.Csv(one, output, Behind);
        else PredictionWriter.Csv(ClassPrediction.Of(conformal.Prediction)!, output, Behind);

        string Behind(int row) => conformal.Sets.Length > 0
            ? row < 0 ? ",set" : $",{PredictionWriter.Cell(string.Join(Between, conformal.Sets[row]))}"
            : row < 0 ? ",lower,upper" : string.Create(CultureInfo.InvariantCulture, $",{conformal.Lower[row]:R},{conformal.Upper[row]:R}");
    }

    private static JsonObject Json(ConformalPredictor predictor, ConformalPrediction conformal)
    {
        var plain = ColumnPrediction.Of(conformal.Prediction) is { } one ? PredictionWriter.Json(one) : PredictionWriter.Json(ClassPrediction.Of(conformal.Prediction)!);
        var json = JsonNode.Parse(plain)!.AsObject();
        json["interval"] = new JsonObject { ["level"] = predictor.Level, ["calibration_rows"] = predictor.Rows, ["threshold"] = predictor.Threshold };
        if (conformal.Sets.Length > 0)
        {
            json["sets"] = new JsonArray([.. conformal.Sets.Select(set => new JsonArray([.. set.Select(name => JsonValue.Create(name))]))]);
            return json;
        }

        json["lower"] = new JsonArray([.. conformal.Lower.Select(value => JsonValue.Create(value))]);
        json["upper"] = new JsonArray([.. conformal.Upper.Select(value => JsonValue.Create(value))]);
        return json;
    }
}
