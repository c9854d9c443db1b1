using System.Globalization;
using System.Text.Json;
using Minima.Trees;

namespace Minima.Bench;

/// <summary>The tables on which boosted trees are judged beside their peers, and how their rows are dealt.</summary>
internal static class TreeTables
{
    /// <summary>Rounds, at most, and those without a better validation loss after which they stop.</summary>
    public const int Rounds = 400, Patience = 20;

    public static readonly int[] Depths = [2, 4, 6];
    public static readonly double[] Rates = [0.05, 0.15];

    /// <summary>The trees whose depth, rate and rounds the validation rows choose.</summary>
    public static TreeModel Best(TreeData data, Loss loss) => Best(options => TreeBooster.Fit(data, loss, options));

    /// <summary>The trees whose depth, rate and rounds the validation rows choose, as they are grown with each setting.</summary>
    public static TreeModel Best(Func<BoostOptions, TreeModel> grow) => Best(Depths.SelectMany(_ => Rates, Options), grow);

    /// <summary>The trees of some settings that the validation rows choose.</summary>
    public static TreeModel Best(IEnumerable<BoostOptions> settings, Func<BoostOptions, TreeModel> grow) =>
        settings.Select(grow).MinBy(model => model.HeldOutLoss[model.Rounds - 1])!;

    /// <summary>Rounds by the validation rows. One thread: the tables are small, and threads change no bit.</summary>
    public static BoostOptions Options(int depth, double rate) => new() { Depth = depth, Rate = rate, Rounds = Rounds, EarlyStop = Patience, Seed = 1, Threads = 1 };

    /// <summary>The mean of differences and its standard error.</summary>
    public static (double Mean, double Error) MeanOf(double[] differences)
    {
        var mean = differences.Average();
        return (mean, Math.Sqrt(differences.Sum(difference => (difference - mean) * (difference - mean)) / Math.Max(1, differences.Length - 1) / differences.Length));
    }

    /// <summary>A mean in % and its standard error, as the tables show them.</summary>
    public static string Cell((double Mean, double Error) above) => string.Create(CultureInfo.InvariantCulture, $"{above.Mean:+0.0;-0.0;0.0} ± {above.Error:0.0}");

    /// <summary>What a script in Python answers to a question, which it reads from a file.</summary>
    public static T Asked<T>(string script, object question)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, JsonSerializer.Serialize(question));
        var answer = JsonSerializer.Deserialize<T>(SideBySide.PythonText(script, [file], []))!;
        File.Delete(file);
        return answer;
    }

    /// <summary>The rows that are learned from, those to choose by among them, and the rows to judge by.</summary>
    public static (int[] Learned, int[] Test) Deal(int[] part) =>
        ([.. Enumerable.Range(0, part.Length).Where(row => part[row] != 2)], [.. Enumerable.Range(0, part.Length).Where(row => part[row] == 2)]);

    /// <summary>Of each row its part: three fifths to train (0), one to choose by (1), one to judge by (2).</summary>
    public static int[] Parts(int rows, Random random)
    {
        int[] part = [.. Enumerable.Range(0, rows).Select(row => row % 5 is 3 ? 1 : row % 5 is 4 ? 2 : 0)];
        random.Shuffle(part);
        return part;
    }

    public static double[] Take(double[] values, int[] rows) => Array.ConvertAll(rows, row => values[row]);

    public static TreeColumn[] Columns(TreeData table, int[] rows) => [.. table.Columns.Select(column => column with { Values = Take(column.Values, rows) })];

    /// <summary>The cells as a script reads them: null where one is missing.</summary>
    public static IEnumerable<IEnumerable<double?>> Rows(TreeData table) => Enumerable.Range(0, table.Target.Length).Select(row => table.Columns.Select(column => double.IsNaN(column.Values[row]) ? (double?)null : column.Values[row]));

    public static IEnumerable<string> Types(TreeData table) => table.Columns.Select(column => column.IsCategory ? "c" : "float");

    /// <summary>Targets are standardized: deviations from the mean over the standard deviation.</summary>
    public static IEnumerable<(string Name, TreeData Table)> All()
    {
        yield return ("diabetes", Bundled("diabetes"));
        yield return ("breast-cancer", Bundled("breast-cancer", "mean radius"));
        yield return ("friedman", Made(2000, 8, 11, (x, _) => (10 * Math.Sin(Math.PI * x[0] * x[1])) + (20 * (x[2] - 0.5) * (x[2] - 0.5)) + (10 * x[3]) + (5 * x[4]), noise: 2));
        yield return ("steps", Made(2000, 6, 12, (x, kind) => (x[0] > 0.5 ? 4 : 0) + (x[1] > 0.3 && x[2] > 0.6 ? 6 : 0) + (kind is 1 or 5 or 7 ? 3 : 0), noise: 2, gaps: 0.1));
        yield return ("heavy tails", Made(2000, 6, 13, (x, kind) => (8 * x[0] * x[1]) + (4 * x[2]) + kind, noise: 1, tails: true));
        yield return ("uneven spread", Made(3000, 5, 14, (x, _) => (6 * x[0]) + (3 * x[1]), noise: 4, uneven: true));
    }

    /// <summary>Tables to choose settings by, which are then judged on <see cref="All"/>.</summary>
    public static IEnumerable<(string Name, TreeData Table)> Others()
    {
        yield return ("bmi", Bundled("diabetes", "bmi"));
        yield return ("texture", Bundled("breast-cancer", "mean texture"));
        yield return ("smoothness", Bundled("breast-cancer", "mean smoothness"));
        yield return ("waves", Made(1500, 6, 21, (x, _) => (4 * Math.Sin(6 * x[0])) + (3 * x[1] * x[2]) + x[3], noise: 1));
        yield return ("kinds", Made(1500, 4, 22, (x, kind) => ((kind % 3) * x[0] * 3) + x[1], noise: 1.5, gaps: 0.1));
        yield return ("outliers", Made(1500, 5, 23, (x, _) => (5 * x[0]) + (4 * (x[1] > 0.5 ? x[2] : 0)), noise: 0.5, tails: true));
        yield return ("spread", Made(1500, 5, 24, (x, _) => (8 * x[0] * x[0]) + (2 * x[1]), noise: 3, uneven: true));
    }

    public static TreeData Bundled(string name, string? target = null)
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, $"{name}.csv"));
        string[] names = [.. lines[0].Split(',').Select(word => word.Trim('"'))];
        var cells = lines.Skip(1).Select(line => line.Split(',').Select(cell => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN).ToArray()).ToArray();
        var at = target is null ? names.Length - 1 : Array.FindIndex(names, word => word.Replace('_', ' ') == target);
        int[] features = [.. Enumerable.Range(0, names.Length).Where(c => c != at && !cells.All(row => double.IsNaN(row[c])) && (target is null || (c < 10 && !names[c].Contains("perimeter", StringComparison.Ordinal) && !names[c].Contains("area", StringComparison.Ordinal))))];
        return Standardized(new TreeData([.. features.Select(c => new TreeColumn(names[c], [.. cells.Select(row => row[c])]))], [.. cells.Select(row => row[at])]));
    }

    public static TreeData Made(int rows, int columns, int seed, Func<double[], int, double> truth, double noise, double gaps = 0, bool tails = false, bool uneven = false)
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

    public static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    public static int Count(double mean, Random random)
    {
        var (count, product, limit) = (0, random.NextDouble(), Math.Exp(-Math.Min(mean, 500)));
        for (; product > limit; count++) product *= random.NextDouble();
        return count;
    }

    /// <summary>Of mean 1 and variance 1/2.</summary>
    public static double Gamma(Random random) => -(Math.Log(1 - random.NextDouble()) + Math.Log(1 - random.NextDouble())) / 2;
}
