using System.Globalization;

namespace Minima.Cli.Compare;

/// <summary>Whether a loss beats the default, from the paired differences fold by fold.</summary>
/// <param name="Best">The loss that is spoken of: the clear winner, else the one with the best mean; null when there is none to compare.</param>
/// <param name="Difference">Its paired difference to the default in the chosen metric, or null.</param>
/// <param name="Clear">Better, with a p below 0.05 after the correction for having tried many.</param>
/// <param name="Text">A few sentences.</param>
internal sealed record Verdict(string? Best, Difference? Difference, bool Clear, string Text)
{
    /// <summary>The chance of calling any loss better where none is.</summary>
    public const double Level = 0.05;

    // Losses that are the same up to a factor train to the same model but for rounding.
    private const double Negligible = 1e-4;

    // Below this share of the metric a lead is said to be small, however surely it is there.
    private const double Small = 0.01;

    public static Verdict Of(IReadOnlyList<ComparisonRow> rows, Metric metric)
    {
        var control = rows.First(row => row.Kind == RowKind.Default);
        var others = rows.Where(row => row.Kind == RowKind.Loss).ToArray();
        if (control.Find(metric)?.Mean is not { } level)
            return new(null, null, false, $"The default loss {control.Name} does not define {metric.Name} here, so there is nothing to compare with.");
        var usable = others.Where(row => !row.Failed && row.DifferenceIn(metric) is not null)
            .OrderBy(row => row.DifferenceIn(metric)!.Mean).ToArray();
        if (usable.Length == 0)
        {
            return new(null, null, false, others.Any(row => !row.Failed && row.Find(metric)?.Mean is not null)
                ? $"One fold is too little to tell whether a loss beats the default {control.Name}."
                : $"No other loss here defines {metric.Name}; the default {control.Name} stands alone.");
        }

        var folds = control.Find(metric)!.ByFold.Count;
        var nearest = usable[0];
        if (usable.FirstOrDefault(row => IsClear(row.DifferenceIn(metric)!, level)) is not { } winner) return Fine(rows, metric, control, nearest, level, folds);

        // The row that comes first may owe it to one fold; then a row further down is the one to speak of, and the reader is told why.
        var difference = winner.DifferenceIn(metric)!;
        var figures = string.Create(
            CultureInfo.InvariantCulture,
            $"{NumberFormat.Rough(-difference.Mean)} in {metric.Name} ({Share(-difference.Mean, level)}; 95 % interval {NumberFormat.Rough(-difference.High)} to {NumberFormat.Rough(-difference.Low)} over {folds} folds; p {P(difference.AdjustedP)}{Tried(usable.Length)})");
        var lead = winner == nearest
            ? $"{winner.Name} beats the default {control.Name} by {figures}."
            : $"{nearest.Name} comes first, but its lead over the default {control.Name} may be luck; that of {winner.Name} is clear: {figures}.";
        if (Constant(rows, metric, metric.Badness(winner.Find(metric)!.Mean!.Value), level) is { } equal)
            return new(winner.Name, difference, true, $"{lead} But it does not beat {equal}: the features tell this model nothing that helps here.");
        var caution = -difference.Mean < Small * Math.Abs(level)
            ? " So small a lead is hardly a reason to leave the default."
            : "";
        return new(winner.Name, difference, true, lead + caution);
    }

    private static Verdict Fine(
        IReadOnlyList<ComparisonRow> rows, Metric metric, ComparisonRow control, ComparisonRow nearest, double level, int folds)
    {
        var difference = nearest.DifferenceIn(metric)!;
        var text = difference.Mean < -Negligible * Math.Abs(level)
            ? $"The default {control.Name} is fine here: no loss beats it in {metric.Name} over {folds} folds beyond what luck gives; the nearest is {nearest.Name}, better by {NumberFormat.Rough(-difference.Mean)} ({Share(-difference.Mean, level)}; p {P(difference.AdjustedP)}{Tried(Compared(rows, metric))})."
            : $"The default {control.Name} is fine here: no loss beats it in {metric.Name} over {folds} folds.";
        if (Constant(rows, metric, metric.Badness(level), level) is { } constant)
            text += $" But it does not beat {constant} either: the features tell this model nothing that helps here.";
        return new(nearest.Name, difference, false, text);
    }

    private static int Compared(IReadOnlyList<ComparisonRow> rows, Metric metric) => rows.Count(row => row.Kind == RowKind.Loss && row.DifferenceIn(metric) is not null);

    /// <summary>A constant prediction that is as good as this, or null. A bias near zero says nothing about the features.</summary>
    private static string? Constant(IReadOnlyList<ComparisonRow> rows, Metric metric, double badness, double level) =>
        metric.Goal is MetricGoal.NearZero or MetricGoal.NearHalf
            ? null
            : rows.FirstOrDefault(row => row.Kind == RowKind.Constant
                && row.Find(metric)?.Mean is { } mean
                && metric.Badness(mean) <= badness + (Negligible * Math.Abs(level)))?.Name;

    private static string Share(double difference, double level) =>
        level == 0 ? "of 0" : (difference / Math.Abs(level)).ToString("0.0 %", CultureInfo.InvariantCulture);

    private static string P(double p) => p < 0.0001 ? "< 0.0001" : p.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Tried(int count) => count > 1 ? FormattableString.Invariant($" after correcting for {count} losses tried") : "";

    private static bool IsClear(Difference difference, double level) =>
        difference.AdjustedP < Level && difference.Mean < 0 && difference.Mean < -Negligible * Math.Abs(level);
}
