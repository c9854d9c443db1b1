namespace Minima.Tabular;

/// <summary>Checks of counts, and of amounts that are often 0.</summary>
internal static class CountChecks
{
    private static readonly Localized ZerosName = new("zeros", "零值");
    private static readonly Localized DispersionName = new("overdispersion", "过度离散");

    private const int FewestZeros = 8;

    public static TableCheck Zeros(AdviceContext context)
    {
        var values = context.Target.Values;
        var threshold = context.Thresholds[Thresholds.Zeros];
        var zeros = Enumerable.Range(0, values.Length).Where(i => values[i] == 0).ToArray();
        var share = (double)zeros.Length / values.Length;
        if (values.Min() < 0)
        {
            return NumberChecks.Skipped(Thresholds.Zeros, ZerosName, new($"the target has values below 0 (lowest {Short(values.Min())}).", $"目标值有小于 0 的值（最小值 {Short(values.Min())}）。"));
        }

        ExampleRow[] rows = [.. zeros.Take(3).Select(i => new ExampleRow(context.Data.Lines[i], $"{context.Data.Target.Name} = {context.Data.Target.Show(i)}"))];
        if (context.Target.Task != PredictionTask.Count)
        {
            // Among amounts, any pile of zeros is too many for a density.
            var others = values.Where(y => y > 0).Distinct().Count();
            var found = zeros.Length >= FewestZeros && share > threshold && others > 2 * Math.Sqrt(values.Length - zeros.Length);
            return new TableCheck
            {
                Name = Thresholds.Zeros,
                Title = ZerosName,
                Status = !found ? TableCheckStatus.Nothing : share > 2 * threshold ? TableCheckStatus.Likely : TableCheckStatus.Possible,
                Statistic = share,
                Threshold = threshold,
                Purpose = LossPurpose.ManyZeros,
                Sentence = new(
                    $"{zeros.Length} of {values.Length} amounts are exactly 0 ({AdviceContext.Percent(share)}, threshold {AdviceContext.Percent(threshold)}).",
                    $"{values.Length} 个值中有 {zeros.Length} 个恰好为 0（{AdviceContext.Percent(share)}，阈值 {AdviceContext.Percent(threshold)}）。"),
                Rows = found ? rows : [],
            };
        }

        if (context.NoResiduals is { } reason)
        {
            return NumberChecks.Skipped(Thresholds.Zeros, ZerosName, reason);
        }

        var chances = context.Means.Select(m => Math.Exp(-m)).ToArray();
        var expected = chances.Sum();
        var strength = (zeros.Length - expected) / Math.Sqrt(Math.Max(0.25, chances.Sum(p => p * (1 - p))));
        var excess = (zeros.Length - expected) / values.Length;
        var status = !(strength > 4 && excess > threshold) ? TableCheckStatus.Nothing : strength > 7 && excess > 2 * threshold ? TableCheckStatus.Likely : TableCheckStatus.Possible;
        return new TableCheck
        {
            Name = Thresholds.Zeros,
            Title = ZerosName,
            Status = status,
            Statistic = excess,
            Threshold = threshold,
            Purpose = LossPurpose.ManyZeros,
            Sentence = new(
                $"{zeros.Length} of {values.Length} counts are 0; a Poisson fit expects {Short(expected)} (excess {AdviceContext.Percent(excess)}, threshold {AdviceContext.Percent(threshold)}; {Short(strength)} standard errors).",
                $"{values.Length} 个计数中有 {zeros.Length} 个为 0；泊松拟合应有 {Short(expected)} 个（超出 {AdviceContext.Percent(excess)}，阈值 {AdviceContext.Percent(threshold)}；{Short(strength)} 倍标准误）。"),
            Rows = status == TableCheckStatus.Nothing ? [] : rows,
        };
    }

    public static TableCheck Dispersion(AdviceContext context)
    {
        if (context.NoResiduals is { } reason)
        {
            return NumberChecks.Skipped(Thresholds.Dispersion, DispersionName, reason);
        }

        var threshold = context.Thresholds[Thresholds.Dispersion];
        var (values, means) = (context.Target.Values, context.Means);
        var (pearson, score, squares) = (0.0, 0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            var residual = values[i] - means[i];
            pearson += residual * residual / means[i];
            score += residual * residual - values[i];
            squares += means[i] * means[i];
        }

        var dispersion = pearson / (values.Length - context.Design.Width);

        // The score test of Dean and Lawless (1989).
        var strength = score / Math.Sqrt(2 * squares);
        var status = !(dispersion > threshold && strength > 4) ? TableCheckStatus.Nothing : dispersion > 1 + 2 * (threshold - 1) && strength > 6 ? TableCheckStatus.Likely : TableCheckStatus.Possible;
        return new TableCheck
        {
            Name = Thresholds.Dispersion,
            Title = DispersionName,
            Status = status,
            Statistic = dispersion,
            Threshold = threshold,
            Purpose = LossPurpose.Overdispersion,
            Sentence = new(
                $"the variance is {Short(dispersion)} times the mean after a Poisson fit (threshold {Short(threshold)}; {Short(strength)} standard errors).",
                $"泊松拟合后方差是均值的 {Short(dispersion)} 倍（阈值 {Short(threshold)}；{Short(strength)} 倍标准误）。"),
            Rows = status == TableCheckStatus.Nothing ? [] :
            [
                .. Enumerable.Range(0, values.Length).OrderByDescending(i => Math.Abs(values[i] - means[i]) / Math.Sqrt(means[i])).Take(3)
                    .Select(i => context.Example(i, means[i])),
            ],
        };
    }

    private static string Short(double x) => AdviceContext.Short(x);
}
