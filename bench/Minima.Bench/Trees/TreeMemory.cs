using System.Globalization;
using Minima.Trees;

namespace Minima.Bench;

/// <summary>The memory that a fit takes beside the table, as it is stated before and as the system measures it (Linux: the largest resident set).</summary>
internal static class TreeMemory
{
    private const int Columns = 30;

    public static void Run()
    {
        Console.WriteLine($"{Columns} columns, depth 6, 5 rounds, 2 threads; budget: 1.25 bytes a cell, 32 bytes a row and output, 64 MB");
        Console.WriteLine("| loss | rows | outputs | stated, MB | measured, MB | budget, MB |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var (name, outputs) in new[] { ("half_mse", 1), ("huber", 1), ("mae", 1), ("cross_entropy", 5) })
        {
            foreach (var rows in new[] { 200_000, 1_000_000 })
            {
                var random = new Random(1);
                TreeColumn[] columns = [.. Enumerable.Range(0, Columns).Select(c => new TreeColumn($"x{c}", [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble())]))];
                double[] target = [.. Enumerable.Range(0, rows).Select(row => columns[0].Values[row] + columns[1].Values[row])];
                var data = new TreeData(columns, outputs == 1 ? target : Array.ConvertAll(target, value => Math.Floor(value / 2 * outputs)));
                var options = new BoostOptions { Rounds = 5, Depth = 6, Threads = 2 };

                // Once for what is loaded and compiled at first.
                TreeBooster.Fit(data with { Columns = [.. columns.Select(column => column with { Values = column.Values[..2000] })], Target = data.Target[..2000] }, Loss.Create(name), options);
                GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                File.WriteAllText("/proc/self/clear_refs", "5");
                var before = Resident("VmRSS:");
                TreeBooster.Fit(data, Loss.Create(name), options);
                var measured = Resident("VmHWM:") - before;
                var budget = (1.25 * rows * Columns) + (32.0 * rows * outputs) + (64 << 20);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {rows} | {outputs} | {TreeBooster.EstimateBytes(rows, Columns, outputs, options) / 1e6:0} | {measured / 1e6:0} | {budget / 1e6:0} |"));
            }
        }
    }

    private static long Resident(string key) => 1024 * long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith(key, StringComparison.Ordinal)).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
