namespace Minima.Tabular;

/// <summary>The raw predictions of boosted trees, with the targets.</summary>
internal static class BoostedScore
{
    /// <exception cref="DataException">The table lacks a column, or the target holds a value unknown to the model.</exception>
    public static (double[] Target, double[] Raw, int[] Rows, IReadOnlyList<Localized> Notes) Of(BoostedPrediction boosted, Table table, CancellationToken cancellation)
    {
        var (trees, (raw, unseen)) = (boosted.Trees, boosted.Raw(table, cancellation));
        var target = LinearScore.Targets(trees, table, cancellation);
        var (known, kept, rows, left) = LinearScore.Known(trees.Target, raw, target, table);
        return (known, kept, rows, [.. unseen, .. left]);
    }
}
