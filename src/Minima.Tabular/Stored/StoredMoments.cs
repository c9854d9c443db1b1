namespace Minima.Tabular;

/// <summary>Moments of the columns of a design over stored rows: a pass for the largest magnitudes, and one for the sums.</summary>
internal static class StoredMoments
{
    public static DesignMoments Of(StoredRows rows, SourceDesign design, CancellationToken cancellation)
    {
        var features = design.Features;
        var largest = Largest(rows, design, cancellation);

        // A power of two scales each feature exactly to between -1 and 1, because products of large numbers exceed the range of doubles.
        int[] powers = [.. largest.Select(value => value == 0 ? 0 : Math.Clamp(Math.ILogB(value) + 1, -1023, 1023))];
        var scaled = design with { Units = [.. design.Units.Select((unit, j) => Math.ScaleB(unit, powers[j]))] };
        var width = features + 1;
        var sums = StoredPasses.Sum(rows, 2 + (width * width), () => new Work(rows, scaled), (work, block, to) => work.Add(block, to), cancellation);
        var (weight, count) = (sums[^1], (int)sums[0]);
        var (means, products) = (new double[features], new double[features * features]);
        for (var j = 0; j < features; j++)
        {
            means[j] = Math.ScaleB(sums[2 + (j * width) + features] / weight, powers[j]);
            for (var k = j; k < features; k++) products[(j * features) + k] = products[(k * features) + j] = sums[2 + (j * width) + k] / weight;
        }

        return new(count, means, products, powers, sums[1] / weight);
    }

    private static double[] Largest(StoredRows rows, SourceDesign design, CancellationToken cancellation)
    {
        var gate = new Lock();
        var largest = new double[design.Features];
        StoredPasses.Sum(
            rows,
            1,
            () => new StoredBlock(rows, design),
            (block, number, _) =>
            {
                block.Read(number);
                var own = new double[largest.Length];
                for (var i = 0; i < block.Count; i++)
                {
                    for (var j = 0; j < own.Length; j++) own[j] = Math.Max(own[j], Math.Abs(block.Design[(i * block.Width) + j]));
                }

                lock (gate)
                {
                    for (var j = 0; j < own.Length; j++) largest[j] = Math.Max(largest[j], own[j]);
                }
            },
            cancellation);
        return largest;
    }

    /// <summary>The sums over a thread's blocks: rows, sum of targets, and the products of each two columns of the design, the last of which is 1.</summary>
    private sealed class Work(StoredRows rows, SourceDesign design)
    {
        private readonly StoredBlock _block = new(rows, design);
        private readonly double[] _matrix = new double[(design.Features + 1) * (design.Features + 1)];

        public void Add(int block, double[] sums)
        {
            _block.Read(block);
            sums[0] += _block.Count;
            sums[1] += Summation.Mean(_block.Target, _block.Share);
            Array.Clear(_matrix);
            Gram.AddWeighted(_block.Design.AsSpan(0, _block.Count * _block.Width), _block.Width, _block.Share, _matrix);
            FixedOrder.AddScaled(1, _matrix, sums.AsSpan(2));
        }
    }
}
