using System.Globalization;

namespace Minima.Tabular;

/// <summary>The verdict, from the paired differences fold by fold: if a loss beats the default and the best constant.</summary>
/// <param name="Best">The loss that the text is about: the clear winner, else the one with the best mean; null without any to compare.</param>
/// <param name="Difference">Its paired difference to the default in the chosen metric, or null.</param>
/// <param name="IsClear">The loss is the winner: better than the default, with a p-value below 0.05 after the correction for many tries, and better than the best constant beyond luck.</param>
/// <param name="Text">A few sentences.</param>
public sealed record Verdict(string? Best, Difference? Difference, bool IsClear, Localized Text)
{
    /// <summary>The verdict in a language.</summary>
    public string In(Language language) => Text.In(language);

    /// <summary>The default is worse than a constant, and <see cref="Best"/> is better than both, though not significantly: a few rows may decide.</summary>
    public bool DefaultFails { get; internal init; }

    /// <summary>The loss to train with: the clear winner, else the default if it beats the best constant beyond luck; null if no model does.</summary>
    public string? Winner { get; init; }

    /// <summary>The comparison of the loss that the answer is about (the winner, else the default) with the best constant of the wanted functional; null without one.</summary>
    public ConstantLead? Constant { get; init; }

    /// <summary>The bias of that loss, if the mean is wanted; null otherwise.</summary>
    public BiasEstimate? Bias { get; init; }

    /// <summary>The sentences after the first: the constant, the total.</summary>
    public Localized Notes { get; internal init; } = Localized.Nothing;

    /// <summary>The significance level: the probability of calling any loss better if none is.</summary>
    public const double Level = 0.05;

    // Losses that are the same up to a factor train to the same model up to rounding.
    private const double Negligible = 1e-4;

    // If the features determine the target, only the last digits of a search differ. Relative to the constant's metric.
    private const double RoundingOfDistances = 1e-6;
    private const double RoundingOfScores = 1e-9;

    // Below this proportion of the metric a lead is reported as small, however significant it is.
    private const double Small = 0.01;

    // A default that is worse than a constant by more than this proportion of its own figure does harm, beyond not using the features.
    private const double Failing = 0.1;

    /// <summary>The number of models that were tried against the default.</summary>
    public static int Tried(IReadOnlyList<ComparisonRow> rows, TableMetric metric) => Usable(rows, metric).Count();

    /// <param name="rows">Constants, the default and losses, with their differences.</param>
    /// <param name="metric">The metric that judges.</param>
    /// <param name="wanted">The wanted functional; null if the metric is a score for none that has a name.</param>
    /// <param name="overlap">The overlap of the folds (<see cref="FoldPlan.Overlap"/>).</param>
    internal static Verdict Of(IReadOnlyList<ComparisonRow> rows, TableMetric metric, Wanted? wanted, double overlap) => new Judgement(rows, metric, wanted, overlap).Give();

    /// <summary>The verdict on folds without overlap, for the functional that the metric is a score for.</summary>
    internal static Verdict Of(IReadOnlyList<ComparisonRow> rows, TableMetric metric) => Of(rows, metric, metric.Scores, 0);

    private static IEnumerable<ComparisonRow> Usable(IReadOnlyList<ComparisonRow> rows, TableMetric metric) =>
        rows.Where(row => row is { Kind: RowKind.Loss, Failed: false, IsTwin: false, Objection: null } && row.DifferenceIn(metric) is not null);

    private static string P(double p) => p < 0.0001 ? "< 0.0001" : p.ToString("0.0000", CultureInfo.InvariantCulture);

    private static Localized Correction(int count) => count > 1
        ? new($" after correcting for {count} losses tried", $"按尝试的 {count} 个损失校正后 ")
        : Localized.Nothing;

    private static Localized Share(double difference, double level)
    {
        if (level == 0) return new("of 0", "原为 0");
        var share = (difference / Math.Abs(level)).ToString("0.0 %", CultureInfo.InvariantCulture);
        return new(share, share.Replace(" ", "", StringComparison.Ordinal));
    }

    /// <summary>The comparison with the metric that judges it.</summary>
    private sealed class Judgement(IReadOnlyList<ComparisonRow> rows, TableMetric metric, Wanted? wanted, double overlap)
    {
        private readonly ComparisonRow _control = rows.First(row => row.Kind == RowKind.Default);
        private readonly ComparisonRow? _constant = ConstantLead.Best(rows, metric, wanted);
        private readonly ComparisonRow[] _usable = [.. Usable(rows, metric).OrderBy(row => row.DifferenceIn(metric)!.Mean)];

        private string Name => _control.Name;

        private string English => metric.Name;

        private string Chinese => metric.ChineseName;

        /// <summary>The default against the best constant; null without one.</summary>
        private ConstantLead? OfControl => _constant is null ? null : field ??= LeadOf(_control);

        private double Figure => _control.Find(metric)!.Mean!.Value;

        public Verdict Give()
        {
            if (metric.Goal is MetricGoal.NearZero or MetricGoal.NearHalf)
            {
                return Without(new(
                    $"There is no winner by {English}: it orders the rows, but it is no score, for a constant may have it right. Judge by another metric (--metric).",
                    $"不能按{Chinese}评出优胜者：它只用于排序，并不是评分，因为常数预测也可能使它完全正确。请换一个指标评判（--metric）。"));
            }

            if (_control.Find(metric)?.Mean is null)
            {
                return Without(new(
                    $"The default loss {Name} does not define {English} here, so there is nothing to compare with.",
                    $"默认损失 {Name} 在这里没有定义{Chinese}，无从比较。"));
            }

            var lead = OfControl;
            if (_usable.Length == 0) return Alone(lead);
            var winner = _usable.FirstOrDefault(Wins);
            return winner is not null ? Won(winner, Simplest(winner)) : _constant is null || lead is { IsClear: true } ? Fine(lead) : None(lead);
        }

        /// <summary>A loss beats the default, and either it or the default beats the best constant.</summary>
        private bool Wins(ComparisonRow row) => IsClear(row.DifferenceIn(metric)!) && (_constant is null || LeadOf(row) is { IsClear: true } || OfControl is { IsClear: true });

        /// <summary>The loss that learns the fewest numbers per row, among those that win and equal the best of them up to rounding: a zero inflation of 0 adds nothing.</summary>
        private ComparisonRow Simplest(ComparisonRow best) => _usable
            .Where(row => row.DifferenceIn(metric)!.Mean <= best.DifferenceIn(metric)!.Mean + (Negligible * Math.Abs(Figure)) && (row == best || Wins(row)))
            .MinBy(row => row.Loss?.Entry.Inputs.Count(input => input.Differentiated) ?? int.MaxValue) ?? best;

        /// <summary>The verdict with only the default to judge.</summary>
        private Verdict Alone(ConstantLead? lead)
        {
            var others = rows.Where(row => row is { Kind: RowKind.Loss, Failed: false }).ToArray();
            Localized text = others.Length == 0
                ? new($"No other loss was compared; the default {Name} stands alone.", $"没有比较其他损失，只有默认的 {Name}。")
                : !others.Any(row => row.Find(metric)?.Mean is not null)
                ? new($"No other loss here defines {English}; the default {Name} stands alone.", $"这里没有其他损失定义{Chinese}，只有默认的 {Name}。")
                : others.All(row => row.IsTwin || row.Find(metric)?.Mean is null)
                    ? new($"No other loss here trains to another model than the default {Name}.", $"其他损失训练出的模型都与默认的 {Name} 相同。")
                    : others.All(row => row.IsTwin || row.Objection is not null || row.Find(metric)?.Mean is null)
                        ? new($"No other loss here estimates {wanted!.Title.English}; the default {Name} stands alone.", $"这里没有其他损失估计{wanted.Title.Chinese}，只有默认的 {Name}。")
                        : new($"One fold is too little to tell whether a loss beats the default {Name}.", $"只有一折，无法判断是否有损失优于默认的 {Name}。");
            if (lead is null) return Without(text);
            var bias = BiasOf(_control);
            var notes = (lead.IsClear ? Localized.Nothing : new Localized(" There is no winner: ", "没有优胜者：") + Missed(lead) + new Localized(".", "。")) + BiasNote(_control, bias);
            return new Verdict(null, null, false, text + notes) { Winner = lead.IsClear ? Name : null, Constant = lead, Bias = bias, Notes = notes };
        }

        private Verdict Won(ComparisonRow best, ComparisonRow winner)
        {
            // The first row may owe its place to one fold; then the text is about a row further down and gives the reason.
            var nearest = best == _usable[0] ? winner : _usable[0];
            var difference = winner.DifferenceIn(metric)!;
            var (mean, share, p) = (NumberFormat.Rough(-difference.Mean), Share(-difference.Mean, Figure), P(difference.AdjustedP!.Value));
            var (low, high, tried) = (NumberFormat.Rough(-difference.High), NumberFormat.Rough(-difference.Low), Correction(_usable.Length));
            Localized figures = new(
                $"{mean} in {English} ({share.English}; 95 % interval {low} to {high} over {Folds} folds; p {p}{tried.English})",
                $"{Chinese}改善 {mean}（{share.Chinese}；{Folds} 折上的 95% 置信区间为 {low} 至 {high}；{tried.Chinese}p 为 {p}）");
            Localized lead = winner == nearest
                ? new($"{winner.Name} beats the default {Name} by {figures.English}.", $"{winner.Name} 优于默认的 {Name}：{figures.Chinese}。")
                : new(
                    $"{nearest.Name} comes first, but its lead over the default {Name} may be luck; that of {winner.Name} is clear: {figures.English}.",
                    $"{nearest.Name} 排在首位，但它对默认的 {Name} 的优势可能出于偶然；{winner.Name} 的优势则是明确的：{figures.Chinese}。");
            if (winner != best)
            {
                lead += new Localized(
                    $" {best.Name} is level with it, and learns more numbers of a row.",
                    $"{best.Name} 与它不相上下，但每行要学习的数更多。");
            }

            var caution = -difference.Mean < Small * Math.Abs(Figure)
                ? new Localized(" The lead is small: the default would do almost as well.", "优势很小：用默认损失也几乎一样好。")
                : Localized.Nothing;
            var bias = BiasOf(winner);
            var notes = caution + BiasNote(winner, bias);
            return new Verdict(winner.Name, difference, true, lead + notes)
            {
                Winner = winner.Name,
                Constant = _constant is null ? null : LeadOf(winner),
                Bias = bias,
                Notes = notes,
            };
        }

        /// <summary>The verdict if the default beats the constant, and nothing beats the default.</summary>
        private Verdict Fine(ConstantLead? lead)
        {
            var nearest = _usable[0];
            var difference = nearest.DifferenceIn(metric)!;
            Localized text = difference.Mean < -Negligible * Math.Abs(Figure)
                ? new Localized(
                    $"The default {Name} is fine here: no loss beats it in {English} over {Folds} folds beyond what luck gives; the nearest is {nearest.Name}, better by {Nearness(difference).English}.",
                    $"这里用默认的 {Name} 就好：按{Chinese}衡量，{Folds} 折上没有损失明显优于它，差距可归于偶然；最接近的是 {nearest.Name}，改善 {Nearness(difference).Chinese}。")
                : new Localized(
                    $"The default {Name} is fine here: no loss beats it in {English} over {Folds} folds.",
                    $"这里用默认的 {Name} 就好：按{Chinese}衡量，{Folds} 折上没有损失优于它。");
            var bias = BiasOf(_control);
            var notes = BiasNote(_control, bias);
            return new Verdict(nearest.Name, difference, false, text + notes) { Winner = Name, Constant = lead, Bias = bias, Notes = notes };
        }

        /// <summary>The verdict if no model beats the best constant beyond luck.</summary>
        private Verdict None(ConstantLead? lead)
        {
            var nearest = _usable[0];
            var difference = nearest.DifferenceIn(metric)!;
            if (Fails(nearest))
            {
                var nearness = Nearness(difference);
                return new Verdict(nearest.Name, difference, false, new(
                    $"There is no winner. The default {Name} does worse than {_constant!.Title.English} in {English} here, and {nearest.Name} better than both: by {nearness.English} than the default. Over {Folds} folds that is not significant, which often means that a few rows decide: look at the rows that cost most (--report), or at metrics that they do not rule (--metric).",
                    $"没有优胜者。按{Chinese}衡量，默认的 {Name} 还不如{_constant.Title.Chinese}，而 {nearest.Name} 比两者都好：比默认损失改善 {nearness.Chinese}。{Folds} 折上这仍可归于偶然，往往说明结果由少数几行决定：请查看代价最大的那些行（--report），或换一个不受它们左右的指标（--metric）。"))
                {
                    DefaultFails = true,
                    Constant = lead,
                };
            }

            var notes = lead is null ? Localized.Nothing : Missed(lead) + (lead is { Resampled: ResampledUnit.Fold, Difference: < 0 }
                ? new Localized($": {Folds} folds are too few to tell its lead from luck; more of them may (--folds, --repeats, a longer --time-budget).", $"：{Folds} 折太少，看不出这一优势是否出于偶然；请增加折数或时间（--folds、--repeats、更长的 --time-budget）。")
                : new Localized(": the features tell this model nothing that helps here beyond luck.", "：特征对这个模型的帮助没有超出偶然。"));
            if (_usable.FirstOrDefault(row => IsClear(row.DifferenceIn(metric)!)) is { } ahead)
            {
                notes += new Localized(
                    $" {ahead.Name} beats the default {Name} by {NumberFormat.Rough(-ahead.DifferenceIn(metric)!.Mean)}, but it does not beat the constant beyond luck either.",
                    $"{ahead.Name} 比默认的 {Name} 改善 {NumberFormat.Rough(-ahead.DifferenceIn(metric)!.Mean)}，但同样没有明显优于常数。");
            }

            var bias = BiasOf(_control);
            notes += BiasNote(_control, bias);
            return new Verdict(nearest.Name, difference, false, new Localized("There is no winner: ", "没有优胜者：") + notes) { Constant = lead, Bias = bias, Notes = notes };
        }

        private static Verdict Without(Localized text) => new(null, null, false, text);

        private int Folds => _control.Find(metric)!.ByFold.Count;

        /// <summary>The lead over the constant; one within rounding counts as none.</summary>
        private ConstantLead? LeadOf(ComparisonRow row)
        {
            var lead = ConstantLead.Of(row, _constant!, metric, overlap);
            return lead is null || -lead.Difference > Rounding ? lead : lead with { P = 1 };
        }

        private Localized Missed(ConstantLead lead)
        {
            var (difference, low, high) = (NumberFormat.Signed(lead.Difference), NumberFormat.Signed(lead.Low), NumberFormat.Signed(lead.High));
            var by = lead.Resampled.Words(Folds);
            return new(
                $"the default {Name} does not beat {lead.Constant.English} in {English} beyond luck (difference {difference}, 95 % interval {low} to {high} {by.English}; p {P(lead.P)})",
                $"按{Chinese}衡量，默认的 {Name} 并不明显优于{lead.Constant.Chinese}（差值 {difference}，{by.Chinese}的 95% 置信区间为 {low} 至 {high}；p 为 {P(lead.P)}）");
        }

        private Localized Nearness(Difference difference)
        {
            var (mean, share, p, tried) = (NumberFormat.Rough(-difference.Mean), Share(-difference.Mean, Figure), P(difference.AdjustedP!.Value), Correction(_usable.Length));
            return new($"{mean} ({share.English}; p {p}{tried.English})", $"{mean}（{share.Chinese}；{tried.Chinese}p 为 {p}）");
        }

        private bool Fails(ComparisonRow nearest)
        {
            var constant = metric.Badness(_constant!.Find(metric)!.Mean!.Value);
            return constant <= metric.Badness(Figure) - (Failing * Math.Abs(Figure)) && metric.Badness(nearest.Find(metric)!.Mean!.Value) < constant - (Negligible * Math.Abs(Figure));
        }

        private BiasEstimate? BiasOf(ComparisonRow row) => wanted?.Functional == WantedFunctional.Mean ? Identification.BiasOf(row, overlap) : null;

        private static Localized BiasNote(ComparisonRow row, BiasEstimate? estimate) => estimate is { IsBeyondLuck: true } bias && Math.Abs(bias.Mean) > Negligible * Math.Abs(bias.Total ?? 0)
            ? bias.Sentence(row.Name)
            : Localized.Nothing;

        /// <summary>A lead below this may be due to the last digits of a search.</summary>
        private double Rounding => metric.LowerIsBetter && _constant?.Find(metric)?.Mean is { } constant
            ? (metric.Unit == MetricUnit.Target ? RoundingOfDistances : RoundingOfScores) * Math.Abs(constant)
            : 0;

        private bool IsClear(Difference difference) =>
            difference.AdjustedP < Level && difference.Mean < -Math.Max(Negligible * Math.Abs(Figure), Rounding) && difference.Mean < 0;
    }
}
