namespace Minima.Sql.Tests;

/// <summary>Holds a score by sums to the score of the same rows in memory.</summary>
internal static class Scores
{
    private const double Relative = 1e-12;

    /// <summary>What differs; empty where nothing does.</summary>
    /// <param name="expected">Of the rows in memory.</param>
    /// <param name="found">Of the source.</param>
    /// <param name="size">A typical size in the target's units: a mean of errors that cancel is as exact as the errors are. A calibration error is a difference of shares.</param>
    /// <param name="unknown">Metrics that the source cannot tell.</param>
    public static string Differences(ScoreSheet expected, ScoreSheet found, double size, params string[] unknown)
    {
        var wrong = new List<string>();
        if (expected.Rows != found.Rows) wrong.Add($"{found.Rows} rows, expected {expected.Rows}");
        if (!expected.Metrics.Select(metric => metric.Key).SequenceEqual(found.Metrics.Select(metric => metric.Key))) wrong.Add("other metrics");
        if (!expected.Columns.Select(column => column.Name).SequenceEqual(found.Columns.Select(column => column.Name))) wrong.Add("other columns");
        if (expected.LossName != found.LossName) wrong.Add($"loss {found.LossName}, expected {expected.LossName}");
        if (!expected.Targets.SequenceEqual(found.Targets)) wrong.Add("other targets");
        if (expected.HasTrainingConstants != found.HasTrainingConstants) wrong.Add("constants of other rows");
        Compare("mean loss", expected.Losses.Count > 0 ? expected.Losses[0] : null, found.Losses.Count > 0 ? found.Losses[0] : null, 0);
        for (var c = 0; c < expected.Columns.Count; c++)
        {
            for (var m = 0; m < expected.Metrics.Count; m++)
            {
                var metric = expected.Metrics[m];
                var isUnknown = c == 0 && unknown.Contains(metric.Key);
                Compare($"{expected.Columns[c].Name.English}, {metric.Key}", isUnknown ? null : expected.Columns[c].Values[0][m], found.Columns[c].Values[0][m], metric.Unit == MetricUnit.Target ? size : metric.Key == "ece" ? 1 : 0);
            }
        }

        return string.Join("; ", wrong);

        void Compare(string name, double? one, double? other, double least)
        {
            if (one is null && other is null) return;
            if (one is { } e && other is { } f && Math.Abs(e - f) <= Relative * Math.Max(Math.Abs(e), least)) return;
            wrong.Add(FormattableString.Invariant($"{name} {other?.ToString("r", System.Globalization.CultureInfo.InvariantCulture) ?? "none"}, expected {one?.ToString("r", System.Globalization.CultureInfo.InvariantCulture) ?? "none"}"));
        }
    }
}
