using System.Globalization;
using Minima.Cli.Losses;

namespace Minima.Cli.Compare;

/// <summary>The sentences around the table of a comparison.</summary>
internal static class ReportLines
{
    public static IEnumerable<string> Heading(ComparisonResult result)
    {
        var data = result.Data;
        var target = string.Join(", ", data.Targets.Select(DataException.Quote));
        if (result.Request is { Path: null, Data: null })
            yield return "No data given, so a bundled data set is taken; for your own: minima compare DATA.csv --target COLUMN";
        var rows = data.RowsUsed == data.Rows ? $"{data.Rows} rows" : $"{data.RowsUsed} of {data.Rows} rows";
        yield return FormattableString.Invariant(
            $"{(data.Bundled ? "Bundled data set " : "")}{data.Name}: {rows}, {data.Features} {(data.Features == 1 ? "feature" : "features")}, target {target}");
        yield return Task(result);
        foreach (var note in data.Notes) yield return note;
        yield return $"The same linear model is trained with each loss: {Folds(result)}, the l2 penalty of each loss chosen by {OuterFold.InnerFolds} inner folds.";
        if (result.ResidualScale is not { } scale) yield break;
        yield return $"Loss parameters in units of {target} are given as multiples of the robust standard deviation of the residuals, here {NumberFormat.Short(scale)}.";
        var units = result.Rows.Where(row => row.Loss is { Entry.HasUnitResidual: true }).Select(row => row.Name).Order(StringComparer.Ordinal).ToArray();
        if (units.Length > 0) yield return $"Losses with a built-in unit of 1 take the residuals as such multiples too: {string.Join(", ", units)}.";
    }

    private static string Folds(ComparisonResult result)
    {
        var plan = result.Folds;
        var column = DataException.Quote(plan.Column ?? "");
        var folds = plan.Kind switch
        {
            FoldKind.Grouped => $"{plan.PerRepeat} folds with the rows of a group ({column}) together",
            FoldKind.Time => $"{plan.PerRepeat} folds that train on the past and test on what comes next ({column})",
            FoldKind.TestFile => $"tested on {plan.Column} in {plan.PerRepeat} parts",
            _ => $"{plan.PerRepeat} folds",
        };
        var repeats = plan.Repeats > 1 ? $" in {plan.Repeats} repeats" : "";
        return FormattableString.Invariant($"{folds}{repeats}, seed {result.Request.Seed}");
    }

    private static string Task(ComparisonResult result)
    {
        var (data, task) = (result.Data, result.Task);
        var why = task.Asked ? " as asked" : task.Why.Length > 0 ? $", because {task.Why}" : "";
        var other = task.Override.Count > 0 && !task.Asked ? $"; {string.Join(" or ", task.Override.Select(word => $"--task {word}"))} takes {(data.Targets.Count > 1 ? "them" : "it")} otherwise" : "";
        if (task.Task == CompareTask.Binary)
        {
            var (zero, one) = (DataException.Quote(data.Classes[0]), DataException.Quote(data.Classes[1]));
            return $"Task: two classes{why}{other}; probability of {one} ({Percent(data.Shares[1])} of rows) against {zero} (--positive swaps them).";
        }

        if (task.Task == CompareTask.MultiLabel)
            return $"Task: {data.Targets.Count} labels{why}; each is set in {Percent(data.Shares.Min())} to {Percent(data.Shares.Max())} of the rows.";
        if (task.Task is CompareTask.MultiClass or CompareTask.Ordinal)
        {
            var few = data.Shares.Min() * data.RowsUsed < 2 * OuterFold.InnerFolds ? " A class of so few rows is missing in some folds." : "";
            var kind = task.Task == CompareTask.Ordinal ? $"{data.Classes.Count} classes in an order{why}; compared as numbers and as classes{other}" : $"{data.Classes.Count} classes{why}{other}";
            return $"Task: {kind}. They are {DataException.List(data.Classes)}, with {Percent(data.Shares.Min())} to {Percent(data.Shares.Max())} of the rows each.{few}";
        }

        var name = task.Task switch { CompareTask.Count => "counts", CompareTask.Positive => "positive amounts with a long tail", _ => "regression" };
        return $"Task: {name}{why}{other}; from {NumberFormat.Short(data.Range!.Value.Low)} to {NumberFormat.Short(data.Range.Value.High)}.";
    }

    /// <summary>Each loss against the default: the difference, its interval, and p before and after the correction for having tried many.</summary>
    public static IEnumerable<string> Differences(ComparisonResult result)
    {
        var rows = result.Rows.Where(row => row.DifferenceIn(result.Metric) is not null).ToArray();
        if (rows.Length == 0) yield break;
        yield return $"Difference to {result.Default.Name} in {result.Metric.Name} (below 0 is better)";
        string[] header = ["loss", "difference", "95 % interval", "p", "corrected"];
        string[][] cells =
        [
            header,
            .. rows.Select(row =>
            {
                var difference = row.DifferenceIn(result.Metric)!;
                return (string[])
                [
                    CompareTable.Name(row), NumberFormat.Signed(difference.Mean),
                    $"[{NumberFormat.Signed(difference.Low)}, {NumberFormat.Signed(difference.High)}]",
                    Probability(difference.P), Probability(difference.AdjustedP),
                ];
            }),
        ];
        var widths = Enumerable.Range(0, header.Length).Select(j => cells.Max(row => TextWidth.Of(row[j]))).ToArray();
        widths[0] = Math.Min(widths[0], TextReport.PlainWidth - widths[1..].Sum(width => width + 1));
        foreach (var row in cells)
        {
            row[0] = CompareTable.Cut(row[0], widths[0]);
            var padded = row.Select((cell, j) => j == 0
                ? cell + new string(' ', widths[j] - TextWidth.Of(cell))
                : cell.PadLeft(widths[j]));
            yield return string.Join(' ', padded).TrimEnd();
        }
    }

    /// <summary>Robustness and learning curves as rows of numbers.</summary>
    public static IEnumerable<string> Curves(ComparisonResult result)
    {
        if (result.Corruption is { } corruption)
        {
            var what = corruption.Kind == CorruptionKind.Labels ? "wrong" : "outliers";
            foreach (var line in Curve(result, $"{result.Metric.Key} on clean test rows, by share of training targets made {what}", row => row.Robustness, x => Percent(x))) yield return line;
        }

        foreach (var line in Curve(result, $"{result.Metric.Key} by training rows", row => row.Learning, x => x.ToString("0", CultureInfo.InvariantCulture))) yield return line;
    }

    /// <summary>A line for each row that has parameters, and for each formula that the table cuts.</summary>
    public static IEnumerable<string> Parameters(ComparisonResult result)
    {
        foreach (var row in result.Rows)
        {
            var texts = ParameterText.Of(row);
            if (texts.Count > 0) yield return $"{row.Name}: {string.Join(", ", texts)}";
            else if (!CompareTable.IsWhole(row)) yield return $"{CompareTable.Name(row)} is {row.Name}";
        }
    }

    public static IEnumerable<string> Footing(ComparisonResult result, IReadOnlyList<string> leftOut)
    {
        yield return $"* best of its column; rows after the default are ordered by {result.Metric.Key} (--metric); - where the loss does not define the metric.";
        foreach (var group in result.Rows.Where(row => row.Problems.Count > 0).GroupBy(row => string.Join("; ", row.Problems), StringComparer.Ordinal))
        {
            var consequence = group.First().Failed ? "; the numbers are those of the point that was reached" : "";
            yield return $"! {string.Join(", ", group.Select(row => row.Name))}: {group.Key}{consequence}.";
        }

        if (leftOut.Count > 0)
            yield return $"Left out to fit the window: {string.Join(", ", leftOut)}; a wider window or a pipe shows all.";
        foreach (var group in result.Excluded.GroupBy(exclusion => exclusion.Reason, StringComparer.Ordinal))
            yield return $"Not compared: {string.Join(", ", group.Select(exclusion => exclusion.Loss))}: {group.Key}.";
        foreach (var warning in result.Warnings) yield return warning;
    }

    private static IEnumerable<string> Curve(
        ComparisonResult result, string title, Func<ComparisonRow, IReadOnlyList<CurvePoint>> curve, Func<double, string> header)
    {
        var rows = result.Rows.Where(row => curve(row).Count > 0).ToArray();
        if (rows.Length == 0) yield break;
        var format = CompareTable.FormatOf(result);
        yield return title;
        string[][] cells =
        [
            ["loss", .. curve(rows[0]).Select(point => header(point.X))],
            .. rows.Select(row => (string[])[CompareTable.Name(row), .. curve(row).Select(point => point.Value is { } value ? format.Show(result.Metric, value) : "-")]),
        ];
        var widths = Enumerable.Range(0, cells[0].Length).Select(j => cells.Max(row => TextWidth.Of(row[j]))).ToArray();
        foreach (var row in cells)
            yield return string.Join("  ", row.Select((cell, j) => j == 0 ? cell + new string(' ', widths[j] - TextWidth.Of(cell)) : cell.PadLeft(widths[j]))).TrimEnd();
        yield return "";
    }

    private static string Percent(double share) => share.ToString("P1", CultureInfo.InvariantCulture);

    private static string Probability(double p) => p < 0.0001 ? "<0.0001" : p.ToString("0.0000", CultureInfo.InvariantCulture);
}
