namespace Minima.Tabular;

/// <summary>
/// Pooling of adjacent violators (M. Ayer et al., 1955), for any functional that lies between those of two samples when they are joined (A. Jordan, A. Mühlemann, J. Ziegel, 2022).
/// Rows of equal predictions are joined from the start.
/// </summary>
/// <param name="Order">The rows, the lowest prediction first.</param>
/// <param name="Blocks">Runs of that order with one value each, which rises.</param>
internal sealed record IsotonicRegression(int[] Order, IReadOnlyList<(int First, int Count, double Value)> Blocks)
{
    public static IsotonicRegression Of(double[] prediction, double[] target, Pooling pooling, CancellationToken cancellation)
    {
        var order = Enumerable.Range(0, prediction.Length).ToArray();
        Array.Sort((double[])prediction.Clone(), order);
        var blocks = new List<(int First, int Count, List<double> Sample, double Value)>();
        for (var first = 0; first < order.Length;)
        {
            cancellation.ThrowIfCancellationRequested();
            var end = first;
            while (end < order.Length && prediction[order[end]].Equals(prediction[order[first]])) end++;
            var sample = pooling.Sample(order[first..end].Select(row => target[row]));
            (int First, int Count, List<double> Sample, double Value) block = (first, end - first, sample, pooling.Value(sample));
            while (blocks.Count > 0 && blocks[^1].Value >= block.Value)
            {
                var before = blocks[^1];
                blocks.RemoveAt(blocks.Count - 1);
                var joined = pooling.Joined(before.Sample, block.Sample);
                block = (before.First, before.Count + block.Count, joined, pooling.Between(joined, block.Value, before.Value));
            }

            blocks.Add(block);
            first = end;
        }

        return new(order, [.. blocks.Select(block => (block.First, block.Count, block.Value))]);
    }

    /// <summary>The value of each row's block.</summary>
    public double[] Values()
    {
        var values = new double[Order.Length];
        foreach (var (first, count, value) in Blocks)
        {
            foreach (var row in Order.AsSpan(first, count)) values[row] = value;
        }

        return values;
    }
}
