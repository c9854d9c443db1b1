namespace Minima.Tabular;

/// <summary>Numbers of a feature that lie so far from all others that they alone can decide a fit: mistyped, in another unit, or marks of missing values.</summary>
internal static class ExtremeNumbers
{
    private const string Key = Thresholds.Extremes;

    private static readonly Localized Name = new("extreme numbers", "极端数值");

    /// <summary>Looks at each numeric feature, except one that <see cref="DataChecks.Missing"/> reports.</summary>
    public static TableCheck Of(AdviceContext context)
    {
        var threshold = context.Thresholds[Key];
        if (context.Data.Rows < AdviceContext.FewestRows)
        {
            return NumberChecks.Skipped(Key, Name, new($"{context.Data.Rows} rows are too few to tell; {AdviceContext.FewestRows} are needed.", $"只有 {context.Data.Rows} 行，不足以判断；至少需要 {AdviceContext.FewestRows} 行。"));
        }

        var reported = DataChecks.Missing(context).Columns;
        var found = context.Data.Features.Where(column => column.IsNumeric && !reported.Contains(column.Name, StringComparer.Ordinal))
            .Select(column => (Column: column, Extremes: ExtremeCells.In(column.Numbers, threshold))).Where(one => one.Extremes.Rows.Length > 0)
            .OrderByDescending(one => one.Extremes.Ratio).ToArray();
        if (found.Length == 0)
        {
            return new TableCheck
            {
                Name = Key,
                Title = Name,
                Status = TableCheckStatus.Nothing,
                Threshold = threshold,
                Statistic = 0,
                Sentence = new($"no feature has a few numbers {ExtremeCells.Times(threshold)} times as far from its median as all others.", $"没有特征含有少数几个与中位数的距离达到其余各值 {ExtremeCells.Times(threshold)} 倍的数。"),
            };
        }

        var (worst, (rows, median, ratio)) = found[0];
        var mark = CsvReader.Words.Missing($"{worst.Name}={worst.Show(rows[0])}");
        var others = found.Length == 1 ? Localized.Nothing : Others(Localized.List([.. found.Skip(1).Select(one => one.Column.Name)]));
        return new TableCheck
        {
            Name = Key,
            Title = Name,
            Status = TableCheckStatus.Likely,
            Statistic = ratio,
            Threshold = threshold,
            FixFirst = true,
            Columns = [.. found.Select(one => one.Column.Name)],
            Sentence = new Localized(
                $"{DataException.Quote(worst.Name)} has {(rows.Length == 1 ? "a number" : $"{rows.Length} numbers")} at least {ExtremeCells.Times(ratio)} times as far from its median {AdviceContext.Short(median)} as all others, enough to decide a fit: correct {(rows.Length == 1 ? "it" : "them")}, or give {mark} if this stands for a missing value.",
                $"{Localized.Quote(worst.Name).Chinese}有 {rows.Length} 个数与中位数 {AdviceContext.Short(median)} 的距离至少是其余各值的 {ExtremeCells.Times(ratio)} 倍，足以左右拟合：请改正；若它代表缺失值，请加 {mark}。") + others,
            Rows = [.. rows.Take(3).Select(row => new ExampleRow(context.Data.Lines[row], $"{worst.Name} = {worst.Show(row)}"))],
        };
    }

    /// <summary>The table without the rows that have an extreme number: their fits and residuals say nothing of the target.</summary>
    public static AdviceContext LeftOut(AdviceContext context)
    {
        var threshold = context.Thresholds[Key];
        var left = context.Data.Rows < AdviceContext.FewestRows ? [] : context.Data.Features.Where(column => column.IsNumeric).SelectMany(column => ExtremeCells.In(column.Numbers, threshold).Rows).ToHashSet();
        if (left.Count == 0) return context;
        var data = context.Data.Take([.. Enumerable.Range(0, context.Data.Rows).Where(row => !left.Contains(row))]);
        return new AdviceContext(data, AdviceTarget.Of(data.Target, context.Options, data.Name).As(context.Target.Task, context.Target.Why), context.Options) { UnreadDates = context.UnreadDates };
    }

    private static Localized Others(Localized names) => new($" Others have extreme numbers too: {names.English}.", $"另有含极端数值的列：{names.Chinese}。");
}
