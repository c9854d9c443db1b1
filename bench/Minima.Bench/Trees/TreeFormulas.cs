using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Minima.Trees;
using Minima.Writers;

namespace Minima.Bench;

/// <summary>Ten formulas that no booster has, judged by themselves on held-out rows: Minima boosts them, XGBoost and scikit-learn the nearest objectives that they have. Depth, rate and rounds are chosen by the formula in all of them.</summary>
internal static class TreeFormulas
{
    /// <summary>A formula, the target that it gets, the nearest objectives of others, and the weights of rows or columns of costs that go with it.</summary>
    private static readonly Case[] Cases =
    [
        new("late costs 4 times early", "4*relu(t - p) + relu(p - t)", Number, ["xgboost squared", "xgboost mae", "sklearn quantile:0.8"]),
        new("late squared costs 9 times", "9*relu(t - p)^2 + relu(p - t)^2", Number, ["xgboost squared", "sklearn quantile:0.8", "sklearn quantile:0.9"]),
        new("capped at 1", "relu(1 - relu(1 - (p - t)^2))", Number, ["xgboost pseudo_huber", "xgboost mae", "sklearn mae", "xgboost squared"]),
        new("cauchy", "log1p_square((p - t)/0.3)", Number, ["xgboost pseudo_huber", "xgboost mae", "sklearn mae"]),
        new("costs by columns", "a*relu(t - p) + b*relu(p - t)", Number, ["sklearn quantile:0.8", "sklearn quantile:0.5", "sklearn quantile:0.7", "xgboost squared"]) { HasCosts = true },
        new("linex", "expm1(2*(t - p)) - 2*(t - p)", Number, ["xgboost squared", "sklearn quantile:0.8", "sklearn quantile:0.9"]),
        new("free within 0.5, fined from 1 late", "relu(abs(p - t) - 0.5) + 3*sigmoid(20*(t - p - 1))", Number, ["xgboost mae", "xgboost squared", "sklearn quantile:0.5", "sklearn quantile:0.8"]),
        new("smoothed classes", "softplus(p) - (0.8*t + 0.1)*p", Class, ["xgboost logistic", "sklearn logistic"]),
        new("focal with alpha", "t*0.75*sigmoid(-p)^2*softplus(-p) + (1 - t)*0.25*sigmoid(p)^2*softplus(p)", Class, ["xgboost logistic", "sklearn logistic", "xgboost logistic weighted", "sklearn logistic weighted"]) { Weight = 3 },
        new("three grades", "t < 0.5 ? softplus(4*(p - 0.5)) + softplus(4*(p - 1.5)) : t < 1.5 ? softplus(4*(0.5 - p)) + softplus(4*(p - 1.5)) : softplus(4*(0.5 - p)) + softplus(4*(1.5 - p))", Grade, ["xgboost squared", "xgboost mae", "sklearn squared", "sklearn mae"]),
    ];

    public static void Run(int seeds)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"held-out cost by the formula, mean over {seeds} seeds; depths {string.Join(", ", TreeTables.Depths)}, rates {string.Join(", ", TreeTables.Rates)}, up to {TreeTables.Rounds} rounds by the formula on the validation rows; last columns: (ours - best peer) / best peer, in %"));
        Console.WriteLine("| formula | table | Minima | best peer | its objective | above it, % | standard error, % |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        var clock = Stopwatch.StartNew();
        var better = 0;
        foreach (var item in Cases)
        {
            var above = new List<double>();
            foreach (var (name, table) in TreeTables.All().Where(pair => pair.Table.Target.Length >= 2000))
            {
                var runs = Enumerable.Range(1, seeds).Select(seed => Judge(item, table, seed)).ToArray();
                var (peer, theirs) = item.Peers.Select((peer, i) => (peer, Cost: runs.Average(run => run.Peers[i]))).MinBy(pair => pair.Cost);
                var at = Array.IndexOf(item.Peers, peer);
                var (mean, error) = TreeTables.MeanOf([.. runs.Select(run => 100 * (run.Ours - run.Peers[at]) / theirs)]);
                above.Add(mean);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {item.Name} | {name} | {runs.Average(run => run.Ours):G4} | {theirs:G4} | {peer} | {mean:+0.0;-0.0} | {error:0.0} |"));
            }

            if (above.Average() < 0) better++;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"budget: below the nearest objective, mean over the tables: {better} of {Cases.Length} formulas; {clock.Elapsed.TotalSeconds:0} s"));
    }

    private static (double Ours, double[] Peers) Judge(Case item, TreeData table, int seed)
    {
        var part = TreeTables.Parts(table.Target.Length, new Random(seed));
        var target = item.Target(table.Target);
        var costs = item.HasCosts ? Costs(table) : [];
        var loss = Loss.Parse(item.Formula);
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
            target,
            source = FormulaWriter.Write(loss, FormulaLanguage.Python),
            function = loss.Entry.Key,
            costs = costs.Select(pair => pair.Value),
            weight = item.Weight,
            peers = item.Peers,
        }));
        var peers = JsonSerializer.Deserialize<double[]>(SideBySide.PythonText("tree_formulas.py", [file], []))!;
        File.Delete(file);
        var (learned, test) = TreeTables.Deal(part);
        Dictionary<string, double[]> Inputs(int[] rows) => costs.ToDictionary(pair => pair.Key, pair => TreeTables.Take(pair.Value, rows), StringComparer.Ordinal);
        var data = new TreeData(TreeTables.Columns(table, learned), TreeTables.Take(target, learned)) { HeldOut = Array.ConvertAll(learned, row => part[row] == 1), Inputs = Inputs(learned) };
        var best = TreeTables.Best(data, loss);
        var scores = best.PredictRaw(TreeTables.Columns(table, test));
        var batch = new LossBatch<double> { Prediction = scores, Target = TreeTables.Take(target, test) };
        foreach (var (name, values) in Inputs(test)) batch[name] = values;
        return (loss.Evaluate(batch).Value, peers);
    }

    /// <summary>Late costs 9 times as much for three of the ten kinds, and as much as early for the others.</summary>
    private static Dictionary<string, double[]> Costs(TreeData table)
    {
        var kind = table.Columns.FirstOrDefault(column => column.IsCategory)?.Values ?? table.Columns[0].Values;
        return new(StringComparer.Ordinal) { ["a"] = Array.ConvertAll(kind, value => value < 3 ? 9.0 : 1), ["b"] = Array.ConvertAll(kind, _ => 1.0) };
    }

    private static double[] Number(double[] z) => z;

    private static double[] Class(double[] z) => Array.ConvertAll(z, value => value > 0.3 ? 1.0 : 0);

    private static double[] Grade(double[] z) => Array.ConvertAll(z, value => value > 0.6 ? 2.0 : value > -0.4 ? 1 : 0);

    private sealed record Case(string Name, string Formula, Func<double[], double[]> Target, string[] Peers)
    {
        public bool HasCosts { get; init; }

        /// <summary>The weight of class 1 in a weighted peer.</summary>
        public double Weight { get; init; } = 1;
    }
}
