namespace Minima.Tabular;

/// <summary>A model against the best constant of the functional that is wanted, fold by fold; where there is a <see cref="Saving"/>, by resampling as there.</summary>
/// <param name="Constant">The constant.</param>
/// <param name="Difference">Of the metric, turned so that below 0 the model is better.</param>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="High">Its upper end.</param>
/// <param name="P">The two-sided p of no difference.</param>
public sealed record ConstantLead(Localized Constant, double Difference, double Low, double High, double P)
{
    /// <summary>The unit that the interval was resampled by.</summary>
    public ResampledUnit Resampled { get; private init; }

    /// <summary>The model is better, beyond luck and beyond rounding.</summary>
    public bool IsClear => Difference < 0 && P < Verdict.Level;

    /// <summary>The constant of the functional: the mean for the mean, the median for the median; of several the best by the metric.</summary>
    internal static ComparisonRow? Best(IReadOnlyList<ComparisonRow> rows, TableMetric metric, Wanted? wanted)
    {
        var name = wanted is null ? null : ConstantPredictors.NameOf(wanted)?.English;
        var constants = rows.Where(row => row.Kind == RowKind.Constant && row.Find(metric)?.Mean is not null).ToArray();
        return constants.FirstOrDefault(row => row.Name == name) ?? constants.MinBy(row => metric.Badness(row.Find(metric)!.Mean!.Value));
    }

    /// <summary>A model against a constant; null where one of them does not define the metric, or there is one fold only.</summary>
    internal static ConstantLead? Of(ComparisonRow model, ComparisonRow constant, TableMetric metric, double overlap)
    {
        if (model.Find(metric) is not { Mean: not null, ByFold.Count: > 1 } here || constant.Find(metric) is not { Mean: not null } there) return null;
        if (UnitSums.Difference(model, metric, constant, metric) is { } drawn)
        {
            var (from, to) = drawn.Interval(Verdict.Level);
            return new(constant.Title, drawn.Mean, from, to, drawn.P) { Resampled = model.Sums!.Unit };
        }

        var test = PairedTest.Of([.. here.ByFold.Zip(there.ByFold, (a, b) => metric.Badness(a!.Value) - metric.Badness(b!.Value))], overlap);
        var (low, high) = test.Interval(Verdict.Level);
        return new(constant.Title, test.Mean, low, high, test.P);
    }
}
