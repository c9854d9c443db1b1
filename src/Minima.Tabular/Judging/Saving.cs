namespace Minima.Tabular;

/// <summary>The saving of a model against present practice: in the metric that judges, on the same held-out rows.</summary>
/// <remarks>
/// A difference to the default that the comparison shows next to each loss is reused, with its interval. Otherwise, if the metric is a mean over rows, Minima resamples the differences of held-out rows,
/// of groups or of stretches of time (P. Bayle, A. Bayle, L. Janson and L. Mackey, "Cross-validation confidence intervals for test error", NeurIPS 2020, show when rows of different folds may be
/// pooled). For other metrics it is the interval of the paired t test over folds.
/// </remarks>
/// <param name="Now">Present practice: the user's column of predictions, else the usual default loss, else a constant.</param>
/// <param name="NowMean">Its metric, averaged over the folds.</param>
/// <param name="Model">The loss, or the constant if no loss beats it.</param>
/// <param name="ModelMean">Its metric.</param>
/// <param name="Mean">The saving per row; below 0 for a loss.</param>
/// <param name="Low">Lower end of the 95 % interval of <paramref name="Mean"/>; if the loss won among many, of the simultaneous interval of all of them.</param>
/// <param name="High">Its upper end.</param>
/// <param name="P">The two-sided p-value of no difference, for this model alone.</param>
public sealed record Saving(Localized Now, double NowMean, Localized Model, double ModelMean, double Mean, double Low, double High, double P)
{
    /// <summary>The unit that the interval was resampled by.</summary>
    public ResampledUnit Resampled { get; private init; }

    /// <summary>The interval of the saving is above 0.</summary>
    public bool IsClear => Low > 0;

    /// <summary>The saving of the default model, if the answer is a constant because no model beats it beyond luck; null otherwise.</summary>
    public Saving? OfDefault { get; private init; }

    /// <summary>The saving in a sentence.</summary>
    public Localized Sentence { get; private init; }

    /// <param name="rows">The rows of the comparison.</param>
    /// <param name="verdict">The verdict.</param>
    /// <param name="metric">The metric that judges.</param>
    /// <param name="wanted">The wanted functional.</param>
    /// <param name="usual">The name of the usual default loss.</param>
    /// <param name="cost">The cost, or null if the metric is not a cost.</param>
    /// <param name="overlap">The overlap of the folds.</param>
    /// <returns>Null without anything to compare, or with one fold only.</returns>
    internal static Saving? Of(IReadOnlyList<ComparisonRow> rows, Verdict verdict, TableMetric metric, Wanted wanted, string usual, DecisionCost? cost, double overlap)
    {
        var control = rows.First(row => row.Kind == RowKind.Default);
        var constant = ConstantLead.Best(rows, metric, wanted);
        var model = verdict.Winner is { } winner ? rows.First(row => row.Name == winner && row.Kind is RowKind.Loss or RowKind.Default) : constant;
        var column = rows.FirstOrDefault(row => row.Kind == RowKind.Baseline);
        var without = cost?.WithoutIt ?? metric;
        var habit = rows.FirstOrDefault(row => row.Name == usual && row.Kind is RowKind.Loss or RowKind.Default);
        var now = column ?? (without == metric && habit == model ? constant : habit);
        if (model is null || now is null) return null;
        var theirMetric = column is null && now == habit ? without : metric;
        var (here, there) = (model.Find(metric), now.Find(theirMetric));
        if (here is not { Mean: not null, ByFold.Count: > 1 } || there is not { Mean: not null }) return null;
        var title = column is not null ? now.Title : now == habit
            ? cost?.WithoutIt is null
                ? new Localized($"{now.Name}, the usual default,", $"通常默认的 {now.Name} ")
                : new Localized($"{now.Name} decided without the cost", $"不按代价决定的 {now.Name} ")
            : now.Title;

        // A loss that won among many owes some of its lead to selection; the default was not selected.
        var tried = model == control || model.Kind == RowKind.Constant ? 1 : Math.Max(1, Verdict.Tried(rows, metric));
        var saving = Between(title, now, theirMetric, model, metric, cost, tried, overlap);
        if (model.Kind != RowKind.Constant || control.Find(metric) is not { Mean: not null } || (now == control && theirMetric == metric)) return saving;
        var other = Between(title, now, theirMetric, control, metric, cost, 1, overlap);
        return saving with { OfDefault = other, Sentence = saving.Sentence + new Localized(" The default model: ", "默认模型：") + other.Sentence };
    }

    private static Saving Between(Localized title, ComparisonRow now, TableMetric theirMetric, ComparisonRow model, TableMetric metric, DecisionCost? cost, int tried, double overlap)
    {
        var (here, there) = (model.Find(metric)!, now.Find(theirMetric)!);
        var (mine, theirs) = (here.Mean!.Value, there.Mean!.Value);
        var mean = metric.Badness(theirs) - metric.Badness(mine);
        var miss = Verdict.Level / tried;
        var isShown = metric == theirMetric && (now.Kind, model.Kind) is (RowKind.Default, RowKind.Loss) or (RowKind.Loss, RowKind.Default);
        var resampled = isShown ? null : UnitSums.Difference(now, theirMetric, model, metric);
        var test = PairedTest.Of([.. there.ByFold.Zip(here.ByFold, (a, b) => metric.Badness(a!.Value) - metric.Badness(b!.Value))], overlap);
        var (low, high) = resampled?.Interval(miss) ?? test.Interval(miss);
        if (resampled is not null) (low, high) = (low + mean - resampled.Mean, high + mean - resampled.Mean);
        var by = resampled is null ? ResampledUnit.Fold : model.Sums!.Unit;
        return new(title, theirs, model.Title, mine, mean, low, high, resampled?.P(0) ?? test.P)
        {
            Resampled = by,
            Sentence = Sentences(title, theirs, model.Title, mine, mean, low, high, by.Words(here.ByFold.Count) + ForAll(tried), metric, cost),
        };
    }

    private static Localized ForAll(int tried) => tried < 2 ? Localized.Nothing : new($", for all {tried} losses tried at once", $"（对 {tried} 个比较过的损失同时成立）");

    private static Localized Sentences(Localized now, double theirs, Localized model, double mine, double mean, double low, double high, Localized by, TableMetric metric, DecisionCost? cost)
    {
        var unit = cost is { Unit.Length: > 0 } ? " " + cost.Unit : "";
        var (size, lower, upper) = mean < 0 ? (-mean, -high, -low) : (mean, low, high);
        Localized interval = new(
            $"95 % interval {NumberFormat.Short(lower)} to {NumberFormat.Short(upper)} {by.English}",
            $"{by.Chinese}的 95% 置信区间为 {NumberFormat.Short(lower)} 至 {NumberFormat.Short(upper)}");
        var luck = low <= 0 && high >= 0 ? new Localized(" That may be luck.", "这一差距可能出于偶然。") : Localized.Nothing;
        if (cost is not null)
        {
            // A constant that decides for the same class as present practice: there is no uncertainty.
            if (mean == 0 && low == 0 && high == 0)
            {
                return new(
                    $"{model.English} costs {NumberFormat.Short(mine)}{unit} a row and decides every row as {now.English} does: nothing is saved.",
                    $"{model.Chinese} 每行代价为 {NumberFormat.Short(mine)}{unit}，每行的决定都与{now.Chinese}相同：没有节省。");
            }

            return new Localized(
                $"{model.English} costs {NumberFormat.Short(mine)}{unit} a row, {now.English} {NumberFormat.Short(theirs)}: it {(mean < 0 ? "loses" : "saves")} {NumberFormat.Short(size)}{unit} a row ({interval.English}).",
                $"{model.Chinese} 每行代价为 {NumberFormat.Short(mine)}{unit}，{now.Chinese}为 {NumberFormat.Short(theirs)}{unit}：每行{(mean < 0 ? "多花" : "节省")} {NumberFormat.Short(size)}{unit}（{interval.Chinese}）。") + luck;
        }

        return new Localized(
            $"Against {now.English}, {model.English} is {(mean < 0 ? "worse" : "better")} by {NumberFormat.Short(size)} in {metric.Name} ({interval.English}).",
            $"与{now.Chinese}相比，{model.Chinese} 的{metric.ChineseName}{(mean < 0 ? "差" : "改善")} {NumberFormat.Short(size)}（{interval.Chinese}）。") + luck;
    }
}
