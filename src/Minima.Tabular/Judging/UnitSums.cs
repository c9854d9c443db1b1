namespace Minima.Tabular;

/// <summary>Metrics that are means over rows, of one row of a comparison: added up by the units that are resampled.</summary>
internal sealed class UnitSums(RowUnits units, IReadOnlyList<TableMetric> metrics)
{
    private readonly double[]?[] _sums = [.. metrics.Select(metric => metric.ByRow is null ? null : new double[units.Count])];

    /// <summary>The unit that is drawn.</summary>
    public ResampledUnit Unit => units.Kind;

    private ulong Seed => units.Seed;

    /// <summary>The number of values in each unit.</summary>
    public double[] Counts { get; } = new double[units.Count];

    /// <summary>The sums of a metric; null where it is no mean over rows, or some row does not define it.</summary>
    public double[]? Of(TableMetric metric) => metrics.ToList().IndexOf(metric) is >= 0 and var place ? _sums[place] : null;

    /// <summary>The numbers of each metric for the rows of a test set; null where these do not define it.</summary>
    public static double[]?[] Values(IReadOnlyList<TableMetric> metrics, Predictions predictions) =>
        [.. metrics.Select(metric => Array.TrueForAll(predictions.Score, double.IsFinite) && metric.ByRow?.Invoke(predictions) is { } values && Array.TrueForAll(values, double.IsFinite) ? values : null)];

    /// <summary>The differences of a metric between two rows of a comparison, turned so that below 0 the first is better, resampled; null where the metric is no mean over rows.</summary>
    public static Bootstrap? Difference(ComparisonRow one, TableMetric metric, ComparisonRow other, TableMetric otherMetric)
    {
        if (one.Sums is not { } sums || sums.Of(metric) is not { } here || other.Sums?.Of(otherMetric) is not { } there) return null;
        return Bootstrap.Of([.. here.Zip(there, (a, b) => metric.Goal == MetricGoal.Higher ? b - a : a - b)], sums.Counts, sums.Seed);
    }

    /// <summary>Adds the numbers of a test set.</summary>
    public void Add(int[] rows, double[]?[] values)
    {
        foreach (var row in rows) Counts[units[row]]++;
        for (var m = 0; m < values.Length; m++)
        {
            if (values[m] is not { } numbers) _sums[m] = null;
            for (var i = 0; _sums[m] is { } sums && i < rows.Length; i++) sums[units[rows[i]]] += values[m]![i];
        }
    }
}
