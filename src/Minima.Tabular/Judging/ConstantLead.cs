namespace Minima.Tabular;

/// <summary>A model against the best constant of the functional that is wanted.</summary>
/// <remarks>
/// If the metric is a function of a mean over rows or queries, or of a ranking of two classes, Minima resamples held-out rows (groups, queries, stretches of time), as for a <see cref="Saving"/>.
/// A few folds would leave a lead unclear that thousands of rows show. A ranking is compared with rows in random order, and its p is the proportion of random orders that do as well.
/// With few rows of a class the best cut of a random order looks better than equal scores. For other metrics the paired t test over folds judges.
/// </remarks>
/// <param name="Constant">The constant.</param>
/// <param name="Difference">The difference of the metric, with the sign turned so that below 0 the model is better.</param>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="High">Its upper end.</param>
/// <param name="P">The two-sided p-value of no difference.</param>
public sealed record ConstantLead(Localized Constant, double Difference, double Low, double High, double P)
{
    /// <summary>The unit that the interval was resampled by.</summary>
    public ResampledUnit Resampled { get; private init; }

    /// <summary>The model is compared with rows in random order, which <see cref="Constant"/> names.</summary>
    public bool IsOfRandomOrder { get; private init; }

    /// <summary>The model is better, beyond luck and beyond rounding.</summary>
    public bool IsClear => Difference < 0 && P < Verdict.Level;

    /// <summary>The constant of the functional: the mean for the mean, the median for the median; of several constants, the best by the metric.</summary>
    internal static ComparisonRow? Best(IReadOnlyList<ComparisonRow> rows, TableMetric metric, Wanted? wanted)
    {
        var name = wanted is null ? null : ConstantPredictors.NameOf(wanted)?.English;
        var constants = rows.Where(row => row.Kind == RowKind.Constant && row.Find(metric)?.Mean is not null).ToArray();
        return constants.FirstOrDefault(row => row.Name == name) ?? constants.MinBy(row => metric.Badness(row.Find(metric)!.Mean!.Value));
    }

    /// <summary>A model against a constant; null if one of them does not define the metric, or if there is only one fold and no sum over rows or queries.</summary>
    internal static ConstantLead? Of(ComparisonRow model, ComparisonRow constant, TableMetric metric, double overlap)
    {
        if (model.Find(metric) is not { Mean: { } mine } here || constant.Find(metric) is not { Mean: { } theirs } there) return null;
        if (UnitSums.Difference(model, metric, constant, metric) is { } drawn)
        {
            // The table shows means over folds, which need not have the same number of rows.
            var random = model.Sums!.OfRandomOrder(metric);
            var mean = metric.Badness(mine) - metric.Badness(random?.Mean ?? theirs);
            var (from, to) = drawn.Interval(Verdict.Level);
            return new(random is null ? constant.Title : new("rows in random order", "随机排序"), mean, from + mean - drawn.Mean, to + mean - drawn.Mean, random?.P ?? drawn.P(drawn.Mean - mean))
            {
                Resampled = model.Sums.Unit,
                IsOfRandomOrder = random is not null,
            };
        }

        if (here.ByFold.Count < 2) return null;

        var test = PairedTest.Of([.. here.ByFold.Zip(there.ByFold, (a, b) => metric.Badness(a!.Value) - metric.Badness(b!.Value))], overlap);
        var (low, high) = test.Interval(Verdict.Level);
        return new(constant.Title, test.Mean, low, high, test.P);
    }
}
