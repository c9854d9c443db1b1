using System.Text.Json;
using Minima.Tabular;

namespace Minima.Explorer.Answers;

/// <summary>The best fit of a loss to the points of a page, with its certificate: a line, a plane for several columns, or without x a constant. The same as <c>minima fit</c> on that table.</summary>
internal static class FitAnswer
{
    public static void Write(JsonElement question, Utf8JsonWriter writer)
    {
        LossSpec loss = AskedLoss.Of(question);
        var options = new FitOptions { L1 = Strength(question, "l1"), L2 = Strength(question, "l2") };
        var target = new Column("y", Numbers.Read(question, "target"));
        var x = Features(question);
        var table = Table.FromColumns([.. x, target], "y");
        var data = FitTable.Read(table, loss, options, default);
        var model = FitRunner.RunKnown(options, loss, data, rows => KnownShapes.Of(loss, rows.Target, rows.Share), default);
        // The fit leaves out a constant column, as the command does: the line is level.
        writer.Double("slope", model.Coefficients[0] is [var slope, ..] ? slope : 0);
        writer.Doubles("coefficients", model.Coefficients[0]);
        writer.Double("intercept", model.Intercepts[0]);
        writer.Double("objective", model.Certificate.Objective);
        writer.Double("gap", model.Certificate.Gap);
        writer.WriteString("method", FitMethods.Word(model.Certificate.Method));
        writer.WriteBoolean("unique", model.Certificate.IsUnique);
    }

    private static double Strength(JsonElement question, string penalty) => question.TryGetProperty(penalty, out var given) ? given.GetDouble() : 0;

    /// <summary>The column x, or x1, x2 and so on of a list of columns.</summary>
    private static IReadOnlyList<Column> Features(JsonElement question)
    {
        if (question.TryGetProperty("columns", out var columns)) return [.. columns.EnumerateArray().Select((column, place) => new Column($"x{place + 1}", [.. column.EnumerateArray().Select(Numbers.Read)]))];
        var x = Numbers.Read(question, "x");
        return x.Length > 0 ? [new Column("x", x)] : [];
    }
}
