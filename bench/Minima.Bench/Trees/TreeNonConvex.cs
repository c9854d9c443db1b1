using System.Diagnostics;
using System.Globalization;
using Minima.Trees;

namespace Minima.Bench;

/// <summary>Losses that are not convex, boosted with and without the window that splits see their slopes through, beside the best of some convex losses by the loss itself. The tables are none of those that <see cref="TreeFormulas"/> judges by, so that choices can be made here.</summary>
internal static class TreeNonConvex
{
    private const int Folds = 3;
    private const double Rate = 0.1;
    private const int Rounds = 200;
    private const int Patience = 20;

    private static readonly int[] Depths = [2, 4];

    private static readonly (string Name, Func<Loss> Make)[] Losses =
    [
        ("capped at 1", () => Loss.Parse("relu(1 - relu(1 - (p - t)^2))")),
        ("capped at 0.25", () => Loss.Parse("relu(0.25 - relu(0.25 - (p - t)^2))")),
        ("absolute, capped at 1", () => Loss.Parse("min(abs(p - t), 1)")),
        ("free within 0.5, fined from 1 late", () => Loss.Parse("relu(abs(p - t) - 0.5) + 3*sigmoid(20*(t - p - 1))")),
        ("free within 0.3, fined from 0.7 early", () => Loss.Parse("relu(abs(p - t) - 0.3) + 2*sigmoid(15*(p - t - 0.7))")),
        ("late 4 times early, at most 2", () => Loss.Parse("min(4*relu(t - p) + relu(p - t), 2)")),
        ("missed by more than 0.5", () => Loss.Parse("sigmoid(10*(abs(p - t) - 0.5))")),
        ("cauchy, scale 0.3", () => Loss.Create("cauchy", ("scale", 0.3))),
        ("welsch, scale 0.5", () => Loss.Create("welsch", ("scale", 0.5))),
        ("geman_mcclure, scale 0.5", () => Loss.Create("geman_mcclure", ("scale", 0.5))),
        ("tukey_biweight, scale 1", () => Loss.Create("tukey_biweight", ("scale", 1.0))),
    ];

    private static readonly Func<Loss>[] Convex = [() => Loss.Create("half_mse"), () => Loss.Create("mae"), .. new[] { 0.3, 0.7, 0.8 }.Select(level => (Func<Loss>)(() => Loss.Create("pinball", ("quantile", level))))];

    /// <summary>Measures and prints the table.</summary>
    /// <param name="losses">Only losses whose names contain one of these parts, which ';' separates.</param>
    public static void Run(string losses)
    {
        var clock = Stopwatch.StartNew();
        (string Name, Func<Loss> Make)[] cases = [.. Losses.Where(item => losses.Split(';').Any(part => item.Name.Contains(part, StringComparison.Ordinal)))];
        double?[] windows = [0, null];
        var found = cases.Select(_ => windows.Select(_ => new List<double>()).ToArray()).ToArray();
        foreach (var (_, table) in TreeTables.Others())
        {
            var beside = Beside(table, [.. cases.Select(item => item.Make())]);
            for (var c = 0; c < cases.Length; c++)
            {
                for (var w = 0; w < windows.Length; w++)
                {
                    for (var fold = 0; fold < Folds; fold++) found[c][w].Add(100 * (Held(table, cases[c].Make(), windows[w], fold) - beside[c][fold]) / beside[c].Average());
                }
            }
        }

        Console.WriteLine("above the best of the convex losses by the loss itself, in %, with its standard error over folds of all tables");
        Console.WriteLine("| loss | without a window | with it |");
        Console.WriteLine("|---|---|---|");
        for (var c = 0; c < cases.Length; c++) Console.WriteLine($"| {cases[c].Name} | {string.Join(" | ", found[c].Select(Cell))} |");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds:0} s"));
    }

    private static string Cell(List<double> above) => TreeTables.Cell(TreeTables.MeanOf([.. above]));

    private static (TreeData Learned, TreeData Held, TreeData Test) Deal(TreeData table, int fold)
    {
        int[] folds = [.. Enumerable.Range(0, table.Target.Length).Select(row => row % 5)];
        new Random(2).Shuffle(folds);
        var part = Array.ConvertAll(folds, at => at == fold ? 2 : at == (fold + 1) % 5 ? 1 : 0);
        var (learned, test) = TreeTables.Deal(part);
        TreeData Of(int[] rows) => new(TreeTables.Columns(table, rows), TreeTables.Take(table.Target, rows));
        return (Of(learned) with { HeldOut = Array.ConvertAll(learned, row => part[row] == 1) }, Of([.. learned.Where(row => part[row] == 1)]), Of(test));
    }

    /// <summary>The mean loss on the test rows.</summary>
    private static double Held(TreeData table, Loss loss, double? window, int fold)
    {
        var (data, _, test) = Deal(table, fold);
        var best = TreeTables.Best(Depths.Select(depth => TreeTables.Options(depth, Rate) with { Rounds = Rounds, EarlyStop = Patience, Window = window }), options => TreeBooster.Fit(data, loss, options));
        return loss.Value(best.PredictRaw(test.Columns), test.Target);
    }

    /// <summary>Of each judge the costs by fold of the convex loss that is best on the test rows, a choice in its favour; depth and rounds by the judge on the held-out rows.</summary>
    private static double[][] Beside(TreeData table, Loss[] judges)
    {
        var found = judges.Select(_ => Convex.Select(_ => new double[Folds]).ToArray()).ToArray();
        for (var w = 0; w < Convex.Length; w++)
        {
            for (var fold = 0; fold < Folds; fold++)
            {
                var (data, held, test) = Deal(table, fold);
                var best = judges.Select(_ => (Value: double.PositiveInfinity, At: 0.0)).ToArray();
                foreach (var depth in Depths)
                {
                    var model = TreeBooster.Fit(data, Convex[w](), TreeTables.Options(depth, Rate) with { Rounds = Rounds, EarlyStop = 0 });
                    for (var round = 1; round <= model.Rounds; round += round < 20 ? 1 : 4)
                    {
                        var (mine, theirs) = (model.PredictRaw(held.Columns, round, threads: 1), model.PredictRaw(test.Columns, round, threads: 1));
                        for (var j = 0; j < judges.Length; j++)
                        {
                            var value = judges[j].Value(mine, held.Target);
                            if (value < best[j].Value) best[j] = (value, judges[j].Value(theirs, test.Target));
                        }
                    }
                }

                for (var j = 0; j < judges.Length; j++) found[j][w][fold] = best[j].At;
            }
        }

        return [.. found.Select(costs => costs.MinBy(each => each.Average())!)];
    }
}
