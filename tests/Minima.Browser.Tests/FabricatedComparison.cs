using Minima.Cli.Compare;
using Minima.Tabular;

namespace Minima.Browser.Tests;

/// <summary>Comparisons made of seeded numbers, with every part that a page can show, and names that would break a page that does not escape.</summary>
internal static class FabricatedComparison
{
    public const string Nasty = "</script><script>alert('x')</script>{{script}}";

    private static readonly string[] Losses = ["mse", "mae", "huber", "tukey_biweight", "log_cosh", "pseudo_huber", "cauchy", "mape", "poisson_nll", "pinball", "fair", "welsch", "geman_mcclure", "charbonnier", "smooth_l1", "talwar", "linex", "expectile", "epsilon_insensitive", "barron_general", "andrews_wave", "hampel"];

    private static readonly string[] BinaryLosses = ["bce_with_logits", "hinge", "squared_hinge", "logistic", "savage"];

    public static ComparisonResult Numbers()
    {
        var random = new Random(3);
        var target = Enumerable.Range(0, 900).Select(_ => Math.Round(150 + 60 * Normal(random) + (random.Next(40) == 0 ? 250 : 0), 1)).ToArray();
        var lines = Enumerable.Range(2, target.Length).ToArray();
        var metrics = Metrics.Regression;
        var rows = new List<ComparisonRow>
        {
            Constant("mean", "均值", metrics, target, lines, target.Average()),
            Constant("median", "中位数", metrics, target, lines, target.Order().ElementAt(target.Length / 2)),
        };
        for (var i = 0; i < Losses.Length; i++)
        {
            var key = Losses[i];
            var loss = key == "huber" ? Loss.Create(key, ("delta", 40.0)) : Loss.Create(key);
            var level = 30 + (i == 3 ? -4 : i == 7 ? 25 : 0.3 * i);
            var prediction = target.Select(t => 150 + 0.75 * (Math.Min(t, 330) - 150) + 0.6 * level * Normal(random)).ToArray();
            var costs = target.Zip(prediction).Select(p => Math.Abs(p.First - p.Second) * (i == 0 ? Math.Abs(p.First - p.Second) : 1)).ToArray();
            rows.Add(new ComparisonRow(i == 0 ? RowKind.Default : RowKind.Loss, key, Readings(loss), ByFold(metrics, level, random), [1, 1, 0.1, 1, 1])
            {
                Loss = loss,
                Rows = new RowSample(lines, target, prediction, null, costs),
                Calibration = [.. Enumerable.Range(0, 10).Select(b => new CalibrationBin(90, 80 + 15 * b, 78 + 15.4 * b + random.NextDouble() * 4))],
                Learning = [.. new[] { 60, 120, 240, 480, 720 }.Select(n => Point(n, level * (1 + 30.0 / n), random))],
                Robustness = [.. new[] { 0, 0.0125, 0.025, 0.05 }.Select(s => Point(s, level * (1 + s * (i == 0 ? 12 : 2)), random))],
                Problems = key == "mape" ? [new("the search was cut short in 2 folds", "2 折上的搜索提前结束")] : [],
                Failed = key == "mape",
            });
        }

        var plan = Plan(target.Length);
        var attached = PairedDifferences.Attach(rows, metrics, plan.Overlap);
        return Result(attached, metrics, plan) with
        {
            Task = new TaskChoice(PredictionTask.Regression, false, new("its values are many different numbers", "取值是许多不同的数"), ["count"]),
            Data = new DataSummary
            {
                Name = "deliveries.csv",
                Rows = 912,
                RowsUsed = 900,
                Features = 10,
                Targets = ["minutes"],
                Classes = [],
                Range = (target.Min(), target.Max()),
                Notes = [new("Column 'city' has 4 texts: a feature for each.", "列“city”有 4 种文本：各为一个特征。"), new("Column 'when' is a date: days since the first.", "列“when”为日期：距首日的天数。")],
            },
            ResidualScale = 35.2,
            Corruption = new Corruption(CorruptionKind.Outliers, 0.05),
            Excluded = [new Exclusion("gamma_nll", new("needs targets > 0", "目标值须大于 0"))],
            Warnings = [new("12 rows have no target and are left out.", "12 行没有目标值，未参加比较。")],
        };
    }

    public static ComparisonResult Classes(string name)
    {
        var random = new Random(4);
        var truth = Enumerable.Range(0, 600).Select(_ => random.Next(3) == 0 ? 1.0 : 0).ToArray();
        var lines = Enumerable.Range(2, truth.Length).ToArray();
        var metrics = Metrics.Binary;
        var rows = new List<ComparisonRow>();
        for (var i = 0; i < BinaryLosses.Length; i++)
        {
            var loss = Loss.Create(BinaryLosses[i]);
            var probability = truth.Select(t => 1 / (1 + Math.Exp(-(t == 1 ? 1.2 : -1.2) - 1.3 * Normal(random)))).ToArray();
            rows.Add(new ComparisonRow(i == 0 ? RowKind.Default : RowKind.Loss, BinaryLosses[i], [], ByFold(metrics, 0.4 + 0.02 * i, random), [1, 1, 1, 1, 1])
            {
                Loss = loss,
                Rows = new RowSample(lines, truth, probability, null, [.. truth.Zip(probability).Select(p => -Math.Log(p.First == 1 ? p.Second : 1 - p.Second))]),
                Calibration = [.. Enumerable.Range(0, 10).Select(b => new CalibrationBin(60, 0.05 + 0.1 * b, Math.Clamp(0.02 + 0.1 * b + 0.1 * random.NextDouble(), 0, 1)))],
            });
        }

        var plan = Plan(truth.Length);
        return Result(PairedDifferences.Attach(rows, metrics, plan.Overlap), metrics, plan) with
        {
            Task = new TaskChoice(PredictionTask.Binary, false, Localized.Same($"column {name} has two values"), []),
            Data = new DataSummary
            {
                Name = name,
                Rows = 600,
                RowsUsed = 600,
                Features = 3,
                Targets = [name],
                Classes = [$"no {name}", name],
                Shares = [0.66, 0.34],
                Notes = [Localized.Same($"Column {name} is constant: left out.")],
            },
            Excluded = [new Exclusion(name, Localized.Same(name))],
            Warnings = [Localized.Same(name)],
        };
    }

    /// <summary>What a person asked for.</summary>
    public static CompareRequest Request { get; } = new() { Path = "deliveries.csv", Target = "minutes" };

    private static ComparisonResult Result(IReadOnlyList<ComparisonRow> rows, IReadOnlyList<TableMetric> metrics, FoldPlan plan) => new()
    {
        Data = null!,
        Task = null!,
        Options = new() { Seed = 7 },
        Metrics = metrics,
        Metric = metrics[0],
        Rows = rows,
        Excluded = [],
        Folds = plan,
        ResidualScale = null,
        Verdict = Verdict.Of(rows, metrics[0]),
    };

    private static FoldPlan Plan(int rows) => new(FoldKind.Shuffled, null, 5, 1, [.. Enumerable.Range(0, 5).Select(k => new FoldSize(0, k, rows * 4 / 5, rows / 5))]);

    private static ComparisonRow Constant(string name, string chinese, IReadOnlyList<TableMetric> metrics, double[] target, int[] lines, double value) =>
        new(RowKind.Constant, $"constant ({name})", [], ByFold(metrics, 58, new Random(name.Length)), [])
        {
            Title = new($"constant ({name})", $"常数（{chinese}）"),
            Rows = new RowSample(lines, target, [.. target.Select(_ => value)], null, null),
        };

    private static List<MetricValue> ByFold(IReadOnlyList<TableMetric> metrics, double level, Random random) =>
        [.. metrics.Select((m, j) => new MetricValue(m, [.. Enumerable.Range(0, 5).Select(k => (double?)(m.Goal == MetricGoal.Higher ? 1 / (1 + 0.01 * level) : level * (1 + 0.2 * j)) * (1 + 0.02 * k + 0.004 * random.NextDouble()))]))];

    private static CurvePoint Point(double x, double value, Random random) => new(x, value, [.. Enumerable.Range(0, 5).Select(_ => (double?)value * (1 + 0.02 * random.NextDouble()))]);

    private static IReadOnlyList<ParameterReading> Readings(Loss loss) =>
        [.. loss.Entry.Parameters.Zip(loss.Parameters).Where(p => p.Second is double).Select(p => new ParameterReading(p.First.Name, p.Second, null, null, ParameterOrigin.Given))];

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
