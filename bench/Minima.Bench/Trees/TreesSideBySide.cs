using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Minima.Trees;

namespace Minima.Bench;

/// <summary>Boosted trees on a million rows of 30 columns, depth 6, 100 rounds, ours beside libxgboost's hist (python3-xgboost), as a Markdown table.</summary>
internal static class TreesSideBySide
{
    private const int Columns = 30;

    public static void Run(bool withPeer, int rows, int rounds, int repeats, string name)
    {
        var data = Draw(rows);
        var folder = Directory.CreateTempSubdirectory("minima-trees-").FullName;
        try
        {
            File.WriteAllBytes(Path.Combine(folder, "y.f64"), MemoryMarshal.AsBytes(data.Target.AsSpan()));
            using (var file = File.Create(Path.Combine(folder, "x.f64")))
            {
                foreach (var column in data.Columns) file.Write(MemoryMarshal.AsBytes(column.Values.AsSpan()));
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows} rows x {Columns}, depth 6, {rounds} rounds, {name}; least of {repeats}; seconds"));
            Console.WriteLine("| threads | rows drawn | fit | predict | rmse | xgboost fit (matrix beside it) | predict | rmse | fit ratio | predict ratio |");
            Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
            foreach (var threads in (int[])[1, 2])
            {
                string[] arguments = [folder, .. new[] { Columns, threads, rounds, repeats }.Select(n => n.ToString(CultureInfo.InvariantCulture))];
                var peer = withPeer ? SideBySide.Python("xgboost_trees.py", arguments, SideBySide.On(threads)) : null;

                // All rows, as by default and in XGBoost, and drawn ones.
                foreach (var share in (double?[])[null, 0.8]) Row(data, peer, threads, rounds, repeats, Loss.Create(name), share);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Row(TreeData data, Dictionary<string, double>? peer, int threads, int rounds, int repeats, Loss loss, double? rowShare)
    {
        var options = new BoostOptions { Rounds = rounds, Rate = 0.3, Depth = 6, L2 = 1, MinRows = 1, MinCurvature = 1, RowShare = rowShare, Threads = threads };
        TreeBooster.Fit(data, loss, options with { Rounds = 10 }).Predict(data.Columns, threads: threads);
        var (fit, predict, error) = (double.PositiveInfinity, double.PositiveInfinity, 0.0);
        for (var i = 0; i < repeats; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var model = TreeBooster.Fit(data, loss, options);
            fit = Math.Min(fit, Stopwatch.GetElapsedTime(start).TotalSeconds);
            start = Stopwatch.GetTimestamp();
            var prediction = model.Predict(data.Columns, threads: threads);
            predict = Math.Min(predict, Stopwatch.GetElapsedTime(start).TotalSeconds);
            error = Math.Sqrt(prediction.Zip(data.Target, (p, t) => (p - t) * (p - t)).Average());
        }

        double? Of(string key) => peer?[key];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {threads} | {options.RowShareOf(data.Target.Length):P0} | {fit:F2} | {predict:F2} | {error:F4} | {Of("fit"):F2} ({Of("matrix"):F2}) | {Of("predict"):F2} | {Of("rmse"):F4} | {fit / Of("fit"):F2} | {predict / Of("predict"):F2} |"));
    }

    private static TreeData Draw(int rows)
    {
        var random = new Random(1);
        TreeColumn[] columns = [.. Enumerable.Range(0, Columns).Select(c => new TreeColumn($"x{c}", [.. Enumerable.Range(0, rows).Select(_ => (double)(float)(random.NextDouble() + random.NextDouble() - 1))]))];
        double[] target = [.. Enumerable.Range(0, rows).Select(row => 3 * Math.Sin(4 * columns[0].Values[row]) + 5 * columns[1].Values[row] * columns[2].Values[row] + (columns[3].Values[row] > 0.3 ? 2 : 0) + columns[4].Values[row] + random.NextDouble() * 2 - 1)];
        return new TreeData(columns, target);
    }
}
