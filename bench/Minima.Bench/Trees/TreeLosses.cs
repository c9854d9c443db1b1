using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Minima.Trees;

namespace Minima.Bench;

/// <summary>The held-out loss of boosted trees beside XGBoost's and scikit-learn's own objectives: six tables, depth, rate and rounds chosen by the same validation rows in all of them.</summary>
internal static class TreeLosses
{
    public static readonly (string Name, Func<Loss> Loss, Func<double[], Random, double[]> Target)[] Losses =
    [
        ("squared", () => Loss.Create("half_mse"), (z, _) => z),
        ("mae", () => Loss.Create("mae"), (z, _) => z),
        ("pseudo_huber", () => Loss.Create("pseudo_huber"), (z, _) => z),
        ("quantile:0.1", () => Loss.Create("quantile", ("quantile", 0.1)), (z, _) => z),
        ("quantile:0.5", () => Loss.Create("quantile", ("quantile", 0.5)), (z, _) => z),
        ("quantile:0.9", () => Loss.Create("quantile", ("quantile", 0.9)), (z, _) => z),
        ("logistic", () => Loss.Create("bce_with_logits"), (z, _) => Array.ConvertAll(z, value => value > 0.3 ? 1.0 : 0)),
        ("softmax", () => Loss.Create("cross_entropy"), (z, _) => Array.ConvertAll(z, value => value > 0.6 ? 2.0 : value > -0.4 ? 1 : 0)),
        ("poisson", () => Loss.Create("poisson_nll"), (z, random) => Array.ConvertAll(z, value => (double)TreeTables.Count(Math.Exp(0.7 * value), random))),
        ("gamma", () => Loss.Parse("t*exp(-p) + p"), (z, random) => Array.ConvertAll(z, value => Math.Exp(0.7 * value) * TreeTables.Gamma(random))),
        ("tweedie", () => Loss.Parse("-t*exp((1 - rho)*p)/(1 - rho) + exp((2 - rho)*p)/(2 - rho)", ("rho", 1.5)), (z, random) => Array.ConvertAll(z, value => Enumerable.Range(0, TreeTables.Count(Math.Exp(0.5 * value), random)).Sum(_ => TreeTables.Gamma(random)))),
    ];

    /// <summary>Those that Minima is judged beside; the last is XGBoost with the rows drawn as Minima draws them by default, for comparison alone.</summary>
    private static readonly string[] Libraries = ["xgboost", "sklearn", "xgboost, 80 % of the rows"];

    /// <summary>The held-out losses of the libraries, by table, seed, loss and library; null where a library has no such objective.</summary>
    private static Dictionary<string, double?> _kept = [];

    /// <summary>Measures and prints the table.</summary>
    /// <param name="seeds">Seeds that deal the rows, from 1 on.</param>
    /// <param name="tables">Only tables whose names contain it.</param>
    /// <param name="only">Only the loss of this name; null for all.</param>
    /// <param name="peersFile">Where the peers' losses are kept from run to run; they are trained where it has none. Null keeps nothing.</param>
    public static void Run(int seeds, string tables, string? only, string? peersFile)
    {
        _kept = peersFile is not null && File.Exists(peersFile) ? JsonSerializer.Deserialize<Dictionary<string, double?>>(File.ReadAllText(peersFile))! : new(StringComparer.Ordinal);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"held-out loss, mean over {seeds} seeds; depths {string.Join(", ", TreeTables.Depths)}, rates {string.Join(", ", TreeTables.Rates)}, up to {TreeTables.Rounds} rounds by the validation rows; above: (ours - theirs) / |theirs|, in %, with its standard error"));
        Console.WriteLine("| table | loss | Minima | XGBoost | scikit-learn | above the better | XGBoost, 80 % of the rows | above it |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        var clock = Stopwatch.StartNew();
        var worst = new List<(double Above, string Name)>();
        var drawn = new List<double>();
        foreach (var (name, table) in TreeTables.All().Where(table => table.Name.Contains(tables, StringComparison.Ordinal)))
        {
            var found = Losses.Where(loss => only is null || loss.Name == only).ToDictionary(loss => loss.Name, _ => new List<(double Ours, double?[] Peers)>(), StringComparer.Ordinal);
            for (var seed = 1; seed <= seeds; seed++)
            {
                Judge(name, table, seed, found);
                if (peersFile is not null) File.WriteAllText(peersFile, JsonSerializer.Serialize(_kept));
            }

            foreach (var (loss, runs) in found)
            {
                double? Mean(int library) => runs[0].Peers[library] is null ? null : runs.Average(run => run.Peers[library]!.Value);
                (double Mean, double Error) Above(int library) => TreeTables.MeanOf([.. runs.Select(run => 100 * (run.Ours - run.Peers[library]!.Value) / Math.Abs(Mean(library)!.Value))]);
                var better = Above(Mean(1) is null || Mean(0) < Mean(1) ? 0 : 1);
                worst.Add((better.Mean, $"{name} {loss}"));
                if (Mean(2) is not null) drawn.Add(Above(2).Mean);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {loss} | {runs.Average(run => run.Ours):G5} | {Mean(0):G5} | {Mean(1):G5} | {TreeTables.Cell(better)} | {Mean(2):G5} | {(Mean(2) is null ? "" : TreeTables.Cell(Above(2)))} |"));
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"budget 0.5 %: {worst.Count(row => row.Above <= 0.5)} of {worst.Count} rows within it; mean {worst.Average(row => row.Above):+0.00;-0.00} %; worst {worst.Max().Name} {worst.Max().Above:+0.00;-0.00} %; beside XGBoost with 80 % of the rows {drawn.Count(above => above <= 0.5)} of {drawn.Count}, mean {drawn.DefaultIfEmpty().Average():+0.00;-0.00} %; {clock.Elapsed.TotalSeconds:0} s"));
    }

    private static void Judge(string tableName, TreeData table, int seed, Dictionary<string, List<(double Ours, double?[] Peers)>> found)
    {
        var random = new Random(seed);
        var part = TreeTables.Parts(table.Target.Length, random);
        var targets = Losses.Select(loss => loss.Target(table.Target, random)).ToArray();
        var (learned, test) = TreeTables.Deal(part);
        string Key(int i, string library) => string.Create(CultureInfo.InvariantCulture, $"{tableName}, seed {seed}, {Losses[i].Name}, {library}");
        double Judged(int i, double[] scores) => Losses[i].Name == "softmax"
            ? Losses[i].Loss().Value(scores, Array.ConvertAll(TreeTables.Take(targets[i], test), label => (int)label), 3)
            : Losses[i].Loss().Value(scores, TreeTables.Take(targets[i], test));
        int[] asked = [.. Enumerable.Range(0, Losses.Length).Where(i => found.ContainsKey(Losses[i].Name))];
        (int Loss, string Library)[] unknown = [.. asked.SelectMany(_ => Libraries, (i, library) => (i, library)).Where(pair => !_kept.ContainsKey(Key(pair.i, pair.library)))];
        if (unknown.Length > 0) Train();
        foreach (var i in asked)
        {
            var (name, make, _) = Losses[i];
            var data = new TreeData(TreeTables.Columns(table, learned), TreeTables.Take(targets[i], learned)) { HeldOut = Array.ConvertAll(learned, row => part[row] == 1), Classes = name == "softmax" ? 3 : 0 };
            found[name].Add((Judged(i, TreeTables.Best(data, make()).PredictRaw(TreeTables.Columns(table, test))), Array.ConvertAll(Libraries, library => _kept[Key(i, library)])));
        }

        void Train()
        {
            var answers = TreeTables.Asked<double[]?[]>("tree_losses.py", new
            {
                rows = TreeTables.Rows(table),
                types = TreeTables.Types(table),
                part,
                depths = TreeTables.Depths,
                rates = TreeTables.Rates,
                rounds = TreeTables.Rounds,
                patience = TreeTables.Patience,
                targets = asked.ToDictionary(i => Losses[i].Name, i => targets[i], StringComparer.Ordinal),
                wanted = unknown.Select(pair => new { loss = Losses[pair.Loss].Name, library = pair.Library }),
            });
            foreach (var ((i, library), scores) in unknown.Zip(answers)) _kept[Key(i, library)] = scores is null ? null : Judged(i, scores);
        }
    }
}
