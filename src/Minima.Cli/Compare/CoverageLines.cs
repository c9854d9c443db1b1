using Minima.Tabular;

namespace Minima.Cli.Compare;

/// <summary>The proportion of targets inside an interval by group of a table, for the default and for the best loss.</summary>
internal static class CoverageLines
{
    /// <summary>The name above the table.</summary>
    /// <param name="result">The comparison.</param>
    public static Localized Title(ComparisonResult result)
    {
        var share = FormattableString.Invariant($"{Math.Round(100 * result.Rows.Select(row => row.Reliability).OfType<ForecastReliability>().First().Interval, 10)}");
        return new($"Targets inside the {share} % interval, by group", $"各组中落在 {share}% 区间内的目标值比例");
    }

    /// <summary>The cells, the names of columns first; empty if distributions are not compared or there are no groups.</summary>
    /// <param name="result">The comparison.</param>
    /// <param name="whole">True for every column of the table; false for the one in which the default is farthest from the nominal proportion.</param>
    public static Localized[][] Cells(ComparisonResult result, bool whole)
    {
        ComparisonRow[] rows = [.. new[] { result.Default, result.Rows.FirstOrDefault(row => row.Name == result.Verdict.Best) }.OfType<ComparisonRow>().Where(row => row.Reliability is not null).DistinctBy(row => row.Name, StringComparer.Ordinal)];
        if (rows.Length == 0 || rows[0].Reliability!.Groups.Count == 0) return [];
        var groups = rows[0].Reliability!.Groups;
        var worst = groups.MaxBy(group => Math.Abs(group.Inside - rows[0].Reliability!.Interval))!.Column;
        return
        [
            [new("column", "列"), new("group", "组"), new("rows", "行数"), .. rows.Select(row => row.Title)],
            .. Enumerable.Range(0, groups.Count).Where(k => whole || groups[k].Column == worst).Select(k => (Localized[])
            [
                Localized.Same(groups[k].Column), Localized.Same(groups[k].Group), Localized.Same(NumberFormat.Short(groups[k].Rows)), .. rows.Select(row => Percent(row.Reliability!.Groups[k].Inside)),
            ]),
        ];
    }

    private static Localized Percent(double share) => new(FormattableString.Invariant($"{100 * share:0.0} %"), FormattableString.Invariant($"{100 * share:0.0}%"));
}
