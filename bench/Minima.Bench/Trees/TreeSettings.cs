using System.Diagnostics;
using System.Globalization;
using Minima.Trees;

namespace Minima.Bench;

/// <summary>What other settings than the usual ones do to the held-out loss of boosted trees: cross-validated on the tables of <see cref="TreeTables"/>, whole and on a few of their rows.</summary>
internal static class TreeSettings
{
    private const double Rate = 0.1;

    private static readonly int[] Depths = [4, 6];
    private static readonly string[] Judged = ["squared", "mae", "quantile:0.9", "logistic", "softmax", "poisson"];
    private static readonly (string Group, string Name, Func<BoostOptions, BoostOptions> With)[] Settings =
    [
        ("leaves", "20 rows", options => options with { ClearRows = 20 }),
        .. new[] { 10, 5, 1 }.SelectMany(_ => new[] { 0, 1 }, (rows, l2) => ("leaves", $"{rows} row{(rows > 1 ? "s" : "")}{(l2 > 0 ? ", L2 1" : "")}", (Func<BoostOptions, BoostOptions>)(options => options with { MinRows = rows, ClearRows = rows, L2 = l2 }))),
        ("rows", "all rows", options => options with { RowShare = 1 }),
        .. new[] { 0.9, 0.8, 0.7, 0.6, 0.5 }.Select(share => ("rows", share.ToString("0.0 of the rows", CultureInfo.InvariantCulture), (Func<BoostOptions, BoostOptions>)(options => options with { RowShare = share }))),
        .. new[] { 0.9, 0.8, 0.6 }.Select(share => ("columns", share.ToString("0.0 of the columns", CultureInfo.InvariantCulture), (Func<BoostOptions, BoostOptions>)(options => options with { ColumnShare = share }))),
    ];

    /// <summary>Measures and prints the table.</summary>
    /// <param name="group">Settings of this group: leaves, rows or columns.</param>
    /// <param name="rows">So many rows of each table, taken by the seed; 0 for all of them.</param>
    /// <param name="seeds">Each deals the rows to five folds anew.</param>
    /// <param name="isPlain">100 rounds at depth 6, as where nobody chooses; else depth and rounds by a validation fold.</param>
    public static void Run(string group, int rows, int seeds, bool isPlain)
    {
        var settings = Settings.Where(setting => setting.Group == group).ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"held-out loss by five folds, {seeds} seeds, {(rows == 0 ? "all rows" : $"{rows} rows of each table")}, rate {Rate}, {(isPlain ? "depth 6 and 100 rounds" : $"depths {string.Join(", ", Depths)} and up to {TreeTables.Rounds} rounds by a validation fold")}; a cell: above the usual settings, in %, with its standard error over folds"));
        Console.WriteLine($"| table | loss | {string.Join(" | ", settings.Select(setting => setting.Name))} |");
        Console.WriteLine($"|---|---|{string.Concat(settings.Select(_ => "---|"))}");
        var clock = Stopwatch.StartNew();
        var above = settings.Select(_ => new List<(string Loss, double Above)>()).ToArray();
        foreach (var (name, table) in TreeTables.All().Concat(TreeTables.Others()))
        {
            foreach (var loss in TreeLosses.Losses.Where(loss => Judged.Contains(loss.Name, StringComparer.Ordinal)))
            {
                var usual = Losses(table, loss, rows, seeds, isPlain, options => options);
                if (usual.Length == 0) continue;
                var level = Math.Abs(usual.Average());
                var cells = settings.Select((setting, s) =>
                {
                    var difference = TreeTables.MeanOf([.. Losses(table, loss, rows, seeds, isPlain, setting.With).Zip(usual, (here, there) => 100 * (here - there) / level)]);
                    above[s].Add((loss.Name, difference.Mean));
                    return TreeTables.Cell(difference);
                });
                Console.WriteLine($"| {name} | {loss.Name} | {string.Join(" | ", cells)} |");
            }
        }

        string Row(Func<double[], double> of, string? loss = null) => string.Join(" | ", above.Select(list => of([.. list.Where(item => loss is null || item.Loss == loss).Select(item => item.Above)]).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture)));
        foreach (var loss in Judged) Console.WriteLine($"| mean | {loss} | {Row(list => list.DefaultIfEmpty().Average(), loss)} |");
        Console.WriteLine($"| mean of {above[0].Count} | | {Row(list => list.Average())} |");
        Console.WriteLine($"| median | | {Row(list => list.Order().ElementAt(list.Length / 2))} |");
        Console.WriteLine($"| worst | | {Row(list => list.Max())} |");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds:0} s, of the processor {Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds:0} s"));
    }

    /// <summary>The mean loss on every fold of every seed; none where a class has no row to learn from.</summary>
    private static double[] Losses(TreeData table, (string Name, Func<Loss> Loss, Func<double[], Random, double[]> Target) judged, int rows, int seeds, bool isPlain, Func<BoostOptions, BoostOptions> with)
    {
        var found = new List<double>();
        for (var seed = 1; seed <= seeds; seed++)
        {
            var random = new Random(seed);
            int[] order = [.. Enumerable.Range(0, table.Target.Length)];
            random.Shuffle(order);
            if (rows > 0) Array.Resize(ref order, Math.Min(rows, order.Length));
            var drawn = table with { Columns = TreeTables.Columns(table, order), Target = TreeTables.Take(table.Target, order) };
            var target = judged.Target(drawn.Target, random);
            for (var k = 0; k < 5; k++)
            {
                var part = Array.ConvertAll(Enumerable.Range(0, order.Length).ToArray(), row => row % 5 == k ? 2 : !isPlain && row % 5 == (k + 1) % 5 ? 1 : 0);
                var (learned, test) = TreeTables.Deal(part);
                var data = new TreeData(TreeTables.Columns(drawn, learned), TreeTables.Take(target, learned)) { HeldOut = isPlain ? null : Array.ConvertAll(learned, row => part[row] == 1), Classes = judged.Name == "softmax" ? 3 : 0 };
                if (data.Target.Distinct().Count() < 2) return [];
                var best = isPlain
                    ? TreeBooster.Fit(data, judged.Loss(), with(new BoostOptions { Rate = Rate, Seed = 1, Threads = 1 }))
                    : TreeTables.Best(Depths.Select(depth => with(TreeTables.Options(depth, Rate))), options => TreeBooster.Fit(data, judged.Loss(), options));
                var (scores, truth) = (best.PredictRaw(TreeTables.Columns(drawn, test)), TreeTables.Take(target, test));
                found.Add(best.Outputs == 1 ? judged.Loss().Value(scores, truth) : judged.Loss().Value(scores, Array.ConvertAll(truth, label => (int)label), best.Outputs));
            }
        }

        return [.. found];
    }
}
