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

    /// <summary>The held-out losses of XGBoost and scikit-learn, by table, seed and loss; null where a library has no such objective.</summary>
    private static Dictionary<string, double?[]> _kept = [];

    /// <summary>Measures and prints the table.</summary>
    /// <param name="seeds">Seeds that deal the rows, from 1 on.</param>
    /// <param name="tables">Only tables whose names contain it.</param>
    /// <param name="only">Only the loss of this name; null for all.</param>
    /// <param name="peersFile">Where the peers' losses are kept from run to run; they are trained where it has none. Null keeps nothing.</param>
    public static void Run(int seeds, string tables, string? only, string? peersFile)
    {
        _kept = peersFile is not null && File.Exists(peersFile) ? JsonSerializer.Deserialize<Dictionary<string, double?[]>>(File.ReadAllText(peersFile))! : new(StringComparer.Ordinal);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"held-out loss, mean over {seeds} seeds; depths {string.Join(", ", TreeTables.Depths)}, rates {string.Join(", ", TreeTables.Rates)}, up to {TreeTables.Rounds} rounds by the validation rows; ratio: (ours - better peer) / |better peer|, in %"));
        Console.WriteLine("| table | loss | Minima | XGBoost | scikit-learn | above the better, % | standard error, % |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        var clock = Stopwatch.StartNew();
        var worst = new List<(double Above, string Name)>();
        foreach (var (name, table) in TreeTables.All().Where(table => table.Name.Contains(tables, StringComparison.Ordinal)))
        {
            var found = Losses.Where(loss => only is null || loss.Name == only).ToDictionary(loss => loss.Name, _ => new List<(double Ours, double? XGBoost, double? Sklearn)>(), StringComparer.Ordinal);
            for (var seed = 1; seed <= seeds; seed++)
            {
                Judge(name, table, seed, found);
                if (peersFile is not null) File.WriteAllText(peersFile, JsonSerializer.Serialize(_kept));
            }

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

    private static void Judge(string tableName, TreeData table, int seed, Dictionary<string, List<(double, double?, double?)>> found)
    {
        var random = new Random(seed);
        var part = TreeTables.Parts(table.Target.Length, random);
        var targets = Losses.Select(loss => loss.Target(table.Target, random)).ToArray();
        var (learned, test) = TreeTables.Deal(part);
        string Key(string loss) => string.Create(CultureInfo.InvariantCulture, $"{tableName}, seed {seed}, {loss}");
        double Judged(int i, double[] scores) => Losses[i].Name == "softmax"
            ? Losses[i].Loss().Value(scores, Array.ConvertAll(TreeTables.Take(targets[i], test), label => (int)label), 3)
            : Losses[i].Loss().Value(scores, TreeTables.Take(targets[i], test));
        int[] asked = [.. Enumerable.Range(0, Losses.Length).Where(i => found.ContainsKey(Losses[i].Name))];
        int[] unknown = [.. asked.Where(i => !_kept.ContainsKey(Key(Losses[i].Name)))];
        if (unknown.Length > 0) Train();
        foreach (var i in asked)
        {
            var (name, make, _) = Losses[i];
            var data = new TreeData(TreeTables.Columns(table, learned), TreeTables.Take(targets[i], learned)) { HeldOut = Array.ConvertAll(learned, row => part[row] == 1), Classes = name == "softmax" ? 3 : 0 };
            var peers = _kept[Key(name)];
            found[name].Add((Judged(i, TreeTables.Best(data, make()).PredictRaw(TreeTables.Columns(table, test))), peers[0], peers[1]));
        }

        void Train()
        {
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
                losses = unknown.Select(i => new { name = Losses[i].Name, target = targets[i] }),
            }));
            using var answers = JsonDocument.Parse(SideBySide.PythonText("tree_losses.py", [file], []));
            File.Delete(file);
            foreach (var i in unknown)
            {
                var answer = answers.RootElement.GetProperty(Losses[i].Name);
                double? Of(string library) => answer.GetProperty(library) is { ValueKind: JsonValueKind.Array } list ? Judged(i, [.. list.EnumerateArray().Select(item => item.GetDouble())]) : null;
                _kept[Key(Losses[i].Name)] = [Of("xgboost"), Of("sklearn")];
            }
        }
    }
}
