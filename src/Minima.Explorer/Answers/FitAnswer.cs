using System.Text.Json;
using Minima.Tabular;

namespace Minima.Explorer.Answers;

/// <summary>The line through the points of a page that a loss fits best, with its certificate: what <c>minima fit</c> finds on the same table.</summary>
internal static class FitAnswer
{
    public static void Write(JsonElement question, Utf8JsonWriter writer)
    {
        LossSpec loss = AskedLoss.Of(question);
        var options = new FitOptions { L2 = question.TryGetProperty("l2", out var l2) ? l2.GetDouble() : 0 };
        var table = Table.FromColumns([new Column("x", Numbers.Read(question, "x")), new Column("y", Numbers.Read(question, "target"))], "y");
        var data = FitTable.Read(table, loss, options, default);
        var model = FitRunner.RunKnown(options, loss, data, rows => KnownShapes.Of(loss, rows.Target, rows.Share), default);
        writer.Double("slope", model.Coefficients[0][0]);
        writer.Double("intercept", model.Intercepts[0]);
        writer.Double("objective", model.Certificate.Objective);
        writer.Double("gap", model.Certificate.Gap);
        writer.WriteString("method", FitMethods.Word(model.Certificate.Method));
        writer.WriteBoolean("unique", model.Certificate.IsUnique);
    }
}
