namespace Minima.Tabular;

/// <summary>Checks of the data themselves: faults that no loss can repair.</summary>
internal static class DataChecks
{
    private static readonly Localized TypeName = new("type", "类型");
    private static readonly Localized MissingName = new("disguised missing", "伪装的缺失值");
    private static readonly Localized LeakageName = new("leakage", "数据泄漏");
    private static readonly Localized SizeName = new("sample size", "样本量");

    /// <summary>Numbers that often mean "unknown".</summary>
    private static readonly double[] Sentinels = [-1, -9, -99, -999, -9999, -99999, 9, 99, 999, 9999, 99999, 999999, 9999999];

    private const int FewestSpikes = 5;
    private const int FewestInClass = 10;
    private const int MostBins = 20;

    public static TableCheck Type(AdviceContext context)
    {
        var word = PredictionTasks.Word(context.Target.Task);
        return new TableCheck
        {
            Name = "type",
            Title = TypeName,
            Status = TableCheckStatus.Known,
            Sentence = new($"{word}, because {context.Target.Why.English}.", $"{word}，因为{context.Target.Why.Chinese}。"),
        };
    }

    /// <summary>A number such as -1 or 999 that is frequent and far from all others.</summary>
    public static TableCheck Missing(AdviceContext context)
    {
        var threshold = context.Thresholds[Thresholds.Missing];
        var worst = (Share: 0.0, Column: (AdviceColumn?)null, Value: 0.0, Count: 0, Gap: 0.0);
        AdviceColumn[] columns = context.Target.IsClass ? [.. context.Data.Features] : [.. context.Data.Features, context.Data.Target];
        foreach (var column in columns.Where(c => c.IsNumeric))
        {
            var seen = column.Numbers.Where(x => !double.IsNaN(x)).ToArray();
            foreach (var sentinel in Sentinels)
            {
                var count = seen.Count(x => x == sentinel);
                if (count < FewestSpikes || count == seen.Length)
                {
                    continue;
                }

                var others = seen.Where(x => x != sentinel).ToArray();
                var (low, high) = (others.Min(), others.Max());
                var gap = sentinel < low ? low - sentinel : sentinel > high ? sentinel - high : 0;
                var share = (double)count / seen.Length;

                // Its distance to the others exceeds half their range; a -1 below counts or amounts is suspicious at any distance.
                var apart = gap > 0.5 * (high - low) || (sentinel == -1 && low >= 0 && others.Distinct().Count() > 10);
                if (apart && share > threshold && share > worst.Share && others.Distinct().Count() > 2)
                {
                    worst = (share, column, sentinel, count, gap);
                }
            }
        }

        if (worst.Column is not { } found)
        {
            return new TableCheck
            {
                Name = Thresholds.Missing,
                Title = MissingName,
                Status = TableCheckStatus.Nothing,
                Threshold = threshold,
                Statistic = 0,
                Sentence = new($"no number such as -1 or 999 is repeated apart from the others (threshold {AdviceContext.Percent(threshold)} of the rows).", $"没有反复出现且远离其他值的 -1、999 之类的数（阈值：行数的 {AdviceContext.Percent(threshold)}）。"),
            };
        }

        var mark = CsvReader.Words.Missing($"{found.Name}={Short(worst.Value)}");
        return new TableCheck
        {
            Name = Thresholds.Missing,
            Title = MissingName,
            Status = worst.Share > 2 * threshold ? TableCheckStatus.Likely : TableCheckStatus.Possible,
            Statistic = worst.Share,
            Threshold = threshold,
            FixFirst = true,
            Columns = [found.Name],
            Sentence = new(
                $"{DataException.Quote(found.Name)} is {Short(worst.Value)} in {worst.Count} rows ({AdviceContext.Percent(worst.Share)}, threshold {AdviceContext.Percent(threshold)}), {Short(worst.Gap)} away from every other value: if it stands for a missing value, give {mark}.",
                $"{Localized.Quote(found.Name).Chinese}有 {worst.Count} 行为 {Short(worst.Value)}（{AdviceContext.Percent(worst.Share)}，阈值 {AdviceContext.Percent(threshold)}），与其他值相距 {Short(worst.Gap)}：若它代表缺失值，请加 {mark}。"),
            Rows = [.. Enumerable.Range(0, found.Numbers.Length).Where(i => found.Numbers[i] == worst.Value).Take(3).Select(i => new ExampleRow(context.Data.Lines[i], $"{found.Name} = {found.Show(i)}"))],
        };
    }

    /// <summary>One column that alone predicts nearly all of the target.</summary>
    public static TableCheck Leakage(AdviceContext context)
    {
        var threshold = context.Thresholds[Thresholds.Leakage];
        if (context.Data.Rows < AdviceContext.FewestRows)
        {
            return NumberChecks.Skipped(Thresholds.Leakage, LeakageName, new($"{context.Data.Rows} rows are too few to tell; {AdviceContext.FewestRows} are needed.", $"只有 {context.Data.Rows} 行，不足以判断；至少需要 {AdviceContext.FewestRows} 行。"));
        }

        var (best, strongest) = (0.0, (AdviceColumn?)null);
        foreach (var column in context.Data.Features)
        {
            var strength = Strength(context, column);
            if (strength > best)
            {
                (best, strongest) = (strength, column);
            }
        }

        var found = best > threshold;
        var name = strongest is null ? Localized.Nothing : Localized.Quote(strongest.Name);
        return new TableCheck
        {
            Name = Thresholds.Leakage,
            Title = LeakageName,
            Status = !found ? TableCheckStatus.Nothing : best > 1 - (1 - threshold) / 4 ? TableCheckStatus.Likely : TableCheckStatus.Possible,
            Statistic = best,
            Threshold = threshold,
            FixFirst = found,
            Columns = found ? [strongest!.Name] : [],
            Sentence = strongest is null
                ? new("no single column predicts the target.", "没有任何单独一列能说明目标值。")
                : new(
                    $"{name.English} alone explains {AdviceContext.Percent(best)} of the target (threshold {AdviceContext.Percent(threshold)}).{(found ? $" Is it known before the target is? If not, leave it out: --ignore {ColumnBuilder.Argument(strongest.Name)}." : "")}",
                    $"仅{name.Chinese}一列就解释了目标值的 {AdviceContext.Percent(best)}（阈值 {AdviceContext.Percent(threshold)}）。{(found ? $"它在目标值之前就已知吗？如果不是，请用 --ignore {ColumnBuilder.Argument(strongest.Name)} 去掉它。" : "")}"),
            Rows = found ? [.. Enumerable.Range(0, context.Data.Rows).Take(3).Select(i => new ExampleRow(context.Data.Lines[i], $"{strongest!.Name} = {strongest.Show(i)}, {context.Data.Target.Name} = {context.Data.Target.Show(i)}"))] : [],
        };
    }

    public static TableCheck Size(AdviceContext context)
    {
        var threshold = context.Thresholds[Thresholds.Size];
        var (rows, width) = (context.Data.Rows, context.Design.Width);
        var perCoefficient = (double)rows / width;
        var smallest = context.Target.Classes.Count == 0 ? int.MaxValue : context.Target.Codes.GroupBy(c => c).Min(g => g.Count());
        var fewInClass = smallest < FewestInClass;
        return new TableCheck
        {
            Name = Thresholds.Size,
            Title = SizeName,
            Status = perCoefficient < threshold / 2 || smallest < FewestInClass / 2 ? TableCheckStatus.Likely : perCoefficient < threshold || fewInClass ? TableCheckStatus.Possible : TableCheckStatus.Nothing,
            Statistic = perCoefficient,
            Threshold = threshold,
            Sentence = new(
                $"{rows} rows for {width} coefficients, {Short(perCoefficient)} for each (threshold {Short(threshold)}){(context.Target.Classes.Count == 0 ? "" : $"; the smallest class has {smallest} rows")}.{(perCoefficient < threshold || fewInClass ? " Too few to tell losses apart: trust the default." : "")}",
                $"{rows} 行对 {width} 个系数，每个 {Short(perCoefficient)} 行（阈值 {Short(threshold)}）{(context.Target.Classes.Count == 0 ? "" : $"；最小的类别有 {smallest} 行")}。{(perCoefficient < threshold || fewInClass ? "样本太少，无法区分损失：请用默认损失。" : "")}"),
        };
    }

    /// <summary>The part of the target that one column explains: R squared of a number, the proportion of errors removed for classes.</summary>
    private static double Strength(AdviceContext context, AdviceColumn column)
    {
        var target = context.Target;
        if (!target.IsClass)
        {
            if (!column.IsNumeric)
            {
                return 0;
            }

            var filled = column.Numbers.Where(x => !double.IsNaN(x)).DefaultIfEmpty(0).Average();
            double[] x = [.. column.Numbers.Select(v => double.IsNaN(v) ? filled : v)];
            var (plain, ranks) = (OrderStatistics.Correlation(x, target.Values), OrderStatistics.Correlation(OrderStatistics.Ranks(x), OrderStatistics.Ranks(target.Values)));
            return Math.Max(plain * plain, ranks * ranks);
        }

        int[]? bins = null;
        if (column.IsNumeric)
        {
            double[] known = [.. column.Numbers.Select(v => double.IsNaN(v) ? double.NegativeInfinity : v)];
            if (target.Classes.Count == 2)
            {
                var area = RankedCounts.AreaUnderCurve(new RankedCounts(known, [.. target.Codes.Select(code => code == 1 ? 1.0 : 0)]).Count()) ?? 0.5;
                return Math.Abs(2 * area - 1);
            }

            bins = [.. OrderStatistics.Ranks(known).Select(r => (int)(r * MostBins / known.Length))];
        }
        else if (column.Levels(AdviceColumn.MostLevels) is { } levels)
        {
            bins = [.. column.Cells.Select(c => Array.IndexOf(levels, c))];
        }

        if (bins is null)
        {
            return 0;
        }

        var right = bins.Zip(target.Codes).GroupBy(p => p.First).Sum(g => g.GroupBy(p => p.Second).Max(c => c.Count()));
        var most = target.Codes.GroupBy(c => c).Max(g => g.Count());
        return (double)(right - most) / (target.Codes.Length - most);
    }

    private static string Short(double x) => AdviceContext.Short(x);
}
