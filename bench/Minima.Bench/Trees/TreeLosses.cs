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

    public static void Run(int seeds, string part, string? only)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"held-out loss, mean over {seeds} seeds; depths {string.Join(", ", TreeTables.Depths)}, rates {string.Join(", ", TreeTables.Rates)}, up to {TreeTables.Rounds} rounds by the validation rows; ratio: (ours - better peer) / |better peer|, in %"));
        Console.WriteLine("| table | loss | Minima | XGBoost | scikit-learn | above the better, % | standard error, % |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        var clock = Stopwatch.StartNew();
        var worst = new List<(double Above, string Name)>();
        foreach (var (name, table) in TreeTables.All().Where(table => table.Name.Contains(part, StringComparison.Ordinal)))
        {
            var found = Losses.Where(loss => only is null || loss.Name == only).ToDictionary(loss => loss.Name, _ => new List<(double Ours, double? XGBoost, double? Sklearn)>(), StringComparer.Ordinal);
            for (var seed = 1; seed <= seeds; seed++) Judge(table, seed, found);
            foreach (var (loss, runs) in found)
            {
                double Mean(Func<(double Ours, double? XGBoost, double? Sklearn), double> of) => runs.Average(of);
                double? xgboost = runs[0].XGBoost is null ? null : Mean(run => run.XGBoost!.Value), sklearn = runs[0].Sklearn is null ? null : Mean(run => run.Sklearn!.Value);
                var isXGBoost = sklearn is null || xgboost < sklearn;
                var better = isXGBoost ? xgboost!.Value : sklearn!.Value;
                var (above, error) = TreeTables.MeanOf([.. runs.Select(run => 100 * (run.Ours - (isXGBoost ? run.XGBoost!.Value : run.Sklearn!.Value)) / Math.Abs(better))]);
                worst.Add((above, $"{name} {loss}"));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {loss} | {Mean(run => run.Ours):G5} | {xgboost:G5} | {sklearn:G5} | {above:+0.00;-0.00} | {error:0.00} |"));
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"budget 0.5 %: {worst.Count(row => row.Above <= 0.5)} of {worst.Count} rows within it; mean {worst.Average(row => row.Above):+0.00;-0.00} %; worst {worst.Max().Name} {worst.Max().Above:+0.00;-0.00} %; {clock.Elapsed.TotalSeconds:0} s"));
    }

    private static void Judge(TreeData table, int seed, Dictionary<string, List<(double, double?, double?)>> found)
    {
        var random = new Random(seed);
        var part = TreeTables.Parts(table.Target.Length, random);
        var targets = Losses.Select(loss => loss.Target(table.Target, random)).ToArray();
        var file = Path.GetTempFileName();
        File.WriteAllText(file, JsonSerializer.Serialize(new
        {
            rows = TreeTables.Rows(table),
            types = TreeTables.Types(table),
            part,
            depths = TreeTables.Depths,
            rates = TreeTables.Rates,
            rounds = TreeTables.Rounds,
            patience = TreeTables.Patience,
            losses = Losses.Select((loss, i) => new { name = loss.Name, target = targets[i] }).Where(loss => found.ContainsKey(loss.name)),
        }));
        using var peers = JsonDocument.Parse(SideBySide.PythonText("tree_losses.py", [file], []));
        File.Delete(file);
        var (learned, test) = TreeTables.Deal(part);
        for (var i = 0; i < Losses.Length; i++)
        {
            var (name, make, _) = Losses[i];
            if (!found.TryGetValue(name, out var runs)) continue;
            var loss = make();
            var data = new TreeData(TreeTables.Columns(table, learned), TreeTables.Take(targets[i], learned)) { HeldOut = Array.ConvertAll(learned, row => part[row] == 1), Classes = name == "softmax" ? 3 : 0 };
            var best = TreeTables.Best(data, loss);
            var truth = TreeTables.Take(targets[i], test);
            double Loss(double[] scores) => best.Outputs == 1 ? loss.Value(scores, truth) : loss.Value(scores, Array.ConvertAll(truth, label => (int)label), best.Outputs);
            double? Peer(string library) => peers.RootElement.GetProperty(name).GetProperty(library) is { ValueKind: JsonValueKind.Array } list ? Loss([.. list.EnumerateArray().Select(item => item.GetDouble())]) : null;
            runs.Add((Loss(best.PredictRaw(TreeTables.Columns(table, test))), Peer("xgboost"), Peer("sklearn")));
        }
    }
}
