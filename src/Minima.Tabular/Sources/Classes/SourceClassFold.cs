namespace Minima.Tabular;

/// <summary>A fold of a comparison of losses over several classes: models of its training rows are judged on the rows held out.</summary>
/// <param name="test">The rows held out.</param>
/// <param name="design">What each of them becomes, columns as they are.</param>
/// <param name="metrics">What is measured.</param>
/// <param name="cancellation">Asked before every query.</param>
internal sealed class SourceClassFold(IDataSource test, SourceDesign design, IReadOnlyList<TableMetric> metrics, CancellationToken cancellation)
{
    /// <summary>Metrics for which classes are chosen on rows.</summary>
    private static readonly string[] Chosen = ["balanced-accuracy", "macro-f1"];

    private SeveralClassTotals? _totals;

    /// <summary>Sums and counts give the metric.</summary>
    public static bool Gives(TableMetric metric) => metric.Tuned is null && metric.Loss is null && !Chosen.Contains(metric.Key, StringComparer.Ordinal);

    /// <summary>The share of each class in some rows.</summary>
    /// <param name="source">The rows.</param>
    /// <param name="design">What they become.</param>
    /// <param name="cancellation">Asked before every query.</param>
    public static double[] Shares(IDataSource source, SourceDesign design, CancellationToken cancellation)
    {
        var rows = source.ClassWeights(design, cancellation);
        var all = rows.Sum();
        return Array.ConvertAll(rows, of => of / all);
    }

    /// <summary>The metrics of a model.</summary>
    public double?[] Measure(LinearModel model)
    {
        if (test.ClassScores(design, model).Totals(cancellation) is not { } totals) return new double?[metrics.Count];
        _totals ??= totals;
        return Values(totals);
    }

    /// <summary>The metrics of a constant share of each class, once a model was measured.</summary>
    public double?[] OfShares(double[] shares) => _totals is null ? new double?[metrics.Count] : Values(SourceClassScore.OfShares(_totals, shares));

    private double?[] Values(SeveralClassTotals totals)
    {
        var found = SourceClassScore.Metrics(totals);
        return [.. metrics.Select(metric => found.GetValueOrDefault(metric.Key) is { } value && double.IsFinite(value) ? value : (double?)null)];
    }
}
