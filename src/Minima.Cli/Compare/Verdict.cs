using System.Globalization;

namespace Minima.Cli.Compare;

/// <summary>Whether a loss beats the default, from the paired differences fold by fold.</summary>
/// <param name="Best">The loss that is spoken of: the clear winner, else the one with the best mean; null when there is none to compare.</param>
/// <param name="Difference">Its paired difference to the default in the chosen metric, or null.</param>
/// <param name="Clear">Better, with a p below 0.05 after the correction for having tried many.</param>
/// <param name="Text">A few sentences.</param>
internal sealed record Verdict(string? Best, Difference? Difference, bool Clear, Both Text)
{
    /// <summary>The default does worse than a constant, and <see cref="Best"/> better than both, though not beyond luck: a few rows may decide.</summary>
    public bool DefaultFails { get; init; }

    /// <summary>The chance of calling any loss better where none is.</summary>
    public const double Level = 0.05;

    // Losses that are the same up to a factor train to the same model but for rounding.
    private const double Negligible = 1e-4;

    // Below this share of the metric a lead is said to be small, however surely it is there.
    private const double Small = 0.01;

    // So much worse than a constant, in shares of its own figure, a default is not merely without help from the features.
    private const double Failing = 0.1;

    /// <summary>How many models were tried against the default.</summary>
    public static int Tried(IReadOnlyList<ComparisonRow> rows, Metric metric) => Usable(rows, metric).Count();

    public static Verdict Of(IReadOnlyList<ComparisonRow> rows, Metric metric)
    {
        var control = rows.First(row => row.Kind == RowKind.Default);
        var others = rows.Where(row => row is { Kind: RowKind.Loss, Failed: false }).ToArray();
        var (english, chinese) = metric.Title;
        var name = control.Name;
        if (control.Find(metric)?.Mean is not { } level)
        {
            return Without(new(
                $"The default loss {name} does not define {english} here, so there is nothing to compare with.",
                $"默认损失 {name} 在这里没有定义{chinese}，无从比较。"));
        }

        var usable = Usable(rows, metric).OrderBy(row => row.DifferenceIn(metric)!.Mean).ToArray();
        if (usable.Length == 0)
        {
            if (!others.Any(row => row.Find(metric)?.Mean is not null))
                return Without(new($"No other loss here defines {english}; the default {name} stands alone.", $"这里没有其他损失定义{chinese}，只有默认的 {name}。"));
            return others.All(row => row.IsTwin || row.Find(metric)?.Mean is null)
                ? Without(new($"No other loss here trains to another model than the default {name}.", $"其他损失训练出的模型都与默认的 {name} 相同。"))
                : Without(new($"One fold is too little to tell whether a loss beats the default {name}.", $"只有一折，无法判断是否有损失优于默认的 {name}。"));
        }

        var folds = control.Find(metric)!.ByFold.Count;
        var nearest = usable[0];
        if (usable.FirstOrDefault(row => IsClear(row.DifferenceIn(metric)!, level)) is not { } winner) return Fine(rows, metric, control, nearest, level, folds, usable.Length);

        // The row that comes first may owe it to one fold; then a row further down is the one to speak of, and the reader is told why.
        var difference = winner.DifferenceIn(metric)!;
        var (mean, share, p) = (NumberFormat.Rough(-difference.Mean), Share(-difference.Mean, level), P(difference.AdjustedP));
        var (low, high, tried) = (NumberFormat.Rough(-difference.High), NumberFormat.Rough(-difference.Low), Correction(usable.Length));
        Both figures = new(
            $"{mean} in {english} ({share.English}; 95 % interval {low} to {high} over {folds} folds; p {p}{tried.English})",
            $"{chinese}改善 {mean}（{share.Chinese}；{folds} 折上的 95% 置信区间为 {low} 至 {high}；{tried.Chinese}p 为 {p}）");
        Both lead = winner == nearest
            ? new($"{winner.Name} beats the default {name} by {figures.English}.", $"{winner.Name} 优于默认的 {name}：{figures.Chinese}。")
            : new(
                $"{nearest.Name} comes first, but its lead over the default {name} may be luck; that of {winner.Name} is clear: {figures.English}.",
                $"{nearest.Name} 排在首位，但它对默认的 {name} 的优势可能出于偶然；{winner.Name} 的优势则是明确的：{figures.Chinese}。");
        if (Constant(rows, metric, metric.Badness(winner.Find(metric)!.Mean!.Value), level) is { } equal)
        {
            return new(winner.Name, difference, true, lead + new Both(
                $" But it does not beat {equal.English}: the features tell this model nothing that helps here.",
                $"但它并不优于{equal.Chinese}：特征对这个模型没有帮助。"));
        }

        var caution = -difference.Mean < Small * Math.Abs(level)
            ? new Both(" So small a lead is hardly a reason to leave the default.", "优势如此之小，未必值得放弃默认损失。")
            : Both.Nothing;
        return new(winner.Name, difference, true, lead + caution);
    }

    private static Verdict Fine(
        IReadOnlyList<ComparisonRow> rows, Metric metric, ComparisonRow control, ComparisonRow nearest, double level, int folds, int count)
    {
        var difference = nearest.DifferenceIn(metric)!;
        var name = control.Name;
        var (english, chinese) = metric.Title;
        if (Constant(rows, metric, metric.Badness(level) - (Failing * Math.Abs(level)), level) is { } better && Constant(rows, metric, metric.Badness(nearest.Find(metric)!.Mean!.Value), level) is null)
        {
            var (lead, part, chance) = (NumberFormat.Rough(-difference.Mean), Share(-difference.Mean, level), P(difference.AdjustedP));
            return new(nearest.Name, difference, false, new(
                $"The default {name} does worse than {better.English} in {english} here, and {nearest.Name} better than both: by {lead} ({part.English}) than the default. Over {folds} folds that is not beyond luck (p {chance}{Correction(count).English}), which often means that a few rows decide: look at the rows that cost most (--report), or compare by a metric that they do not rule (--metric).",
                $"按{chinese}衡量，默认的 {name} 还不如{better.Chinese}，而 {nearest.Name} 比两者都好：比默认损失改善 {lead}（{part.Chinese}）。{folds} 折上这仍可归于偶然（{Correction(count).Chinese}p 为 {chance}），往往说明结果由少数几行决定：请查看代价最大的那些行（--report），或换一个不受它们左右的指标（--metric）。"))
            {
                DefaultFails = true,
            };
        }

        Both text;
        if (difference.Mean < -Negligible * Math.Abs(level))
        {
            var (mean, share, p, tried) = (NumberFormat.Rough(-difference.Mean), Share(-difference.Mean, level), P(difference.AdjustedP), Correction(count));
            text = new(
                $"The default {name} is fine here: no loss beats it in {english} over {folds} folds beyond what luck gives; the nearest is {nearest.Name}, better by {mean} ({share.English}; p {p}{tried.English}).",
                $"这里用默认的 {name} 就好：按{chinese}衡量，{folds} 折上没有损失明显优于它，差距可归于偶然；最接近的是 {nearest.Name}，改善 {mean}（{share.Chinese}；{tried.Chinese}p 为 {p}）。");
        }
        else
        {
            text = new(
                $"The default {name} is fine here: no loss beats it in {english} over {folds} folds.",
                $"这里用默认的 {name} 就好：按{chinese}衡量，{folds} 折上没有损失优于它。");
        }

        if (Constant(rows, metric, metric.Badness(level), level) is { } constant)
        {
            text += new Both(
                $" But it does not beat {constant.English} either: the features tell this model nothing that helps here.",
                $"但它也不优于{constant.Chinese}：特征对这个模型没有帮助。");
        }

        return new(nearest.Name, difference, false, text);
    }

    private static Verdict Without(Both text) => new(null, null, false, text);

    private static IEnumerable<ComparisonRow> Usable(IReadOnlyList<ComparisonRow> rows, Metric metric) =>
        rows.Where(row => row is { Kind: RowKind.Loss, Failed: false, IsTwin: false } && row.DifferenceIn(metric) is not null);

    /// <summary>A constant prediction that is as good as this, or null. A bias near zero says nothing about the features.</summary>
    private static Both? Constant(IReadOnlyList<ComparisonRow> rows, Metric metric, double badness, double level) =>
        metric.Goal is MetricGoal.NearZero or MetricGoal.NearHalf
            ? null
            : rows.FirstOrDefault(row => row.Kind == RowKind.Constant
                && row.Find(metric)?.Mean is { } mean
                && metric.Badness(mean) <= badness + (Negligible * Math.Abs(level)))?.Title;

    private static Both Share(double difference, double level)
    {
        if (level == 0) return new("of 0", "原为 0");
        var share = (difference / Math.Abs(level)).ToString("0.0 %", CultureInfo.InvariantCulture);
        return new(share, share.Replace(" ", "", StringComparison.Ordinal));
    }

    private static string P(double p) => p < 0.0001 ? "< 0.0001" : p.ToString("0.0000", CultureInfo.InvariantCulture);

    private static Both Correction(int count) => count > 1
        ? new($" after correcting for {count} losses tried", $"按尝试的 {count} 个损失校正后 ")
        : Both.Nothing;

    private static bool IsClear(Difference difference, double level) =>
        difference.AdjustedP < Level && difference.Mean < 0 && difference.Mean < -Negligible * Math.Abs(level);
}
