using System.Globalization;

namespace Minima.Tabular;

/// <summary>The checks of <c>advise</c> on the table of a comparison: the comparison reports their findings with its answer.</summary>
internal static class TableWarnings
{
    /// <summary>The checks use at most this many rows.</summary>
    private const int MostRows = 10_000;

    /// <summary>From this R squared on, the columns determine the target up to the rounding of the display.</summary>
    private const double Determined = 0.99995;

    /// <summary>The findings to repair first.</summary>
    public static IReadOnlyList<TableCheck> Of(ComparisonData data)
    {
        int[] used = Array.FindAll(data.Used, row => row < data.TestFrom);
        int[] sampled = Array.ConvertAll(RowSampling.Of(used.Length, MostRows, 1), position => used[position]);
        int[] rows = used.Length <= MostRows ? sampled : [.. sampled.Union(data.Columns.SelectMany(column => Farthest(column, used))).Order()];
        var target = data.Targets[0];
        if (rows.Select(row => target.Values[row]).Distinct().Count() < 2) return [];
        var name = target.Name;
        var columns = data.Columns.Where(column => column.Name != name).Select(column => (column.Name, (IReadOnlyList<string>)Array.ConvertAll(rows, row => Cell(column, row))))
            .Append((name, Array.ConvertAll(rows, row => target.Kind == TargetKind.Regression ? Text(target.Values[row]) : target.Classes[(int)target.Values[row]])))
            .ToArray();
        var sample = AdviceData.Of(data.Name, used.Length, name, columns, Array.ConvertAll(rows, row => data.Lines[row]));
        var task = data.Task.Task == PredictionTask.MultiLabel ? PredictionTask.Binary : data.Task.Task;
        var context = new AdviceContext(sample, AdviceTarget.Of(sample.Target, new(), data.Name).As(task, data.Task.Why), new())
        {
            UnreadDates = [.. data.UnreadDates.Select(column => (column.Name, column.UnreadDates))],
        };
        return [.. TableChecks.Of(context).Where(check => check is { IsFound: true, FixFirst: true } && (data.Copies is null || check.Name != TableChecks.CopiesKey))];
    }

    /// <summary>The warning about a default that explains the whole target, or null.</summary>
    public static Localized? OfDefault(ComparisonRow control) =>
        control.Metrics.FirstOrDefault(value => value.Metric.Key == "r2")?.Mean is { } share && share >= Determined
            ? new(
                $"The columns determine the target but for rounding (R^2 {share.ToString("0.0000", CultureInfo.InvariantCulture)}): is each of them known before the target is?",
                $"各列几乎完全决定了目标值（R² 为 {share.ToString("0.0000", CultureInfo.InvariantCulture)}）：它们都在目标值之前就已知吗？")
            : null;

    /// <summary>A finding as a line: the sentence, and rows that show it.</summary>
    public static Localized Line(TableCheck check)
    {
        var rows = check.Rows.Count == 0 ? Localized.Nothing : new Localized(
            $" See {string.Join("; ", check.Rows.Select(row => $"line {row.Line} ({row.Text.English})"))}.",
            $"见{string.Join("；", check.Rows.Select(row => $"第 {row.Line} 行（{row.Text.Chinese}）"))}。");
        return new Localized($"Check the data, {check.Title.English}: ", $"请检查数据，{check.Title.Chinese}：") + check.Sentence + rows;
    }

    /// <summary>The rows of the largest and the smallest number of a column, so that a sample of the rows misses no extreme one.</summary>
    private static int[] Farthest(TableColumn column, int[] rows)
    {
        if (column.Kind == TableColumnKind.Category) return [];
        int[] known = Array.FindAll(rows, row => !column.IsMissing(row));
        return known.Length == 0 ? [] : [known.MaxBy(row => column.Values[row]), known.MinBy(row => column.Values[row])];
    }

    private static string Cell(TableColumn column, int row) => column.IsMissing(row) ? ""
        : column.Kind switch
        {
            TableColumnKind.Category => column.Levels[column.Codes[row]],
            TableColumnKind.Date => DateOnly.FromDateTime(DateTime.UnixEpoch.AddDays(column.Values[row])).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            _ => Text(column.Values[row]),
        };

    /// <summary>A number with so many digits that its decimal point cannot be read as a thousands separator.</summary>
    private static string Text(double value) => value.ToString("E16", CultureInfo.InvariantCulture);
}
