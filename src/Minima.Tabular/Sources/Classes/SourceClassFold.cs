namespace Minima.Tabular;

/// <summary>A fold of a comparison of losses over several classes: judges models of its training rows on the held-out rows.</summary>
/// <param name="test">The held-out rows.</param>
/// <param name="design">The design of the rows, without transforms.</param>
/// <param name="metrics">The metrics to measure.</param>
/// <param name="cancellation">Checked before every query.</param>
internal sealed class SourceClassFold(IDataSource test, SourceDesign design, IReadOnlyList<TableMetric> metrics, CancellationToken cancellation)
{
    /// <summary>The metrics with decisions that are tuned on rows.</summary>
    private static readonly string[] Chosen = ["balanced-accuracy", "macro-f1"];

    private SeveralClassTotals? _totals;

    /// <summary>Checks if sums and counts give the metric.</summary>
    public static bool Gives(TableMetric metric) => metric.Tuned is null && metric.Loss is null && !Chosen.Contains(metric.Key, StringComparer.Ordinal);

    /// <summary>The proportion of each class in some rows.</summary>
    /// <param name="source">The rows.</param>
    /// <param name="design">The design of the rows.</param>
    /// <param name="cancellation">Checked before every query.</param>
    public static double[] Shares(IDataSource source, SourceDesign design, CancellationToken cancellation)
    {
        var rows = source.ClassWeights(design, cancellation);
        var all = rows.Sum();
        return Array.ConvertAll(rows, of => of / all);
    }

    public double?[] Measure(LinearModel model)
    {
        if (test.ClassScores(design, model).Totals(cancellation) is not { } totals) return new double?[metrics.Count];
        _totals ??= totals;
        return Values(totals);
    }

    /// <summary>The metrics of a constant probability for each class; available after a model was measured.</summary>
    public double?[] OfShares(double[] shares) => _totals is null ? new double?[metrics.Count] : Values(SourceClassScore.OfShares(_totals, shares));

    private double?[] Values(SeveralClassTotals totals)
    {
        var found = SourceClassScore.Metrics(totals);
        return [.. metrics.Select(metric => found.GetValueOrDefault(metric.Key) is { } value && double.IsFinite(value) ? value : (double?)null)];
    }
}
