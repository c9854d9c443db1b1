namespace Minima.Tabular;

/// <summary>Passes over the blocks of stored rows on all cores. Blocks are summed in consecutive groups, and the groups in their order, so sums are bit-identical for any number of threads.</summary>
internal static class StoredPasses
{
    /// <summary>The number of totals before the sums by parameters: value, absolute derivative and weight.</summary>
    public const int Totals = 3;

    /// <summary>The largest number of groups; fewer if each sums many numbers.</summary>
    private const int MostGroups = 64;

    /// <summary>The largest number of numbers in the sums of all groups.</summary>
    private const int MostNumbers = 1 << 22;

    /// <summary>Sums over blocks.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="numbers">The number of sums of a group.</param>
    /// <param name="worker">Creates the state of a thread.</param>
    /// <param name="add">Adds a block to the numbers of its group.</param>
    /// <param name="cancellation">Checked before every block.</param>
    public static double[] Sum<TWorker>(StoredRows rows, int numbers, Func<TWorker> worker, Action<TWorker, int, double[]> add, CancellationToken cancellation)
    {
        var groups = Groups(rows, numbers);
        var sums = new double[groups][];
        Run(groups, worker, (own, group) =>
        {
            var sum = new double[numbers];
            for (var block = First(group); block < First(group + 1); block++)
            {
                cancellation.ThrowIfCancellationRequested();
                add(own, block, sum);
            }

            sums[group] = sum;
        });
        var all = sums[0];
        foreach (var sum in sums.AsSpan(1)) FixedOrder.AddScaled(1, sum, all);
        return all;

        int First(int group) => (int)((long)rows.Blocks * group / groups);
    }

    /// <summary>The number of sums of a group of blocks for <see cref="Means"/>.</summary>
    /// <param name="width">The number of parameters.</param>
    public static int Numbers(int width) => checked(Totals + width + (width * width));

    /// <summary>
    /// The weighted means of a loss over all rows. For each block a worker adds value, absolute derivative and weight, the derivative with respect to each parameter, and the
    /// curvature by each two.
    /// </summary>
    /// <param name="rows">The rows.</param>
    /// <param name="width">The number of parameters.</param>
    /// <param name="worker">Creates the state of a thread.</param>
    /// <param name="add">Adds a block to the numbers of its group.</param>
    /// <param name="cancellation">Checked before every block.</param>
    public static LossSums Means<TWorker>(StoredRows rows, int width, Func<TWorker> worker, Action<TWorker, int, double[]> add, CancellationToken cancellation)
    {
        var sums = Sum(rows, Numbers(width), worker, add, cancellation);
        if (!double.IsFinite(sums[0]) || !double.IsFinite(sums[1])) return LossSums.Infinite;
        var weight = sums[2];
        return new(sums[0] / weight, sums[1] / weight, Mean(sums[Totals..(Totals + width)]), Mean(sums[(Totals + width)..]));

        double[] Mean(double[] part) => Array.ConvertAll(part, sum => sum / weight);
    }

    /// <summary>The largest number of bytes that a pass takes.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="width">The columns of the design, including that of the intercept.</param>
    /// <param name="numbers">The number of sums of a group.</param>
    public static long Bytes(StoredRows rows, int width, int numbers) =>
        (8L * Groups(rows, numbers) * numbers) + (8L * Environment.ProcessorCount * rows.BlockLength * ((2 * width) + 16));

    private static int Groups(StoredRows rows, int numbers) => Math.Clamp(MostNumbers / numbers, 1, Math.Min(MostGroups, rows.Blocks));

    private static void Run<TWorker>(int items, Func<TWorker> worker, Action<TWorker, int> work)
    {
        try
        {
            Parallel.For(0, items, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, worker, (item, _, own) =>
            {
                work(own, item);
                return own;
            }, _ => { });
        }
        catch (AggregateException problems)
        {
            // The exception of a block is that of one thread.
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(problems.InnerExceptions[0]);
        }
    }
}
