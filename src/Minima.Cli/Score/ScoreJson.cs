using System.Text.Json.Nodes;
using Minima.Tabular;
using Minima.Training.Checkpoints;

namespace Minima.Cli.Score;

/// <summary>A sheet of scores as JSON.</summary>
internal static class ScoreJson
{
    public static JsonObject Of(ScoreSheet sheet)
    {
        var json = new JsonObject { ["rows"] = sheet.Rows };
        json["targets"] = new JsonArray([.. sheet.Targets.Select((target, t) => new JsonObject
        {
            ["target"] = target,
            ["mean_loss"] = t < sheet.Losses.Count ? JsonNumber.Of(sheet.Losses[t]) : null,
            ["scores"] = new JsonArray([.. sheet.Columns.Select(column => new JsonObject
            {
                ["name"] = column.Name.English,
                ["metrics"] = Values(sheet, column.Values[t]),
            })]),
        })]);
        if (sheet.LossName is { } loss) json["loss"] = loss;
        if (!sheet.WhyNoLoss.IsEmpty) json["why_no_loss"] = sheet.WhyNoLoss.English;
        return json;
    }

    public static JsonObject Of(ScoreDecomposition parts)
    {
        var json = new JsonObject { ["functional"] = Wording.Snake(parts.Functional) };
        if (parts.Level is { } level) json["level"] = level;
        json["mean_loss"] = JsonNumber.Of(parts.MeanLoss);
        json["miscalibration"] = JsonNumber.Of(parts.Miscalibration);
        json["discrimination"] = JsonNumber.Of(parts.Discrimination);
        json["uncertainty"] = JsonNumber.Of(parts.Uncertainty);
        json["blocks"] = new JsonArray([.. parts.Blocks.Select(block => new JsonObject
        {
            ["low"] = JsonNumber.Of(block.Low),
            ["high"] = JsonNumber.Of(block.High),
            ["recalibrated"] = JsonNumber.Of(block.Recalibrated),
            ["rows"] = block.Rows,
        })]);
        if (parts.Terms.Count == 0) return json;
        json["score"] = parts.Loss;
        json["terms"] = new JsonArray([.. parts.Terms.Select(term => new JsonObject
        {
            ["name"] = term.Name,
            ["mean_loss"] = JsonNumber.Of(term.MeanLoss),
            ["miscalibration"] = JsonNumber.Of(term.Miscalibration),
            ["discrimination"] = JsonNumber.Of(term.Discrimination),
            ["uncertainty"] = JsonNumber.Of(term.Uncertainty),
        })]);
        return json;
    }

    private static JsonObject Values(ScoreSheet sheet, double?[] values)
    {
        var json = new JsonObject();
        for (var m = 0; m < values.Length; m++) json[sheet.Metrics[m].Key] = values[m] is { } value ? JsonNumber.Of(value) : null;
        return json;
    }
}
