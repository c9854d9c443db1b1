namespace Minima.Tabular;

/// <summary>Adds to every loss its paired differences to the default.</summary>
internal static class PairedDifferences
{
    private const double Miss = 0.05;

    /// <summary>The rows with their differences; the p-values of each metric are corrected over all losses that are judged and did not fail.</summary>
    /// <param name="rows">Constants, the default and losses.</param>
    /// <param name="metrics">The metrics to compare.</param>
    /// <param name="overlap">The overlap of the folds (<see cref="FoldPlan.Overlap"/>).</param>
    public static IReadOnlyList<ComparisonRow> Attach(IReadOnlyList<ComparisonRow> rows, IReadOnlyList<TableMetric> metrics, double overlap)
    {
        var control = rows.First(row => row.Kind == RowKind.Default);
        var found = rows.Select(_ => new List<Difference>()).ToArray();
        foreach (var metric in metrics)
        {
            if (control.Find(metric) is not { Mean: not null, ByFold.Count: > 1 } there) continue;
            var compared = Enumerable.Range(0, rows.Count).Where(i => rows[i].Kind == RowKind.Loss && rows[i].Find(metric) is { Mean: not null }).ToArray();
            var byFold = compared.Select(i => Differences(metric, rows[i].Find(metric)!, there)).ToArray();
            var tests = byFold.Select(differences => PairedTest.Of(differences, overlap)).ToArray();

            // The correction for many tries counts neither a loss that failed nor one that estimates another functional, as it is never the answer.
            // Nor does it count a loss that trains to the same model as another one, as it is no further try.
            var counted = Enumerable.Range(0, compared.Length).Where(k => rows[compared[k]] is { Failed: false, IsTwin: false, Objection: null }).ToArray();
            var adjusted = Holm.Adjust([.. counted.Select(k => tests[k].P)]);
            for (var k = 0; k < compared.Length; k++)
            {
                var test = tests[k];
                var (low, high) = test.Interval(Miss);
                var (everywhereLow, everywhereHigh) = test.Interval(Miss / Math.Max(1, counted.Length));
                var row = rows[compared[k]];
                var place = Array.FindIndex(counted, c => c == k || (row.IsTwin && rows[compared[c]].Model == row.Model));
                found[compared[k]].Add(new Difference(
                    metric, byFold[k], test.Mean, test.StandardError, low, high, everywhereLow, everywhereHigh, test.P, place >= 0 ? adjusted[place] : row.IsTwin && row.Model == control.Model ? 1 : null));
            }
        }

        return [.. rows.Select((row, i) => row with { Differences = found[i] })];
    }

    private static double[] Differences(TableMetric metric, MetricValue here, MetricValue there) =>
        [.. here.ByFold.Zip(there.ByFold, (a, b) => metric.Badness(a!.Value) - metric.Badness(b!.Value))];
}
