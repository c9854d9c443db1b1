using System.Text.Json.Nodes;
using Minima.Tabular;
using Minima.Training.Checkpoints;

namespace Minima.Cli.Streaming;

/// <summary>The lines that a stream prints: one JSON object each.</summary>
internal sealed class StreamLines(StreamRequest request, StreamModel model, TextWriter output)
{
    /// <summary>Learns from a row, and prints a line at an alarm and after every <c>--every</c> rows.</summary>
    public void Take(StreamRow row)
    {
        if (model.Learn(row).IsAlarm) Write("alarm", row.Line, hasWeights: false);
        if (request.Every > 0 && model.Rows % request.Every == 0) Write("rows", row.Line, hasWeights: true);
    }

    public void End() => Write("end", null, hasWeights: true);

    private void Write(string kind, long? line, bool hasWeights)
    {
        var json = new JsonObject { ["event"] = kind, ["rows"] = model.Rows };
        if (line is not null) json["line"] = line;
        json["loss"] = JsonNumber.Of(model.RunningLoss);
        if (model.Constant is { } constant)
        {
            json["constant"] = JsonNumber.Of(constant);
            json["constant_loss"] = JsonNumber.Of(model.ConstantLoss);
        }

        json["alarms"] = model.Alarms;
        if (request.SkipsBad) json["skipped"] = model.Skipped;
        json["by"] = model.Loss.Entry.Key;
        if (hasWeights)
        {
            var weights = new JsonObject();
            for (var i = 0; i < model.Features.Count; i++) weights[model.Features[i]] = JsonNumber.Of(model.Weights[i]);
            weights["bias"] = JsonNumber.Of(model.Weights[^1]);
            json["weights"] = weights;
        }

        output.WriteLine(json.ToJsonString());
        output.Flush();
    }
}
