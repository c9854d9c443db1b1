namespace Minima.Tabular;

/// <summary>The variance of a number between and within kinds of rows: a one-way analysis of variance.</summary>
/// <param name="Share">The proportion between kinds.</param>
/// <param name="Correlation">The correlation of two rows of one kind (the intraclass correlation).</param>
/// <param name="P">The p-value: the probability of this much variance between kinds if they were assigned at random.</param>
internal readonly record struct VarianceParts(double Share, double Correlation, double P)
{
    /// <param name="values">The numbers.</param>
    /// <param name="kinds">The kind of each.</param>
    public static VarianceParts Of(IReadOnlyList<double> values, int[] kinds)
    {
        var sums = new Dictionary<int, (double Sum, int Count)>();
        var mean = values.Average();
        for (var i = 0; i < kinds.Length; i++)
        {
            var (sum, count) = sums.GetValueOrDefault(kinds[i]);
            sums[kinds[i]] = (sum + values[i] - mean, count + 1);
        }

        var total = values.Sum(value => (value - mean) * (value - mean));
        var between = sums.Values.Sum(kind => kind.Sum * kind.Sum / kind.Count);
        var (above, below) = (sums.Count - 1.0, values.Count - (double)sums.Count);
        if (above <= 0 || below <= 0 || total <= 0) return new(0, 0, 1);
        var (perKind, perRow) = (between / above, Math.Max(total - between, 0) / below);
        var size = (values.Count - (sums.Values.Sum(kind => (double)kind.Count * kind.Count) / values.Count)) / above;
        var f = perRow > 0 ? perKind / perRow : double.PositiveInfinity;
        return new(between / total, perRow > 0 ? (perKind - perRow) / (perKind + ((size - 1) * perRow)) : 1, double.IsInfinity(f) ? 0 : IncompleteBeta.Regularized(below / 2, above / 2, below / (below + (above * f))));
    }
}
