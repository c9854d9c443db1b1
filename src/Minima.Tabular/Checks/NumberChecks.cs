namespace Minima.Tabular;

/// <summary>Checks of a numeric target: the residuals of a quick fit.</summary>
internal static class NumberChecks
{
    private static readonly Localized TailsName = new("heavy tails", "重尾");
    private static readonly Localized OutliersName = new("outliers", "离群点");
    private static readonly Localized SpreadName = new("spread grows", "离散度随预测变化");
    private static readonly Localized SkewName = new("positive and skewed", "正值且右偏");
    private static readonly Localized PileUpName = new("pile-up at an end", "端点堆积（删失）");

    /// <summary>Residuals beyond this many robust standard deviations are outliers.</summary>
    private const double Far = 3.5;

    /// <summary>The two-sided probability of a normal distribution beyond <see cref="Far"/>.</summary>
    private const double FarOfNormal = 4.652e-4;

    /// <summary>One residual at this distance is enough.</summary>
    private const double VeryFar = 8;

    private const double KurtosisOfNormal = 0.1226;

    /// <summary>The standard deviations of L-kurtosis and L-skewness of n normal numbers are these over the root of n, by simulation.</summary>
    private const double ErrorOfKurtosis = 0.31;
    internal const double ErrorOfSkewness = 0.43;

    private const int MostRows = 3;

    public static TableCheck Spread(AdviceContext context)
    {
        if (Skip(context, Thresholds.Spread, SpreadName) is { } skipped)
        {
            return skipped;
        }

        var threshold = context.Thresholds[Thresholds.Spread];
        var rho = context.SpreadCorrelation;
        var strength = Math.Abs(rho) * Math.Sqrt(context.Data.Rows);
        var status = !context.SpreadGrows ? TableCheckStatus.Nothing : Math.Abs(rho) > 2 * threshold && strength > 6 ? TableCheckStatus.Likely : TableCheckStatus.Possible;
        return new TableCheck
        {
            Name = Thresholds.Spread,
            Title = SpreadName,
            Status = status,
            Statistic = rho,
            Threshold = threshold,
            Purpose = rho > 0 && context.Target.Values.Min() >= 0 ? LossPurpose.GrowingSpread : LossPurpose.None,
            Sentence = SpreadText(context, rho, threshold),
            Rows = status == TableCheckStatus.Nothing ? [] : Examples(context, context.Residuals),
        };
    }

    /// <summary>The measurements for and against a growing dispersion: the text gives the decision of the check, and which of its three conditions decided.</summary>
    private static Localized SpreadText(AdviceContext context, double rho, double threshold)
    {
        var measured = new Localized($"rank correlation {Short(rho)}, threshold {Short(threshold)}", $"秩相关 {Short(rho)}，阈值 {Short(threshold)}");
        var (grow, larger) = rho < 0 ? (new Localized("shrink", "减小"), new Localized("smaller", "较小")) : (new Localized("grow", "增大"), new Localized("larger", "较大"));
        if (context.SpreadGrows) return new($"errors {grow.English} as the prediction grows ({measured.English}).", $"误差随预测值{grow.Chinese}（{measured.Chinese}）。");
        if (!context.SpreadIsCorrelated) return new($"errors keep their size as the prediction grows ({measured.English}).", $"误差不随预测值变化（{measured.Chinese}）。");
        if (!context.SpreadPassesChance)
        {
            return new(
                $"errors are {larger.English} where the prediction is larger ({measured.English}), by no more than chance gives with {context.Data.Rows} rows.",
                $"预测值较大处误差{larger.Chinese}（{measured.Chinese}），但就 {context.Data.Rows} 行数据而言并不显著。");
        }

        var (low, high) = context.SpreadOfHalves!.Value;
        return new(
            $"errors are {larger.English} where the prediction is larger ({measured.English}), and do not {grow.English} throughout: among the rows of low predictions the correlation is {Short(low)}, among those of high ones {Short(high)}. A nonlinearity that the quick fit does not capture looks like this too.",
            $"预测值较大处误差{larger.Chinese}（{measured.Chinese}），但并非处处随之{grow.Chinese}：预测值较低的一半行中相关为 {Short(low)}，较高的一半中为 {Short(high)}。快速拟合未能跟上的弯曲也会造成这种现象。");
    }

    public static TableCheck Tails(AdviceContext context)
    {
        if (Skip(context, Thresholds.Tails, TailsName) is { } skipped)
        {
            return skipped;
        }

        var threshold = context.Thresholds[Thresholds.Tails];
        var residuals = context.NaturalResiduals;
        var (_, kurtosis) = OrderStatistics.LMoments(residuals);
        var index = OrderStatistics.TailIndex(residuals);
        var error = ErrorOfKurtosis / Math.Sqrt(residuals.Length);
        var scale = Scale(context);
        var status = kurtosis > Math.Max(threshold + 0.03, KurtosisOfNormal + 6 * error) ? TableCheckStatus.Likely
            : kurtosis > Math.Max(threshold, KurtosisOfNormal + 4 * error) ? TableCheckStatus.Possible
            : TableCheckStatus.Nothing;
        return new TableCheck
        {
            Name = Thresholds.Tails,
            Title = TailsName,
            Status = status,
            Statistic = kurtosis,
            Threshold = threshold,
            Purpose = LossPurpose.HeavyTails,
            Sentence = new Localized(
                $"{scale.English} have L-kurtosis {Short(kurtosis)} (normal 0.1226, threshold {Short(threshold)}) and tail index {Short(index)} (Hill).",
                $"{scale.Chinese}的 L-峰度为 {Short(kurtosis)}（正态分布 0.1226，阈值 {Short(threshold)}），尾指数为 {Short(index)}（Hill）。")
                + (status == TableCheckStatus.Nothing && kurtosis > threshold ? OfChance(residuals.Length) : Localized.Nothing),
            Rows = status == TableCheckStatus.Nothing ? [] : Examples(context, residuals),
        };
    }

    public static TableCheck Outliers(AdviceContext context)
    {
        if (Skip(context, Thresholds.Outliers, OutliersName) is { } skipped)
        {
            return skipped;
        }

        var threshold = context.Thresholds[Thresholds.Outliers];
        var scaled = context.NaturalResiduals;
        var scale = Scale(context);
        var n = scaled.Length;
        var count = scaled.Count(z => Math.Abs(z) > Far);
        var farthest = scaled.Max(Math.Abs);
        var expected = FarOfNormal * n;
        var more = count > expected + 4 * Math.Sqrt(expected) + 3;
        var share = (double)count / n;
        var status = more && share > 2 * threshold && count >= 8 ? TableCheckStatus.Likely
            : (more && share > threshold) || farthest > VeryFar ? TableCheckStatus.Possible
            : TableCheckStatus.Nothing;
        return new TableCheck
        {
            Name = Thresholds.Outliers,
            Title = OutliersName,
            Status = status,
            Statistic = share,
            Threshold = threshold,
            Purpose = LossPurpose.Outliers,
            Sentence = new Localized(
                $"{count} of {n} {scale.English} lie beyond {Far} robust standard deviations ({AdviceContext.Percent(share)}, threshold {AdviceContext.Percent(threshold)}; normal {Short(expected)}), the farthest at {Short(farthest)}.",
                $"{n} 个{scale.Chinese}中有 {count} 个超出 {Far} 个稳健标准差（{AdviceContext.Percent(share)}，阈值 {AdviceContext.Percent(threshold)}；正态分布应有 {Short(expected)} 个），最远的在 {Short(farthest)} 处。")
                + (status == TableCheckStatus.Nothing && share > threshold ? OfChance(n) : Localized.Nothing),
            Rows = status == TableCheckStatus.Nothing ? [] : Examples(context, scaled),
        };
    }

    public static TableCheck Skew(AdviceContext context)
    {
        if (Skip(context, Thresholds.Skew, SkewName) is { } skipped)
        {
            return skipped;
        }

        if (context.Target.Values.Min() <= 0)
        {
            return Skipped(Thresholds.Skew, SkewName, new($"the target is not above 0 everywhere (lowest {Short(context.Target.Values.Min())}).", $"目标值并非处处大于 0（最小值 {Short(context.Target.Values.Min())}）。"));
        }

        var threshold = context.Thresholds[Thresholds.Skew];
        var skewness = OrderStatistics.LMoments(context.Residuals).Skewness;
        double[] logs = [.. context.Target.Values.Select(y => Math.Log(y))];
        var ofLogs = OrderStatistics.LMoments([.. logs.Zip(QuickFit.Held(context.Design, logs), (y, f) => y - f)]).Skewness;
        var strength = skewness * Math.Sqrt(context.Data.Rows) / ErrorOfSkewness;
        var status = !(skewness > threshold && strength > 4 && Math.Abs(ofLogs) < 0.6 * skewness) ? TableCheckStatus.Nothing
            : skewness > 1.5 * threshold && strength > 6 ? TableCheckStatus.Likely
            : TableCheckStatus.Possible;
        return new TableCheck
        {
            Name = Thresholds.Skew,
            Title = SkewName,
            Status = status,
            Statistic = skewness,
            Threshold = threshold,
            Purpose = LossPurpose.PositiveSkew,
            Sentence = new Localized(
                $"residuals of the positive target have L-skewness {Short(skewness)} (threshold {Short(threshold)}), those of its logarithm {Short(ofLogs)}. A fit to the logarithm itself would predict the median, not the mean.",
                $"正目标值的残差 L-偏度为 {Short(skewness)}（阈值 {Short(threshold)}），取对数后为 {Short(ofLogs)}。若直接拟合对数，得到的是中位数而不是均值。")
                + (status != TableCheckStatus.Nothing || skewness <= threshold ? Localized.Nothing
                    : strength <= 4 ? OfChance(context.Data.Rows)
                    : new(" The logarithm is skewed nearly as much, so that it takes little of the skewness away.", "对数的偏斜程度与之相近，取对数并不能消除偏斜。")),
            Rows = status == TableCheckStatus.Nothing ? [] : Examples(context, context.Residuals),
        };
    }

    /// <summary>Many targets at exactly the highest or the lowest value suggest that targets beyond it were cut off.</summary>
    public static TableCheck PileUp(AdviceContext context)
    {
        var values = context.Target.Values;
        var threshold = context.Thresholds[Thresholds.PileUp];
        var groups = values.GroupBy(y => y).Select(g => (Value: g.Key, Count: g.Count())).OrderBy(g => g.Value).ToArray();
        if (groups.Length <= 20)
        {
            return Skipped(Thresholds.PileUp, PileUpName, new($"{groups.Length} different values are too few to tell a pile from a step.", $"只有 {groups.Length} 个不同的值，无法区分堆积与台阶。"));
        }

        var (top, bottom) = (Pile([.. groups.Reverse().Take(11)]), Pile([.. groups.Take(11)]));

        // Zeros below everything else have their own check.
        if (groups[0].Value == 0)
        {
            bottom = (0, 0);
        }

        var atTop = top.Count >= bottom.Count;
        var (count, next) = atTop ? top : bottom;
        var end = atTop ? groups[^1].Value : groups[0].Value;
        var share = (double)count / values.Length;
        var found = share > threshold && count >= 8 && count > 5 * next;
        var rows = Enumerable.Range(0, values.Length).Where(i => values[i].Equals(end)).ToArray();
        var canFit = context.NoResiduals is null;
        var beyond = found && canFit ? rows.Count(i => atTop ? context.Fitted[i] > end : context.Fitted[i] < end) : 0;
        var status = !found ? TableCheckStatus.Nothing : share > 2 * threshold ? TableCheckStatus.Likely : TableCheckStatus.Possible;
        var (word, chinese) = atTop ? ("highest", "最大值") : ("lowest", "最小值");
        var fit = found && canFit ? new Localized(
            $" The fit would go beyond it for {beyond} of them. If values beyond it were cut off, name a column that marks these rows (--censored): the fit then does not treat the end as the target.",
            $"其中 {beyond} 行的拟合值超出该端点。如果超出该端点的值已被删失，请用一列标明这些行（--censored），以免把端点当作目标值。")
            : found || share <= threshold ? Localized.Nothing
            : count < 8 ? new(" That is too few rows to call a pile.", "行数太少，不能认定为堆积。")
            : new(" The values beside it are nearly as frequent, so that this is no pile.", "旁边的值也几乎同样频繁，因此不是堆积。");
        return new TableCheck
        {
            Name = Thresholds.PileUp,
            Title = PileUpName,
            Status = status,
            Statistic = share,
            Threshold = threshold,
            Purpose = LossPurpose.Censoring,
            Sentence = new(
                $"{count} of {values.Length} targets are exactly the {word} value {Short(end)} ({AdviceContext.Percent(share)}, threshold {AdviceContext.Percent(threshold)}; a value near it has {Short(next)}).{fit.English}",
                $"{values.Length} 个目标值中有 {count} 个恰好等于{chinese} {Short(end)}（{AdviceContext.Percent(share)}，阈值 {AdviceContext.Percent(threshold)}；其附近的值各有 {Short(next)} 个）。{fit.Chinese}"),
            Rows = found ? [.. rows.Take(MostRows).Select(i => canFit ? context.Example(i) : new ExampleRow(context.Data.Lines[i], $"{context.Data.Target.Name} = {context.Data.Target.Show(i)}"))] : [],
        };
    }

    private static (int Count, double Next) Pile((double Value, int Count)[] fromEnd) =>
        (fromEnd[0].Count, fromEnd.Length > 1 ? RobustScale.Median([.. fromEnd.Skip(1).Select(g => (double)g.Count)]) : double.NaN);

    private static TableCheck? Skip(AdviceContext context, string key, Localized name) => context.NoResiduals is { } reason ? Skipped(key, name, reason) : null;

    internal static TableCheck Skipped(string key, Localized name, Localized reason) => new() { Name = key, Title = name, Status = TableCheckStatus.Skipped, Sentence = reason };

    /// <summary>The reason that a number beyond its threshold is no finding: it is within chance for so few rows.</summary>
    private static Localized OfChance(int rows) => new($" {rows} rows give as much by chance.", $"就 {rows} 行而言，这也可能出于偶然。");

    private static Localized Scale(AdviceContext context) => context.HasLogScale
        ? new("ratios to a fit of the logarithm", "与对数拟合值之比")
        : new("residuals", "残差");

    private static ExampleRow[] Examples(AdviceContext context, double[] sizes) =>
        [.. Enumerable.Range(0, sizes.Length).OrderByDescending(i => Math.Abs(sizes[i])).Take(MostRows).Select(i => context.Example(sizes == context.NaturalResiduals ? context.NaturalRows[i] : i))];

    private static string Short(double x) => AdviceContext.Short(x);
}
