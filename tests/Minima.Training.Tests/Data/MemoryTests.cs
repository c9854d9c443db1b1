using System.Globalization;
using System.Text;
using Minima.Training.Data;

namespace Minima.Training.Tests.Data;

/// <summary>What is allocated by all threads together: nothing else may run meanwhile.</summary>
[Collection(nameof(MemoryTests))]
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MemoryTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void NothingIsAllocatedForABatch(int prefetch)
    {
        var data = new ArrayData(DataArray.Of("x", new float[4096 * 8], [8]), DataArray.Labels("y", new int[4096], 2));
        using var loader = new DataLoader(data, new() { BatchSize = 30, Seed = 1, BalancesClasses = true, Prefetch = prefetch });
        Assert.Equal(5 * 4096, Walk(loader, 0, 5));
        var least = long.MaxValue;
        const long bound = 20 * 200;
        for (var attempt = 0; attempt < 50 && least > bound; attempt++)
        {
            if (attempt > 0) Thread.Sleep(20);
            var before = GC.GetTotalAllocatedBytes(precise: true);
            Walk(loader, 5, 25);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        // 2740 batches in 20 epochs, each of which seeds a generator. The runner and the runtime allocate now and then, so the least of several counts.
        Assert.InRange(least, 0, bound);
    }

    /// <summary>
    /// A file of many times the budget: what is allocated altogether, and so what is held at any time, does not grow with the file, and reading its
    /// rows in any order allocates nothing.
    /// </summary>
    [SlowFact]
    public void AFileLargerThanItsBudgetTakesConstantMemory()
    {
        const long budget = 128 << 10;
        using var folder = new TemporaryFolder();
        var small = Write(folder.Path, 5_000);
        var large = Write(folder.Path, 40_000);
        Assert.InRange(new FileInfo(large).Length, 6L << 20, 10L << 20);
        Open(small).Dispose();
        var ofSmall = Allocated(() => Open(small).Dispose());
        var ofLarge = Allocated(() => Open(large).Dispose());
        Assert.True(ofSmall < 6 << 20, $"{ofSmall} bytes were allocated for the small file");

        // Lists of where blocks lie: some bytes for each.
        Assert.True(ofLarge - ofSmall < 2 << 20, $"{ofSmall} bytes were allocated for the small file, {ofLarge} for one eight times as large");

        using var data = Open(large);
        Assert.Equal(40_000, data.Rows);
        Assert.False(data.IsInMemory);
        using var loader = new DataLoader(data, new() { BatchSize = 500, Rows = data.Training });
        Assert.Equal(32_000, Walk(loader, 0, 1));
        var least = long.MaxValue;
        for (var epoch = 1; epoch < 4; epoch++)
        {
            var from = epoch;
            least = Math.Min(least, Allocated(() => Walk(loader, from, from + 1)));
        }

        Assert.InRange(least, 0, 20_000);

        static CsvData Open(string path) => CsvData.Open(path, new CsvDataOptions { Target = "y", MemoryBudget = budget, ValidationShare = 0.2 });

        static long Allocated(Action act)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            act();
            return GC.GetTotalAllocatedBytes(precise: true) - before;
        }
    }

    private static int Walk(DataLoader loader, int from, int to)
    {
        var rows = 0;
        for (var epoch = from; epoch < to; epoch++)
        {
            foreach (var batch in loader.Epoch(epoch)) rows += batch.Count;
        }

        return rows;
    }

    private static string Write(string folder, int rows)
    {
        var path = Path.Combine(folder, $"{rows}.csv");
        using var file = new StreamWriter(path, append: false, Encoding.UTF8, 1 << 16);
        var header = new StringBuilder("kind,day");
        for (var j = 0; j < 20; j++) header.Append(CultureInfo.InvariantCulture, $",x{j}");
        file.Write(header.Append(",y\n"));
        var state = 1u;
        for (var i = 0; i < rows; i++)
        {
            file.Write($"kind {i % 30},2020-{1 + (i % 12):00}-{1 + (i % 28):00}");
            for (var j = 0; j < 20; j++)
            {
                state = (state * 1664525) + 1013904223;
                file.Write(',');
                if ((state >> 20) % 50 == 0) continue;
                file.Write((state >> 8) / 1e4);
            }

            file.Write(',');
            file.Write(i % 7);
            file.Write('\n');
        }

        return path;
    }
}
