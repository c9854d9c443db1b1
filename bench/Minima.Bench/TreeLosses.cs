using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Minima.Trees;

namespace Minima.Bench;

/// <summary>The held-out loss of boosted trees beside XGBoost's and scikit-learn's own objectives: six tables, depth, rate and rounds chosen by the same validation rows in all of them.</summary>
internal static class TreeLosses
{
    private const int Rounds = 400;
    private const int Patience = 20;

    private static readonly int[] Depths = [2, 4, 6];
    private static readonly double[] Rates = [0.05, 0.15];

    private static readonly (string Name, Func<Loss> Loss, Func<double[], Random, double[]> Target)[] Losses =
    [
        ("squared", () => Loss.Create("half_mse"), (z, _) => z),
        ("mae", () => Loss.Create("mae"), (z, _) => z),
        ("pseudo_huber", () => Loss.Create("pseudo_huber"), (z, _) => z),
        ("quantile:0.1", () => Loss.Create("quantile", ("quantile", 0.1)), (z, _) => z),
        ("quantile:0.5", () => Loss.Create("quantile", ("quantile", 0.5)), (z, _) => z),
        ("quantile:0.9", () => Loss.Create("quantile", ("quantile", 0.9)), (z, _) => z),
        ("logistic", () => Loss.Create("bce_with_logits"), (z, _) => Array.ConvertAll(z, value => value > 0.3 ? 1.0 : 0)),
        ("softmax", () => Loss.Create("cross_entropy"), (z, _) => Array.ConvertAll(z, value => value > 0.6 ? 2.0 : value > -0.4 ? 1 : 0)),
        ("poisson", () => Loss.Create("poisson_nll"), (z, random) => Array.ConvertAll(z, value => (double)Count(Math.Exp(0.7 * value), random))),
        ("gamma", () => Loss.Parse("t*exp(-p) + p"), (z, random) => Array.ConvertAll(z, value => Math.Exp(0.7 * value) * Gamma(random))),
        ("tweedie", () => Loss.Parse("-t*exp((1 - rho)*p)/(1 - rho) + exp((2 - rho)*p)/(2 - rho)", ("rho", 1.5)), (z, random) => Array.ConvertAll(z, value => Enumerable.Range(0, Count(Math.Exp(0.5 * value), random)).Sum(_ => Gamma(random)))),
    ];

    public static void Run(int seeds)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"held-out loss, mean over {seeds} seeds; depths {string.Join(", ", Depths)}, rates {string.Join(", ", Rates)}, up to {Rounds} rounds by the validation rows; ratio: (ours - better peer) / |better peer|, in %"));
        Console.WriteLine("| table | loss | Minima | XGBoost | scikit-learn | above the better, % | standard error, % |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        var clock = Stopwatch.StartNew();
        var worst = new List<(double Above, string Name)>();
        foreach (var (name, table) in Tables())
        {
            var found = Losses.ToDictionary(loss => loss.Name, _ => new List<(double Ours, double? XGBoost, double? Sklearn)>(), StringComparer.Ordinal);
            for (var seed = 1; seed <= seeds; seed++) Judge(table, seed, found);
            foreach (var (loss, runs) in found)
            {
                double Mean(Func<(double Ours, double? XGBoost, double? Sklearn), double> of) => runs.Average(of);
                double? xgboost = runs[0].XGBoost is null ? null : Mean(run => run.XGBoost!.Value), sklearn = runs[0].Sklearn is null ? null : Mean(run => run.Sklearn!.Value);
                var isXGBoost = sklearn is null || xgboost < sklearn;
                var better = isXGBoost ? xgboost!.Value : sklearn!.Value;
                double[] differences = [.. runs.Select(run => 100 * (run.Ours - (isXGBoost ? run.XGBoost!.Value : run.Sklearn!.Value)) / Math.Abs(better))];
                var above = differences.Average();
                var error = Math.Sqrt(differences.Sum(difference => (difference - above) * (difference - above)) / Math.Max(1, differences.Length - 1) / differences.Length);
                worst.Add((above, $"{name} {loss}"));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {loss} | {Mean(run => run.Ours):G5} | {xgboost:G5} | {sklearn:G5} | {above:+0.00;-0.00} | {error:0.00} |"));
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"budget 0.5 %: {worst.Count(row => row.Above <= 0.5)} of {worst.Count} rows within it; mean {worst.Average(row => row.Above):+0.00;-0.00} %; worst {worst.Max().Name} {worst.Max().Above:+0.00;-0.00} %; {clock.Elapsed.TotalSeconds:0} s"));
    }

    private static void Judge(TreeData table, int seed, Dictionary<string, List<(double, double?, double?)>> found)
    {
        var random = new Random(seed);
        var rows = table.Target.Length;
        int[] part = [.. Enumerable.Range(0, rows).Select(row => row % 5 is 3 ? 1 : row % 5 is 4 ? 2 : 0)];
        random.Shuffle(part);
        var targets = Losses.Select(loss => loss.Target(table.Target, random)).ToArray();
        var file = Path.GetTempFileName();
        File.WriteAllText(file, JsonSerializer.Serialize(new
        {
            rows = Enumerable.Range(0, rows).Select(row => table.Columns.Select(column => double.IsNaN(column.Values[row]) ? (double?)null : column.Values[row])),
            types = table.Columns.Select(column => column.IsCategory ? "c" : "float"),
            part,
            depths = Depths,
            rates = Rates,
            rounds = Rounds,
            patience = Patience,
            losses = Losses.Select((loss, i) => new { name = loss.Name, target = targets[i] }),
        }));
        using var peers = JsonDocument.Parse(SideBySide.PythonText("tree_losses.py", [file], []));
        File.Delete(file);
        int[] test = [.. Enumerable.Range(0, rows).Where(row => part[row] == 2)], learned = [.. Enumerable.Range(0, rows).Where(row => part[row] != 2)];
        for (var i = 0; i < Losses.Length; i++)
        {
            var (name, make, _) = Losses[i];
            var loss = make();
            double[] Take(double[] values, int[] some) => Array.ConvertAll(some, row => values[row]);
            TreeColumn[] Columns(int[] some) => [.. table.Columns.Select(column => column with { Values = Take(column.Values, some) })];
            var data = new TreeData(Columns(learned), Take(targets[i], learned)) { HeldOut = Array.ConvertAll(learned, row => part[row] == 1), Classes = name == "softmax" ? 3 : 0 };
            var best = Depths.SelectMany(_ => Rates, (depth, rate) => TreeBooster.Fit(data, loss, new BoostOptions { Depth = depth, Rate = rate, Rounds = Rounds, EarlyStop = Patience, Seed = 1 })).MinBy(model => model.HeldOutLoss[model.Rounds - 1])!;
            var truth = Take(targets[i], test);
            double Loss(double[] scores) => best.Outputs == 1 ? loss.Value(scores, truth) : loss.Value(scores, Array.ConvertAll(truth, label => (int)label), best.Outputs);
            double? Peer(string library) => peers.RootElement.GetProperty(name).GetProperty(library) is { ValueKind: JsonValueKind.Array } list ? Loss([.. list.EnumerateArray().Select(item => item.GetDouble())]) : null;
            found[name].Add((Loss(best.PredictRaw(Columns(test))), Peer("xgboost"), Peer("sklearn")));
        }
    }

    /// <summary>Targets are standardized: deviations from the mean over the standard deviation.</summary>
    private static IEnumerable<(string Name, TreeData Table)> Tables()
    {
        yield return ("diabetes", Bundled("diabetes"));
        yield return ("breast-cancer", Bundled("breast-cancer", "mean radius"));
        yield return ("friedman", Made(2000, 8, 11, (x, _) => (10 * Math.Sin(Math.PI * x[0] * x[1])) + (20 * (x[2] - 0.5) * (x[2] - 0.5)) + (10 * x[3]) + (5 * x[4]), noise: 2));
        yield return ("steps", Made(2000, 6, 12, (x, kind) => (x[0] > 0.5 ? 4 : 0) + (x[1] > 0.3 && x[2] > 0.6 ? 6 : 0) + (kind is 1 or 5 or 7 ? 3 : 0), noise: 2, gaps: 0.1));
        yield return ("heavy tails", Made(2000, 6, 13, (x, kind) => (8 * x[0] * x[1]) + (4 * x[2]) + kind, noise: 1, tails: true));
        yield return ("uneven spread", Made(3000, 5, 14, (x, _) => (6 * x[0]) + (3 * x[1]), noise: 4, uneven: true));
    }

    private static TreeData Bundled(string name, string? target = null)
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, $"{name}.csv"));
        string[] names = [.. lines[0].Split(',').Select(word => word.Trim('"'))];
        var cells = lines.Skip(1).Select(line => line.Split(',').Select(cell => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN).ToArray()).ToArray();
        var at = target is null ? names.Length - 1 : Array.FindIndex(names, word => word.Replace('_', ' ') == target);
        int[] features = [.. Enumerable.Range(0, names.Length).Where(c => c != at && !cells.All(row => double.IsNaN(row[c])) && (target is null || (c < 10 && !names[c].Contains("perimeter", StringComparison.Ordinal) && !names[c].Contains("area", StringComparison.Ordinal))))];
        return Standardized(new TreeData([.. features.Select(c => new TreeColumn(names[c], [.. cells.Select(row => row[c])]))], [.. cells.Select(row => row[at])]));
    }

    private static TreeData Made(int rows, int columns, int seed, Func<double[], int, double> truth, double noise, double gaps = 0, bool tails = false, bool uneven = false)
    {
        var random = new Random(seed);
        var values = Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, columns).Select(_ => (double)(float)random.NextDouble()).ToArray()).ToArray();
        int[] kinds = [.. Enumerable.Range(0, rows).Select(_ => random.Next(10))];
        double[] target = [.. Enumerable.Range(0, rows).Select(row => truth(values[row], kinds[row]) + (noise * (uneven ? values[row][2] : 1) * (tails ? Math.Tan(1.4 * ((2 * random.NextDouble()) - 1)) : Normal(random))))];
        return Standardized(new TreeData(
            [.. Enumerable.Range(0, columns).Select(c => new TreeColumn($"x{c}", [.. values.Select(row => random.NextDouble() < gaps ? double.NaN : row[c])])), new TreeColumn("kind", Array.ConvertAll(kinds, kind => (double)kind)) { IsCategory = true }],
            target));
    }

    private static TreeData Standardized(TreeData data)
    {
        var mean = data.Target.Average();
        var deviation = Math.Sqrt(data.Target.Average(value => (value - mean) * (value - mean)));
        return data with { Target = Array.ConvertAll(data.Target, value => (value - mean) / deviation) };
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static int Count(double mean, Random random)
    {
        var (count, product, limit) = (0, random.NextDouble(), Math.Exp(-Math.Min(mean, 500)));
        for (; product > limit; count++) product *= random.NextDouble();
        return count;
    }

    /// <summary>Of mean 1 and variance 1/2.</summary>
    private static double Gamma(Random random) => -(Math.Log(1 - random.NextDouble()) + Math.Log(1 - random.NextDouble())) / 2;
}
