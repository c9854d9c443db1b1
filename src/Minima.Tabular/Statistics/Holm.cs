namespace Minima.Tabular;

/// <summary>The correction for multiple tests: S. Holm, "A simple sequentially rejective multiple test procedure", 1979.</summary>
internal static class Holm
{
    /// <summary>The adjusted p-values, which keep the probability of any false positive at the level.</summary>
    public static double[] Adjust(IReadOnlyList<double> p)
    {
        var order = Enumerable.Range(0, p.Count).OrderBy(i => p[i]).ThenBy(i => i).ToArray();
        var adjusted = new double[p.Count];
        var largest = 0.0;
        for (var rank = 0; rank < order.Length; rank++)
        {
            largest = Math.Max(largest, Math.Min(1, (order.Length - rank) * p[order[rank]]));
            adjusted[order[rank]] = largest;
        }

        return adjusted;
    }
}
