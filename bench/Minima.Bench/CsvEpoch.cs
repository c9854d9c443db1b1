using System.Diagnostics;
using System.Globalization;
using Minima.Tensors.Randomness;
using Minima.Training.Data;

namespace Minima.Bench;

/// <summary>An epoch over a CSV file, in memory and larger than the memory that it may take, beside PyTorch's, in one sitting.</summary>
internal static class CsvEpoch
{
    private const int Rows = 500_000;
    private const int Columns = 20;
    private const int Batch = 256;

    public static void Run(bool withTorch)
    {
        var path = Path.Combine(Path.GetTempPath(), $"minima-epoch-{Environment.ProcessId}.csv");
        try
        {
            Write(path);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Rows} rows x {Columns} columns, {new FileInfo(path).Length >> 20} MB, batches of {Batch}, shuffled, standardised; seconds."));
            Console.WriteLine();
            Console.WriteLine("| way | open and treat | an epoch of batches | bytes allocated a batch |");
            Console.WriteLine("|---|---|---|---|");
            Ours("ours, in memory", path, CsvDataOptions.UsualMemoryBudget);
            Ours("ours, 16 MB of memory at most", path, 16 << 20);
            if (!withTorch) return;
            var torch = SideBySide.Python("torch_csv.py", [path, Batch.ToString(CultureInfo.InvariantCulture)], SideBySide.Best);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| numpy.loadtxt, batches by indexing | {torch["open"]:F2} | {torch["epoch"]:F3} | |"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| numpy.loadtxt, torch's DataLoader | {torch["open"]:F2} | {torch["loader"]:F3} | |"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Ours(string name, string path, long budget)
    {
        var watch = Stopwatch.StartNew();
        using var data = CsvData.Open(path, new() { Target = "y", MemoryBudget = budget });
        var opened = watch.Elapsed.TotalSeconds;
        using var loader = new DataLoader(data, new() { BatchSize = Batch, Seed = 1 });
        var best = double.PositiveInfinity;
        long allocated = 0;
        for (var epoch = 0; epoch < 8; epoch++)
        {
            var before = GC.GetTotalAllocatedBytes();
            watch.Restart();
            var seen = 0;
            foreach (var batch in loader.Epoch(epoch)) seen += batch.Count;
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
            allocated = (GC.GetTotalAllocatedBytes() - before) / loader.BatchesPerEpoch;
            if (seen != Rows) throw new InvalidOperationException($"{seen} rows came of {Rows}");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {opened:F2} | {best:F3} | {allocated} |"));
    }

    private static void Write(string path)
    {
        var random = new RandomState(1);
        using var file = new StreamWriter(path);
        file.WriteLine(string.Join(',', Enumerable.Range(0, Columns - 1).Select(j => $"x{j}").Append("y")));
        for (var i = 0; i < Rows; i++)
        {
            for (var j = 0; j < Columns; j++)
            {
                if (j > 0) file.Write(',');
                file.Write(random.NextNormal().ToString("F5", CultureInfo.InvariantCulture));
            }

            file.Write('\n');
        }
    }
}
