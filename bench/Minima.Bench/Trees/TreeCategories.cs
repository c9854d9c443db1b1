using System.Diagnostics;
using Minima.Trees;

namespace Minima.Bench;

/// <summary>Columns of many categories: held-out squared errors of trees with the column and without it, and those of XGBoost with it.</summary>
internal static class TreeCategories
{
    private const int Rows = 60_000;

    public static void Run()
    {
        Console.WriteLine($"{Rows} rows; target = effect of the category + x + noise of size 1; a fifth held out; rate 0.1, early stop 10; seed 1.");
        Console.WriteLine("| effects' size | categories | without the column | Minima | XGBoost | Minima, s | XGBoost, s |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var size in (double[])[0, 0.3, 1])
        {
            foreach (var categories in (int[])[200, 1000, 3000])
            {
                var data = Made(categories, size);
                var (own, seconds) = Error(data, BoostEngine.Minima);
                var (foreign, time) = Error(data, BoostEngine.XGBoost);
                var (without, _) = Error(data with { Columns = [data.Columns[1]] }, BoostEngine.Minima);
                Console.WriteLine(FormattableString.Invariant($"| {size} | {categories} | {without:F3} | {own:F3} | {foreign:F3} | {seconds:F1} | {time:F1} |"));
            }
        }
    }

    private static (double Error, double Seconds) Error(TreeData data, BoostEngine engine)
    {
        var begun = Stopwatch.GetTimestamp();
        var model = TreeBooster.Fit(data, Loss.Create("mse"), new BoostOptions { Rounds = 300, Rate = 0.1, HeldOut = 0.2, EarlyStop = 10, Seed = 1, Engine = engine });
        return (model.HeldOutLoss.Min(), Stopwatch.GetElapsedTime(begun).TotalSeconds);
    }

    private static TreeData Made(int categories, double size)
    {
        var random = new Random(7);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        double[] effects = [.. Enumerable.Range(0, categories).Select(_ => size * Normal())];
        double[] codes = [.. Enumerable.Range(0, Rows).Select(_ => (double)random.Next(categories))];
        double[] line = [.. codes.Select(_ => Normal())];
        return new TreeData([new TreeColumn("k", codes) { IsCategory = true }, new TreeColumn("x", line)], [.. codes.Select((code, row) => effects[(int)code] + line[row] + Normal())]);
    }
}
