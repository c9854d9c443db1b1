namespace Minima.Tabular;

/// <summary>The held-out rows of one row of a comparison by resampled unit: sums for metrics that are means over rows or queries, rankings for metrics of rankings.</summary>
internal sealed class UnitSums(RowUnits units, IReadOnlyList<TableMetric> metrics)
{
    private readonly double[]?[] _sums = [.. metrics.Select(metric => metric.ByRow is null ? null : new double[units.Count])];
    private readonly double[]?[] _queries = [.. metrics.Select(metric => metric.IsOfQueries ? new double[units.Count] : null)];

    private readonly ResampledRankings? _rankings = metrics.Any(metric => metric.Ranking is not null) ? new(units) : null;

    /// <summary>The unit that is drawn.</summary>
    public ResampledUnit Unit => units.Kind;

    private ulong Seed => units.Seed;

    /// <summary>The number of rows in each unit.</summary>
    private double[] Counts { get; } = new double[units.Count];

    /// <summary>The sums of a metric and the number of their values; null if it is no mean over rows or queries, or is undefined for some row.</summary>
    private (double[] Values, double[] Counts)? Of(TableMetric metric) =>
        Enumerable.Range(0, _sums.Length).FirstOrDefault(place => metrics[place] == metric, -1) is >= 0 and var place && _sums[place] is { } sums ? (sums, _queries[place] ?? Counts) : null;

    /// <summary>
    /// The resampled differences of a metric between two rows of a comparison, below 0 if the first is better.
    /// Null if the metric is neither a function of a mean over rows or queries nor one of a ranking.
    /// </summary>
    public static Bootstrap? Difference(ComparisonRow one, TableMetric metric, ComparisonRow other, TableMetric otherMetric)
    {
        if (metric.Ranking is not null) return metric == otherMetric ? ResampledRankings.Difference(one.Sums?._rankings, other.Sums?._rankings, metric) : null;
        if (one.Sums is not { } sums || sums.Of(metric) is not { } here || other.Sums?.Of(otherMetric) is not { } there) return null;
        var sign = metric.Goal == MetricGoal.Higher ? -1 : 1;
        return metric.OfMean is null && otherMetric.OfMean is null
            ? Bootstrap.Of([.. here.Values.Zip(there.Values, (a, b) => sign * (a - b))], here.Counts, sums.Seed)
            : Bootstrap.Of([here.Values, there.Values], here.Counts, means => sign * (OfMean(metric, means[0]) - OfMean(otherMetric, means[1])), sums.Seed);

        static double OfMean(TableMetric metric, double mean) => metric.OfMean?.Invoke(mean) ?? mean;
    }

    /// <summary>The mean of a metric over rows, resampled; null if it is no such mean, or is undefined for some row.</summary>
    public Bootstrap? Mean(TableMetric metric) => Of(metric) is { } own ? Bootstrap.Of(own.Values, own.Counts, Seed) : null;

    /// <inheritdoc cref="ResampledRankings.OfRandomOrder"/>
    public (double Mean, double P)? OfRandomOrder(TableMetric metric) => metric.Ranking is null ? null : _rankings?.OfRandomOrder(metric);

    /// <summary>Adds the predictions of a test set.</summary>
    public void Add(Predictions predictions, int[] rows)
    {
        foreach (var row in rows) Counts[units[row]]++;
        var isFinite = Array.TrueForAll(predictions.Score, double.IsFinite);
        if (isFinite) _rankings?.Add(predictions, rows);
        for (var m = 0; m < _sums.Length; m++)
        {
            if (_sums[m] is not { } sums) continue;
            var counts = _queries[m];
            if (isFinite && metrics[m].ByRow!(predictions) is { } values && Array.TrueForAll(values, value => double.IsFinite(value) || (counts is not null && double.IsNaN(value))))
            {
                for (var i = 0; i < rows.Length; i++)
                {
                    if (double.IsNaN(values[i])) continue;
                    sums[units[rows[i]]] += values[i];
                    if (counts is not null) counts[units[rows[i]]]++;
                }
            }
            else
            {
                _sums[m] = null;
            }
        }
    }
}
