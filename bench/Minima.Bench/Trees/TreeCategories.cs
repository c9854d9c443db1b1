using System.Diagnostics;
using Minima.Trees;

namespace Minima.Bench;

/// <summary>Columns of many categories: held-out squared errors of trees with the column and without it, and those of XGBoost with it.</summary>
internal static class TreeCategories
{
    /// <summary>Small tables, of which several are judged, and one large one.</summary>
    private static readonly (int Rows, int Seeds, int[] Categories)[] Tables = [(2000, 20, [10, 20, 40, 100]), (60_000, 1, [200, 1000, 3000])];

    public static void Run()
    {
        Console.WriteLine("target = effect of the category + x + noise of size 1; a fifth held out; rate 0.1, early stop 10; means over the seeds");
        Console.WriteLine("| rows | seeds | effects' size | categories | without the column | Minima | XGBoost | Minima, s | XGBoost, s |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var (rows, seeds, counts) in Tables)
        {
            foreach (var size in (double[])[0, 0.3, 1])
            {
                foreach (var categories in counts)
                {
                    var tables = Enumerable.Range(7, seeds).Select(seed => Made(rows, categories, size, seed)).ToArray();
                    var own = tables.Select(data => Error(data, BoostEngine.Minima)).ToArray();
                    var foreign = tables.Select(data => Error(data, BoostEngine.XGBoost)).ToArray();
                    var without = tables.Average(data => Error(data with { Columns = [data.Columns[1]] }, BoostEngine.Minima).Error);
                    Console.WriteLine(FormattableString.Invariant($"| {rows} | {seeds} | {size} | {categories} | {without:F3} | {own.Average(run => run.Error):F3} | {foreign.Average(run => run.Error):F3} | {own.Average(run => run.Seconds):F2} | {foreign.Average(run => run.Seconds):F2} |"));
                }
            }
        }
    }

    private static (double Error, double Seconds) Error(TreeData data, BoostEngine engine)
    {
        var begun = Stopwatch.GetTimestamp();
        var model = TreeBooster.Fit(data, Loss.Create("mse"), new BoostOptions { Rounds = 300, Rate = 0.1, HeldOut = 0.2, EarlyStop = 10, Seed = 1, Engine = engine });
        return (model.HeldOutLoss.Min(), Stopwatch.GetElapsedTime(begun).TotalSeconds);
    }

    private static TreeData Made(int rows, int categories, double size, int seed)
    {
        var random = new Random(seed);
        double[] effects = [.. Enumerable.Range(0, categories).Select(_ => size * TreeTables.Normal(random))];
        double[] codes = [.. Enumerable.Range(0, rows).Select(_ => (double)random.Next(categories))];
        double[] line = [.. codes.Select(_ => TreeTables.Normal(random))];
        return new TreeData([new TreeColumn("k", codes) { IsCategory = true }, new TreeColumn("x", line)], [.. codes.Select((code, row) => effects[(int)code] + line[row] + TreeTables.Normal(random))]);
    }
}
