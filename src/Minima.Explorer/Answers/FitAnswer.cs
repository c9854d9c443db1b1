using System.Text.Json;
using Minima.Tabular;

namespace Minima.Explorer.Answers;

/// <summary>The line through the points of a page, or without x the constant, that a loss fits best, with its certificate: what <c>minima fit</c> finds on the same table.</summary>
internal static class FitAnswer
{
    public static void Write(JsonElement question, Utf8JsonWriter writer)
    {
        LossSpec loss = AskedLoss.Of(question);
        var options = new FitOptions { L2 = question.TryGetProperty("l2", out var l2) ? l2.GetDouble() : 0 };
        var target = new Column("y", Numbers.Read(question, "target"));
        var x = Numbers.Read(question, "x");
        var table = Table.FromColumns(x.Length > 0 ? [new Column("x", x), target] : [target], "y");
        var data = FitTable.Read(table, loss, options, default);
        var model = FitRunner.RunKnown(options, loss, data, rows => KnownShapes.Of(loss, rows.Target, rows.Share), default);
        writer.Double("slope", x.Length > 0 ? model.Coefficients[0][0] : 0);
        writer.Double("intercept", model.Intercepts[0]);
        writer.Double("objective", model.Certificate.Objective);
        writer.Double("gap", model.Certificate.Gap);
        writer.WriteString("method", FitMethods.Word(model.Certificate.Method));
        writer.WriteBoolean("unique", model.Certificate.IsUnique);
    }
}
