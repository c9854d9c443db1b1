using System.Text.RegularExpressions;

namespace Minima.Tabular;

/// <summary>Finds a column of times along which the target, or a feature, drifts: later rows differ from earlier ones.</summary>
internal static partial class DriftCheck
{
    private static readonly Localized Name = new("drift", "随时间漂移");

    private const int Stretches = 5;
    private const int FewestTimes = 20;
    private const double OfTarget = 0.02;
    private const double OfFeature = 0.1;

    /// <summary>The significance level, low because a table may have many columns.</summary>
    private const double Luck = 1e-6;

    /// <summary>The column of times with its drift; a check without a finding if there is none.</summary>
    public static TableCheck Of(AdviceContext context)
    {
        if (context.Data.Rows < AdviceContext.FewestRows) return Nothing;
        var found = context.Data.Features.Select(column => Of(context, column)).OfType<TableCheck>().OrderByDescending(check => check.Status).ThenByDescending(check => check.Statistic).FirstOrDefault();
        return found ?? Nothing;
    }

    private static TableCheck Nothing => new()
    {
        Name = "drift",
        Title = Name,
        Status = TableCheckStatus.Nothing,
        Threshold = OfTarget,
        Sentence = new("nothing drifts along a column of times.", "没有随时间列漂移的迹象。"),
    };

    private static TableCheck? Of(AdviceContext context, AdviceColumn column)
    {
        if (Times(column) is not { } times || times.Where(time => !double.IsNaN(time)).Distinct().Count() < FewestTimes) return null;
        int[] rows = [.. Enumerable.Range(0, times.Length).Where(row => !double.IsNaN(times[row])).OrderBy(row => times[row])];
        var kinds = new int[rows.Length];
        for (var i = 0; i < rows.Length; i++) kinds[i] = i > 0 && times[rows[i]].Equals(times[rows[i - 1]]) ? kinds[i - 1] : (int)((long)i * Stretches / rows.Length);
        var target = Of(context.Target.Values, rows, kinds);
        var (drifting, most) = ((string?)null, new VarianceParts(0, 0, 1));
        foreach (var feature in context.Data.Features.Where(feature => feature != column && feature.IsNumeric && Times(feature) is null))
        {
            var known = rows.Where(row => !double.IsNaN(feature.Numbers[row])).ToArray();
            if (known.Length < rows.Length) continue;
            if (Of(feature.Numbers, rows, kinds) is var parts && parts.Share > most.Share) (drifting, most) = (feature.Name, parts);
        }

        var drifts = target.Share > OfTarget && target.P < Luck;
        var moves = most.Share > OfFeature && most.P < Luck;
        var quoted = Localized.Quote(column.Name);
        var percent = AdviceContext.Percent(target.Share);
        var moved = Localized.Quote(drifting ?? "");
        return !drifts && !moves ? null : new TableCheck
        {
            Name = "drift",
            Title = Name,
            Status = drifts ? TableCheckStatus.Likely : TableCheckStatus.Possible,
            Statistic = drifts ? target.Share : most.Share,
            Threshold = drifts ? OfTarget : OfFeature,
            FixFirst = true,
            Columns = [column.Name],
            Sentence = drifts
                ? new(
                    $"the target drifts along {quoted.English}: which fifth of the time a row is in explains {percent} of it (threshold {AdviceContext.Percent(OfTarget)}). Folds dealt by chance would train on the future.",
                    $"目标值随{quoted.Chinese}漂移：把时间分成五段，仅凭一行落在哪一段就解释了它的 {percent}（阈值 {AdviceContext.Percent(OfTarget)}）。随机划分会用未来的数据训练。")
                : new(
                    $"{moved.English} drifts along {quoted.English}: which fifth of the time a row is in explains {AdviceContext.Percent(most.Share)} of it (threshold {AdviceContext.Percent(OfFeature)}).",
                    $"{moved.Chinese}随{quoted.Chinese}漂移：把时间分成五段，仅凭一行落在哪一段就解释了它的 {AdviceContext.Percent(most.Share)}（阈值 {AdviceContext.Percent(OfFeature)}）。"),
        };
    }

    private static VarianceParts Of(double[] values, int[] rows, int[] kinds) => VarianceParts.Of(Array.ConvertAll(rows, row => values[row]), kinds);

    /// <summary>The times of a column of dates, or of numbers whose name is that of times; null for others.</summary>
    private static double[]? Times(AdviceColumn column)
    {
        if (column.IsNumeric) return TimeName().IsMatch(column.Name.Trim()) ? column.Numbers : null;
        var times = new double[column.Cells.Count];
        for (var row = 0; row < times.Length; row++)
        {
            times[row] = double.NaN;
            if (AdviceColumn.IsMissing(column.Cells[row])) continue;
            if (!CellParser.Date(column.Cells[row], out var days)) return null;
            times[row] = days;
        }

        return times;
    }

    [GeneratedRegex(@"^(year|date|time|datetime|timestamp|ts|epoch|week|month)$|([_\s\-.])(date|time|datetime|timestamp|ts|epoch|at)$|(日期|时间|时刻|年份)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex TimeName();
}
