using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Minima.Tabular;
using Minima.Trees;

namespace Minima.Bench;

/// <summary>The held-out loss of boosted trees beside XGBoost's own objectives of times until an event and of orders: <c>survival:aft</c>, <c>survival:cox</c>, <c>rank:ndcg</c>. scikit-learn has none. Six tables; depth, rate and rounds are chosen by the same validation rows.</summary>
internal static class TreeOrders
{
    /// <summary>The scale of the noise of log times, which both libraries are told.</summary>
    private const double Scale = 0.5;

    /// <summary>Rows of a query.</summary>
    private const int Rows = 15;

    private static readonly string[] Names = ["aft", "cox", "rank:ndcg"];

    public static void Run(int seeds)
    {
        TensorCatalogue.Join();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"held-out loss, mean over {seeds} seeds; depths {string.Join(", ", TreeTables.Depths)}, rates {string.Join(", ", TreeTables.Rates)}, up to {TreeTables.Rounds} rounds by the validation rows; the loss of rank:ndcg is 1 - NDCG, by which both stop; ratio: (ours - XGBoost's) / |XGBoost's|, in %"));
        Console.WriteLine("| table | objective | Minima | XGBoost | above it, % | standard error, % |");
        Console.WriteLine("|---|---|---|---|---|---|");
        var clock = Stopwatch.StartNew();
        var found = new List<(double Above, double Error, string Name)>();
        foreach (var (name, table) in TreeTables.All())
        {
            var runs = Enumerable.Range(1, seeds).Select(seed => Judge(table, seed)).ToArray();
            for (var k = 0; k < Names.Length; k++)
            {
                var (ours, theirs) = (runs.Average(run => run[k].Ours), runs.Average(run => run[k].XGBoost));
                var (above, error) = TreeTables.MeanOf([.. runs.Select(run => 100 * (run[k].Ours - run[k].XGBoost) / Math.Abs(theirs))]);
                found.Add((above, error, $"{name} {Names[k]}"));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {Names[k]} | {ours:G5} | {theirs:G5} | {above:+0.00;-0.00} | {error:0.00} |"));
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"budget 0.5 %: {found.Count(row => row.Above <= 0.5)} of {found.Count} rows within it, {found.Count(row => row.Above - (2 * row.Error) > 0.5)} above it by more than two standard errors; mean {found.Average(row => row.Above):+0.00;-0.00} %; worst {found.Max().Name} {found.Max().Above:+0.00;-0.00} %; {clock.Elapsed.TotalSeconds:0} s"));
    }

    private static (double Ours, double XGBoost)[] Judge(TreeData table, int seed)
    {
        var random = new Random(seed);
        var count = table.Target.Length;

        // Queries are dealt whole: rows in a random order, so many a query.
        int[] query = [.. Enumerable.Range(0, count).Select(row => row / Rows)];
        random.Shuffle(query);
        var dealt = TreeTables.Parts((count / Rows) + 1, random);
        var part = Array.ConvertAll(query, own => dealt[own]);
        var (time, seen) = Times(table.Target, Scale, random);
        var grade = Array.ConvertAll(table.Target, z => z > 1 ? 3.0 : z > 0.3 ? 2 : z > -0.5 ? 1 : 0);
        var peers = TreeTables.Asked<Dictionary<string, double[]>>("tree_orders.py", new
        {
            rows = TreeTables.Rows(table),
            types = TreeTables.Types(table),
            part,
            query,
            time,
            seen,
            grade,
            scale = Scale,
            depths = TreeTables.Depths,
            rates = TreeTables.Rates,
            rounds = TreeTables.Rounds,
            patience = TreeTables.Patience,
        });
        var (learned, test) = TreeTables.Deal(part);
        double[] Learned(double[] values) => TreeTables.Take(values, learned);
        double[] Tested(double[] values) => TreeTables.Take(values, test);
        int[] LearnedQueries = Array.ConvertAll(learned, row => query[row]), testQueries = Array.ConvertAll(test, row => query[row]);
        var heldOut = Array.ConvertAll(learned, row => part[row] == 1);
        var columns = TreeTables.Columns(table, learned);
        var aft = Loss.Create("aft_nll", ("scale", Scale), ("distribution", "normal"));
        var byTimes = TreeTables.Best(new TreeData(columns, Learned(time)) { HeldOut = heldOut, Inputs = new Dictionary<string, double[]>(StringComparer.Ordinal) { ["event"] = Learned(seen) } }, aft);
        var byRisks = Best(new TreeData(columns, Learned(time)) { HeldOut = heldOut }, () => TableLosses.Of("cox_breslow", PredictionTask.Survival, new(Learned(time), Learned(seen), null)));
        var byOrder = Best(new TreeData(columns, Learned(grade)) { HeldOut = heldOut }, () => new ByGain(TableLosses.Of("lambdarank", PredictionTask.Ranking, new(Learned(grade), null, LearnedQueries)), Learned(grade), LearnedQueries, heldOut));
        double Aft(double[] scores) => aft.Evaluate(new LossBatch<double> { Prediction = scores, Target = Tested(time), ["event"] = Tested(seen) }).Value;
        var cox = TableLosses.Of("cox_breslow", PredictionTask.Survival, new(Tested(time), Tested(seen), null)).Over([.. Enumerable.Range(0, test.Length)]);
        double Cox(double[] scores) => cox.Evaluate(scores, []) / test.Length;
        double Lost(double[] scores) => 1 - Gain(scores, Tested(grade), testQueries);
        var own = TreeTables.Columns(table, test);
        return [(Aft(byTimes.PredictRaw(own)), Aft(peers["aft"])), (Cox(byRisks.PredictRaw(own)), Cox(peers["cox"])), (Lost(byOrder.PredictRaw(own)), Lost(peers["rank:ndcg"]))];
    }

    /// <summary>Log-normal times, about a third of them cut off by others.</summary>
    private static (double[] Time, double[] Seen) Times(double[] z, double scale, Random random)
    {
        var (time, seen) = (new double[z.Length], new double[z.Length]);
        for (var i = 0; i < z.Length; i++)
        {
            var end = Math.Exp((0.7 * z[i]) + (scale * TreeTables.Normal(random)));
            var cut = -2.5 * Math.Log(1 - random.NextDouble());
            (time[i], seen[i]) = (Math.Min(end, cut), end <= cut ? 1 : 0);
        }

        return (time, seen);
    }

    private static TreeModel Best(TreeData data, Func<TableObjective> objective) => TreeTables.Best(options => TreeBooster.Fit(data, objective(), options));

    /// <summary>Mean NDCG of whole lists, gains 2^grade - 1; a list without gains counts as 1.</summary>
    private static double Gain(ReadOnlySpan<double> scores, double[] grades, int[] queries)
    {
        var all = scores.ToArray();
        static double Sum(IEnumerable<double> ordered) => ordered.Select((grade, place) => (Math.Pow(2, grade) - 1) / Math.Log2(place + 2)).Sum();
        return Enumerable.Range(0, grades.Length).GroupBy(row => queries[row]).Average(list =>
        {
            var best = Sum(list.Select(row => grades[row]).OrderDescending());
            return best > 0 ? Sum(list.OrderByDescending(row => all[row]).Select(row => grades[row])) / best : 1;
        });
    }

    /// <summary>A loss that judges held-out rows by 1 - NDCG, as rank:ndcg stops by it.</summary>
    private sealed class ByGain(TableObjective loss, double[] grades, int[] queries, bool[] heldOut) : TableObjective
    {
        public override string Name => loss.Name;

        public override IReadOnlyList<double> Start => loss.Start;

        public override TableLoss Over(int[] rows) => Array.TrueForAll(rows, row => heldOut[row]) ? new Judge(Array.ConvertAll(rows, row => grades[row]), Array.ConvertAll(rows, row => queries[row])) : loss.Over(rows);

        private sealed class Judge(double[] grades, int[] queries) : TableLoss
        {
            public override double Evaluate(ReadOnlySpan<double> scores, Span<double> slopes) => scores.Length * (1 - Gain(scores, grades, queries));
        }
    }
}
