namespace Minima.Tabular;

/// <summary>The correction for having tried many: S. Holm, "A simple sequentially rejective multiple test procedure", 1979.</summary>
internal static class Holm
{
    /// <summary>Each p as large as it must be for the chance of even one false alarm to stay at the level.</summary>
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
