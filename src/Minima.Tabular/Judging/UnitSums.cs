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
    public double[]? Of(TableMetric metric) => Enumerable.Range(0, _sums.Length).Where(place => metrics[place] == metric).Select(place => _sums[place]).FirstOrDefault();

    /// <summary>The differences of a metric between two rows of a comparison, turned so that below 0 the first is better, resampled; null where the metric is no function of a mean over rows.</summary>
    public static Bootstrap? Difference(ComparisonRow one, TableMetric metric, ComparisonRow other, TableMetric otherMetric)
    {
        if (one.Sums is not { } sums || sums.Of(metric) is not { } here || other.Sums?.Of(otherMetric) is not { } there) return null;
        var sign = metric.Goal == MetricGoal.Higher ? -1 : 1;
        return metric.OfMean is null && otherMetric.OfMean is null
            ? Bootstrap.Of([.. here.Zip(there, (a, b) => sign * (a - b))], sums.Counts, sums.Seed)
            : Bootstrap.Of([here, there], sums.Counts, means => sign * (OfMean(metric, means[0]) - OfMean(otherMetric, means[1])), sums.Seed);

        static double OfMean(TableMetric metric, double mean) => metric.OfMean?.Invoke(mean) ?? mean;
    }

    /// <summary>Adds the numbers of a test set.</summary>
    public void Add(Predictions predictions, int[] rows)
    {
        foreach (var row in rows) Counts[units[row]]++;
        var isFinite = Array.TrueForAll(predictions.Score, double.IsFinite);
        for (var m = 0; m < _sums.Length; m++)
        {
            if (_sums[m] is not { } sums) continue;
            if (isFinite && metrics[m].ByRow!(predictions) is { } values && Array.TrueForAll(values, double.IsFinite))
            {
                for (var i = 0; i < rows.Length; i++) sums[units[rows[i]]] += values[i];
            }
            else
            {
                _sums[m] = null;
            }
        }
    }
}
