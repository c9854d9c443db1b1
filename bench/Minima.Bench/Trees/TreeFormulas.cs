using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Minima.Trees;
using Minima.Writers;

namespace Minima.Bench;

/// <summary>Ten formulas that no booster has, judged by themselves on held-out rows: Minima boosts them, XGBoost and scikit-learn the nearest objectives that they have. Depth and rounds are chosen by the formula in all of them.</summary>
internal static class TreeFormulas
{
    private const int Folds = 5;

    /// <summary>How often the rows are dealt into folds anew: a table of 442 rows says little in five folds.</summary>
    private const int Deals = 2;

    private const double Rate = 0.1;
    private const int Rounds = 200;
    private const int Patience = 20;

    private static readonly int[] Depths = [2, 4, 6];

    /// <summary>The peers' costs on the validation and the test rows, by table, fold and formula.</summary>
    private static Dictionary<string, double[][]> _kept = new(StringComparer.Ordinal);

    /// <summary>A formula, the target that it gets, and the nearest objectives of others.</summary>
    private static readonly Case[] Cases =
    [
        new("late costs 4 times early, and a fine beyond 1", "4*relu(t - p) + 6*relu(t - p - 1) + relu(p - t)", "number", ["xgboost squared", "xgboost mae", "sklearn quantile:0.8", "sklearn quantile:0.9"]),
        new("late squared costs 9 times", "9*relu(t - p)^2 + relu(p - t)^2", "number", ["xgboost squared", "sklearn squared", "sklearn quantile:0.8", "sklearn quantile:0.9"]),
        new("capped at 1", "relu(1 - relu(1 - (p - t)^2))", "number", ["xgboost pseudo_huber", "xgboost mae", "sklearn mae", "xgboost squared"]),
        new("cauchy", "log1p_square((p - t)/0.3)", "number", ["xgboost pseudo_huber", "xgboost mae", "sklearn mae"]),
        new("costs by columns", "a*relu(t - p) + b*relu(p - t)", "number", ["sklearn mae", "sklearn quantile:0.7", "sklearn quantile:0.8", "xgboost squared"]) { HasCosts = true },
        new("linex", "expm1(2*(t - p)) - 2*(t - p)", "number", ["xgboost squared", "sklearn squared", "sklearn quantile:0.8", "sklearn quantile:0.9"]),
        new("free within 0.5, fined from 1 late", "relu(abs(p - t) - 0.5) + 3*sigmoid(20*(t - p - 1))", "number", ["xgboost mae", "xgboost squared", "sklearn mae", "sklearn quantile:0.7", "sklearn quantile:0.8"]),
        new("smoothed classes", "softplus(p) - (0.8*t + 0.1)*p", "class", ["xgboost logistic", "sklearn logistic"]),
        new("focal with alpha", "t*0.75*sigmoid(-p)^2*softplus(-p) + (1 - t)*0.25*sigmoid(p)^2*softplus(p)", "class", ["xgboost logistic", "sklearn logistic", "xgboost logistic weighted", "sklearn logistic weighted"]) { Weight = 3 },
        new("three grades", "t < 0.5 ? softplus(4*(p - 0.5)) + softplus(4*(p - 1.5)) : t < 1.5 ? softplus(4*(0.5 - p)) + softplus(4*(p - 1.5)) : softplus(4*(0.5 - p)) + softplus(4*(1.5 - p))", "grade", ["xgboost squared", "xgboost mae", "sklearn squared", "sklearn mae"]),
    ];

    /// <summary>Measures and prints the table.</summary>
    /// <param name="formulas">Only formulas whose names contain one of these parts, which ';' separates.</param>
    /// <param name="tables">Only tables whose names contain it.</param>
    /// <param name="peersFile">Where the peers' costs are kept from run to run, by table, fold and formula; they are trained where it has none. Null keeps nothing.</param>
    public static void Run(string formulas, string tables, string? peersFile)
    {
        _kept = peersFile is not null && File.Exists(peersFile) ? JsonSerializer.Deserialize<Dictionary<string, double[][]>>(File.ReadAllText(peersFile))! : new(StringComparer.Ordinal);
        Case[] cases = [.. Cases.Where(item => formulas.Split(';').Any(part => item.Name.Contains(part, StringComparison.Ordinal)))];
        (string Name, TreeData Table)[] chosen = [.. TreeTables.All().Where(pair => pair.Name.Contains(tables, StringComparison.Ordinal))];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"held-out cost by the formula, {Folds} folds of each table, dealt {Deals} times; rate {Rate}, depths {string.Join(", ", Depths)} and up to {Rounds} rounds (patience {Patience}) by the formula on the next fold; a cell: (ours - peer) / peer over folds, in %, with its standard error, where the validation rows choose the peer in each fold; beside it the peer that is best on the held-out rows of a table"));
        Console.WriteLine($"| formula | {string.Join(" | ", chosen.Select(pair => pair.Name))} | all folds | best in hindsight | the peer of most folds | peers |");
        Console.WriteLine($"|---|{string.Concat(chosen.Select(_ => "---|"))}---|---|---|---|");
        var clock = Stopwatch.StartNew();
        var cells = cases.Select(_ => new List<string>()).ToArray();
        var (all, hindsight) = (cases.Select(_ => new List<double>()).ToArray(), cases.Select(_ => new List<double>()).ToArray());
        var nearest = cases.Select(_ => new List<string>()).ToArray();
        var against = cases.Select(item => item.Peers.Select(_ => new List<double>()).ToArray()).ToArray();
        foreach (var (name, table) in chosen)
        {
            var folds = Enumerable.Range(0, Deals * Folds).Select(fold => Judge(cases, name, table, fold)).ToArray();
            if (peersFile is not null) File.WriteAllText(peersFile, JsonSerializer.Serialize(_kept));
            for (var c = 0; c < cases.Length; c++)
            {
                int[] peers = [.. folds.Select(fold => Enumerable.Range(0, cases[c].Peers.Length).MinBy(i => fold[c].Peers[i][0]))];
                var theirs = folds.Zip(peers, (fold, peer) => fold[c].Peers[peer][1]).Average();
                double[] above = [.. folds.Zip(peers, (fold, peer) => 100 * (fold[c].Ours - fold[c].Peers[peer][1]) / theirs)];
                all[c].AddRange(above);
                var (best, least) = cases[c].Peers.Select((_, i) => (i, Cost: folds.Average(fold => fold[c].Peers[i][1]))).MinBy(pair => pair.Cost);
                hindsight[c].AddRange(folds.Select(fold => 100 * (fold[c].Ours - fold[c].Peers[best][1]) / least));
                nearest[c].AddRange(peers.Select(peer => cases[c].Peers[peer]));
                for (var p = 0; p < cases[c].Peers.Length; p++) against[c][p].AddRange(folds.Select(fold => 100 * (fold[c].Ours - fold[c].Peers[p][1]) / folds.Average(each => each[c].Peers[p][1])));
                cells[c].Add(Cell(above));
            }
        }

        for (var c = 0; c < cases.Length; c++) Console.WriteLine($"| {cases[c].Name} | {string.Join(" | ", cells[c])} | {Cell(all[c])} | {Cell(hindsight[c])} | {Cell(OfMost(c))} | {string.Join(", ", nearest[c].CountBy(peer => peer).OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Key} {pair.Value}"))} |");

        // One objective for all tables: the nearest that a library has.
        List<double> OfMost(int c) => against[c][Array.IndexOf(cases[c].Peers, nearest[c].CountBy(peer => peer).MaxBy(pair => pair.Value).Key)];
        static int Clearly(List<double>[] of) => of.Count(above => TreeTables.MeanOf([.. above]) is var (mean, error) && mean + (2 * error) < 0);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"budget: better than the nearest objectives by more than two standard errors over {all[0].Count} paired folds: {Clearly(all)} of {cases.Length} formulas, {Clearly(hindsight)} in hindsight, {Clearly([.. cases.Select((_, c) => OfMost(c))])} beside the single peer that most folds choose; {clock.Elapsed.TotalSeconds:0} s, of the processor {Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds:0} s in Minima"));
    }

    private static string Cell(IReadOnlyList<double> above) => TreeTables.Cell(TreeTables.MeanOf([.. above]));

    private static (double Ours, double[][] Peers)[] Judge(Case[] cases, string name, TreeData table, int fold)
    {
        int[] folds = [.. Enumerable.Range(0, table.Target.Length).Select(row => row % Folds)];
        new Random(1 + (fold / Folds)).Shuffle(folds);
        var part = Array.ConvertAll(folds, at => at == fold % Folds ? 2 : at == (fold + 1) % Folds ? 1 : 0);
        var targets = new Dictionary<string, double[]>(StringComparer.Ordinal)
        {
            ["number"] = table.Target,
            ["class"] = Array.ConvertAll(table.Target, value => value > 0.3 ? 1.0 : 0),
            ["grade"] = Array.ConvertAll(table.Target, value => value > 0.6 ? 2.0 : value > -0.4 ? 1 : 0),
        };
        var losses = Array.ConvertAll(cases, item => Loss.Parse(item.Formula));
        var costs = Costs(table);
        string Key(Case item) => string.Create(CultureInfo.InvariantCulture, $"{name}, fold {fold}, {item.Name}");
        if (!Array.TrueForAll(cases, item => _kept.ContainsKey(Key(item)))) Train();
        var (learned, test) = TreeTables.Deal(part);
        return [.. cases.Select((item, c) => (Ours(table, targets[item.Target], losses[c], item.HasCosts ? costs : [], part, learned, test), _kept[Key(item)]))];

        void Train()
        {
            var peers = TreeTables.Asked<double[][][]>("tree_formulas.py", new
            {
                rows = TreeTables.Rows(table),
                types = TreeTables.Types(table),
                part,
                depths = Depths,
                rate = Rate,
                rounds = Rounds,
                patience = Patience,
                targets,
                formulas = cases.Select((item, c) => new
                {
                    source = FormulaWriter.Write(losses[c], FormulaLanguage.Python),
                    function = losses[c].Entry.Key,
                    target = item.Target,
                    costs = item.HasCosts ? costs.Select(pair => pair.Value) : [],
                    weight = item.Weight,
                    peers = item.Peers,
                }),
            });
            for (var c = 0; c < cases.Length; c++) _kept[Key(cases[c])] = peers[c];
        }
    }

    private static double Ours(TreeData table, double[] target, Loss loss, Dictionary<string, double[]> costs, int[] part, int[] learned, int[] test)
    {
        Dictionary<string, double[]> Inputs(int[] rows) => costs.ToDictionary(pair => pair.Key, pair => TreeTables.Take(pair.Value, rows), StringComparer.Ordinal);
        var data = new TreeData(TreeTables.Columns(table, learned), TreeTables.Take(target, learned)) { HeldOut = Array.ConvertAll(learned, row => part[row] == 1), Inputs = Inputs(learned) };
        var best = TreeTables.Best(Depths.Select(depth => TreeTables.Options(depth, Rate) with { Rounds = Rounds, EarlyStop = Patience }), options => TreeBooster.Fit(data, loss, options));
        var batch = new LossBatch<double> { Prediction = best.PredictRaw(TreeTables.Columns(table, test)), Target = TreeTables.Take(target, test) };
        foreach (var (name, values) in Inputs(test)) batch[name] = values;
        return loss.Evaluate(batch).Value;
    }

    /// <summary>Late costs 9 times as much for three of the ten kinds, and as much as early for the others.</summary>
    private static Dictionary<string, double[]> Costs(TreeData table)
    {
        var kind = table.Columns.FirstOrDefault(column => column.IsCategory)?.Values ?? table.Columns[0].Values;
        var limit = table.Columns.Any(column => column.IsCategory) ? 3 : kind.Order().ElementAt(3 * kind.Length / 10);
        return new(StringComparer.Ordinal) { ["a"] = Array.ConvertAll(kind, value => value < limit ? 9.0 : 1), ["b"] = Array.ConvertAll(kind, _ => 1.0) };
    }

    private sealed record Case(string Name, string Formula, string Target, string[] Peers)
    {
        public bool HasCosts { get; init; }

        /// <summary>The weight of class 1 in a weighted peer.</summary>
        public double Weight { get; init; } = 1;
    }
}
