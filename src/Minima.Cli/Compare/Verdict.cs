namespace Minima.Cli.Compare;

/// <summary>Whether a loss beats the default, from the differences fold by fold.</summary>
/// <param name="Best">The loss with the best mean, or null when there is none to compare.</param>
/// <param name="Difference">Its mean difference to the default, turned so that negative is better.</param>
/// <param name="StandardError">Of that mean, over the folds.</param>
/// <param name="Clear">Better by more than two standard errors.</param>
/// <param name="Text">At most two sentences.</param>
internal sealed record Verdict(string? Best, double Difference, double StandardError, bool Clear, string Text)
{
    // Losses that are the same up to a factor train to the same model but for rounding.
    private const double Negligible = 1e-4;

    // Below this share of the metric a lead is said to be small, however surely it is there.
    private const double Small = 0.01;

    public static Verdict Of(IReadOnlyList<ComparisonRow> rows, Metric metric)
    {
        var control = rows.First(row => row.Kind == RowKind.Default);
        var others = rows.Where(row => row.Kind == RowKind.Loss).ToArray();
        if (control.Find(metric)?.Mean is not { } level)
            return new(null, 0, 0, false, $"The default loss {control.Name} does not define {metric.Name}, so there is nothing to compare with.");
        (ComparisonRow Row, double Mean, double Error)? best = null;
        (ComparisonRow Row, double Mean, double Error)? clear = null;
        foreach (var row in others)
        {
            if (row.Failed || DifferenceOf(row, control, metric) is not { } difference) continue;
            if (best is null || difference.Mean < best.Value.Mean) best = (row, difference.Mean, difference.Error);
            if (!IsClear(difference, level)) continue;
            if (clear is null || difference.Mean < clear.Value.Mean) clear = (row, difference.Mean, difference.Error);
        }

        var folds = control.Find(metric)!.ByFold.Count;
        if (best is not { } nearest)
            return new(null, 0, 0, false, $"No other loss here defines {metric.Name}; the default {control.Name} stands alone.");
        if (clear is { } winner)
        {
            // The row that comes first may owe it to one fold; then a row further down is the one to speak of, and the reader is told why.
            var figures = $"{NumberFormat.Rough(-winner.Mean)} in {metric.Name} ({Share(-winner.Mean, level)}; standard error {NumberFormat.Rough(winner.Error)} over {folds} folds)";
            var lead = winner.Row == nearest.Row
                ? $"{winner.Row.Name} beats the default {control.Name} by {figures}."
                : $"{nearest.Row.Name} comes first, but its lead over the default {control.Name} is within two standard errors; that of {winner.Row.Name} is not: {figures}.";
            if (Constant(rows, metric, metric.Badness(winner.Row.Find(metric)!.Mean!.Value), level) is { } equal)
                return new(winner.Row.Name, winner.Mean, winner.Error, true, $"{lead} But it does not beat {equal}: the features tell this model nothing that helps here.");
            var tried = others.Length == 1 ? "" : $" and it is the best of {others.Length} tried, so part of it is luck";
            var caution = -winner.Mean < Small * Math.Abs(level)
                ? $"So small a lead is hardly a reason to leave the default{tried.Replace(" and it", "; it", StringComparison.Ordinal)}."
                : $"It is a lead on these folds{tried}: check it with another --seed.";
            return new(winner.Row.Name, winner.Mean, winner.Error, true, $"{lead} {caution}");
        }

        var text = nearest.Mean < -Negligible * Math.Abs(level)
            ? $"The default {control.Name} is fine here: no loss beats it in {metric.Name} by more than two standard errors over {folds} folds; the nearest is {nearest.Row.Name}, better by {NumberFormat.Rough(-nearest.Mean)} ({Share(-nearest.Mean, level)}; standard error {NumberFormat.Rough(nearest.Error)})."
            : $"The default {control.Name} is fine here: no loss beats it in {metric.Name} over {folds} folds.";
        if (Constant(rows, metric, metric.Badness(level), level) is { } constant)
            text += $" But it does not beat {constant} either: the features tell this model nothing that helps here.";
        return new(nearest.Row.Name, nearest.Mean, nearest.Error, false, text);
    }

    /// <summary>A constant prediction that is as good as this, or null. A bias near zero says nothing about the features.</summary>
    private static string? Constant(IReadOnlyList<ComparisonRow> rows, Metric metric, double badness, double level) =>
        metric.Goal == MetricGoal.NearZero
            ? null
            : rows.FirstOrDefault(row => row.Kind == RowKind.Constant
                && row.Find(metric)?.Mean is { } mean
                && metric.Badness(mean) <= badness + (Negligible * Math.Abs(level)))?.Name;

    private static string Share(double difference, double level) =>
        level == 0 ? "of 0" : (difference / Math.Abs(level)).ToString("0.0 %", System.Globalization.CultureInfo.InvariantCulture);

    private static bool IsClear((double Mean, double Error) difference, double level) =>
        difference.Mean < -2 * difference.Error && difference.Mean < -Negligible * Math.Abs(level);

    private static (double Mean, double Error)? DifferenceOf(ComparisonRow row, ComparisonRow control, Metric metric)
    {
        var here = row.Find(metric);
        var there = control.Find(metric);
        if (here?.Mean is null || there?.Mean is null) return null;
        var differences = here.ByFold.Zip(there.ByFold, (a, b) => metric.Badness(a!.Value) - metric.Badness(b!.Value)).ToArray();
        var mean = differences.Average();
        var squares = differences.Sum(difference => (difference - mean) * (difference - mean));
        return (mean, Math.Sqrt(squares / (differences.Length - 1) / differences.Length));
    }
}
