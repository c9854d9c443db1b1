using System.Diagnostics;
using System.Globalization;
using Minima.Trees;

namespace Minima.Bench;

/// <summary>What the least rows of a leaf and the penalty on leaf values do to the held-out loss of boosted trees: cross-validated on the tables of <see cref="TreeTables"/>.</summary>
internal static class TreeLeaves
{
    private const int Folds = 5;
    private const double Rate = 0.1;

    private static readonly int[] Depths = [4, 6];
    private static readonly string[] Judged = ["squared", "mae", "logistic", "poisson"];
    private static readonly (int MinRows, int ClearRows, double L2)[] Settings = [(20, 20, 0), (20, 5, 0), .. new[] { 10, 5, 1 }.SelectMany(_ => new[] { 0.0, 1.0 }, (rows, l2) => (rows, rows, l2))];

    public static void Run()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"held-out loss by {Folds} folds, rate {Rate}, depths {string.Join(", ", Depths)} and up to {TreeTables.Rounds} rounds by a validation fold; a cell: above the loss with 20 rows without exception and L2 0, in %, with its standard error over folds"));
        Console.WriteLine($"| table | loss | {string.Join(" | ", Settings.Skip(1).Select(setting => string.Create(CultureInfo.InvariantCulture, $"{setting.MinRows} rows{(setting.ClearRows < setting.MinRows ? $", {setting.ClearRows} where clear" : "")}{(setting.L2 > 0 ? $", L2 {setting.L2}" : "")}")))} |");
        Console.WriteLine($"|---|---|{string.Concat(Settings.Skip(1).Select(_ => "---|"))}");
        var clock = Stopwatch.StartNew();
        var above = Settings.Select(_ => new List<double>()).ToArray();
        foreach (var (name, table) in TreeTables.All().Concat(TreeTables.Others()))
        {
            foreach (var (word, make, target) in TreeLosses.Losses.Where(loss => Judged.Contains(loss.Name, StringComparer.Ordinal)))
            {
                var random = new Random(1);
                int[] fold = [.. Enumerable.Range(0, table.Target.Length).Select(row => row % Folds)];
                random.Shuffle(fold);
                var truth = target(table.Target, random);
                var losses = Settings.Select(setting => Enumerable.Range(0, Folds).Select(k => Held(table, truth, make(), fold, k, setting)).ToArray()).ToArray();
                var usual = losses[0].Average();
                var cells = losses.Select((found, s) =>
                {
                    var (mean, error) = TreeTables.MeanOf([.. found.Zip(losses[0], (here, there) => 100 * (here - there) / Math.Abs(usual))]);
                    above[s].Add(mean);
                    return string.Create(CultureInfo.InvariantCulture, $"{mean:+0.0;-0.0;0.0} ± {error:0.0}");
                });
                Console.WriteLine($"| {name} | {word} | {string.Join(" | ", cells.Skip(1))} |");
            }
        }

        string Row(Func<List<double>, double> of) => string.Join(" | ", above.Skip(1).Select(list => of(list).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture)));
        Console.WriteLine($"| mean | | {Row(list => list.Average())} |");
        Console.WriteLine($"| median | | {Row(list => list.Order().ElementAt(list.Count / 2))} |");
        Console.WriteLine($"| worst | | {Row(list => list.Max())} |");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds:0} s, of the processor {Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds:0} s"));
    }

    /// <summary>The mean loss on a fold by the depth and the rounds that the next fold chooses.</summary>
    private static double Held(TreeData table, double[] target, Loss loss, int[] fold, int k, (int MinRows, int ClearRows, double L2) setting)
    {
        var (learned, test) = TreeTables.Deal(Array.ConvertAll(fold, at => at == k ? 2 : at == (k + 1) % Folds ? 1 : 0));
        var data = new TreeData(TreeTables.Columns(table, learned), TreeTables.Take(target, learned)) { HeldOut = Array.ConvertAll(learned, row => fold[row] == (k + 1) % Folds) };
        var best = TreeTables.Best(Depths.Select(depth => TreeTables.Options(depth, Rate) with { MinRows = setting.MinRows, ClearRows = setting.ClearRows, L2 = setting.L2 }), options => TreeBooster.Fit(data, loss, options));
        return loss.Value(best.PredictRaw(TreeTables.Columns(table, test)), TreeTables.Take(target, test));
    }
}
