using System.Globalization;
using Minima.Training.Data;

namespace Minima.Sql.Tests;

/// <summary>Comparisons of losses on files that DuckDB reads: in each fold the fits and the scores of the same rows in memory.</summary>
public sealed class DuckDbCompareTests : IDisposable
{
    private static readonly string Data = Path.Combine(AppContext.BaseDirectory, "data");

    private readonly string _folder = Directory.CreateTempSubdirectory("minima-sql-").FullName;

    /// <summary>Fewer columns, for DuckDB plans a query of many sums for a tenth of a second.</summary>
    private static readonly string[] Ignored = ["age", "sex", "s1", "s2", "s3", "s4", "s5", "s6"];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Numbers_are_compared_as_fits_and_scores_in_memory()
    {
        var path = Grouped("diabetes");
        using var source = SqlSource.Open("duckdb:" + path);
        var result = source.Compare(
            "progression",
            new() { Losses = ["poisson_nll", "huber:delta=30", "4*relu(t-p)^2 + relu(p-t)^2", "student_t_nll:degrees_of_freedom=4"], Folds = 3, Seed = 7 },
            new() { Group = "patient", Task = PredictionTask.Regression });
        Assert.Equal(["mse", "4*relu(t-p)^2 + relu(p-t)^2", "huber", "poisson_nll", "student_t_nll"], result.Rows.Where(row => row.Kind != RowKind.Constant).Select(row => row.Name).OrderBy(name => name != "mse").ThenBy(name => name, StringComparer.Ordinal));
        Assert.Equal(442, result.Folds.Folds.Sum(fold => fold.Test));
        var folds = new HashFolds(path, _folder);
        foreach (var row in result.Rows.Where(row => row.Kind != RowKind.Constant)) Assert.Equal("", folds.Differences(result, row, "progression", "patient", 150));

        // The constants are those of the training rows.
        for (var index = 0; index < 3; index++)
        {
            var (train, test) = folds.Of("progression", "patient", 7, index, 3);
            foreach (var (name, loss) in new[] { ("constant (mean)", "mse"), ("constant (median)", "mae") })
            {
                var constant = LinearModel.Fit(train, LossSpec.Parse(loss), new() { L2 = 1e12, Standardize = true }).Intercepts[0];
                var targets = File.ReadLines(test.Path!).Skip(1).Select(line => double.Parse(line.Split(',')[^1], CultureInfo.InvariantCulture)).ToArray();
                var expected = Math.Sqrt(targets.Average(target => (target - constant) * (target - constant)));
                Assert.Equal(expected, result.Rows.Single(row => row.Name == name).Find(TableMetric.Of("rmse"))!.ByFold[index]!.Value, 1e-5 * expected);
            }
        }
    }

    [Fact]
    public void Two_classes_are_compared_as_fits_and_scores_in_memory()
    {
        // A few of the columns: all of them separate the classes.
        var lines = File.ReadAllLines(Path.Combine(Data, "breast-cancer.csv")).Select(line => line.Split(',')).ToArray();
        var path = Written("classes.csv", lines.Select((cells, i) => string.Join(',', (string[])[i == 0 ? "id" : $"p{i}", cells[1], cells[4], cells[8], cells[^1]])));
        using var source = SqlSource.Open("duckdb:" + path);
        var target = lines[0][^1];
        var result = source.Compare(target, new() { Losses = ["squared_hinge", "exponential"], Folds = 4 }, new() { Group = "id" });
        Assert.Equal(PredictionTask.Binary, result.Task.Task);
        var folds = new HashFolds(path, _folder);
        foreach (var row in result.Rows.Where(row => row.Kind != RowKind.Constant)) Assert.Equal("", folds.Differences(result, row, target, "id", 1));
        Assert.DoesNotContain(result.Metrics, metric => metric.Key is "f1" or "balanced-accuracy");
        Assert.Equal(0.5, result.Rows.Single(row => row.Kind == RowKind.Constant).Mean(TableMetric.Of("auc"))!.Value, 1e-12);
    }

    /// <summary>Texts as classes, and numbers that --task makes classes.</summary>
    [SlowTheory]
    [InlineData("red", "green", "blue")]
    [InlineData("10", "2", "7.5")]
    public void Several_classes_are_compared_as_fits_and_scores_in_memory(params string[] classes)
    {
        var random = new Random(11);
        var path = Written("several.csv", Enumerable.Range(0, 240).Select(i =>
        {
            var (x, z) = (random.NextDouble() * 3, random.NextDouble() * 3);
            var kind = random.Next(3) == 0 ? random.Next(3) : x > 2 ? 0 : z > 1.5 ? 1 : 2;
            return string.Create(CultureInfo.InvariantCulture, $"p{i},{x:r},{z:r},{classes[kind]}");
        }).Prepend("id,x,z,kind"));
        using var source = SqlSource.Open("duckdb:" + path);
        TableOptions table = new() { Group = "id", Task = PredictionTask.MultiClass };
        var result = source.Compare("kind", new() { Losses = ["softmax_focal", "multi_margin", "confidence_penalty", "sparsemax"], Folds = 2 }, table);
        Assert.Equal((PredictionTask.MultiClass, "log-loss"), (result.Task.Task, result.Metric.Key));
        var losses = result.Rows.Where(row => row.Kind != RowKind.Constant).ToArray();
        Assert.Equal(["confidence_penalty", "cross_entropy", "softmax_focal"], losses.Select(row => row.Name).Order(StringComparer.Ordinal));
        var folds = new HashFolds(path, _folder) { Task = PredictionTask.MultiClass };
        foreach (var row in losses) Assert.Equal("", folds.Differences(result, row, "kind", "id", 1));
        Assert.Contains(result.Excluded, exclusion => exclusion.Loss == "multi_margin" && exclusion.Reason.English.Contains("its gradient jumps", StringComparison.Ordinal));
        Assert.Contains(result.Excluded, exclusion => exclusion.Loss == "sparsemax" && exclusion.Reason.English.Contains("ordering the scores", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Metrics, metric => metric.Key is "macro-f1" or "balanced-accuracy");

        // The constant is the share of each class in the training rows.
        var (train, test) = folds.Of("kind", "id", 1, 0, 2);
        string[] trained = [.. File.ReadLines(train.Path!).Skip(1).Select(line => line.Split(',')[^1])], tested = [.. File.ReadLines(test.Path!).Skip(1).Select(line => line.Split(',')[^1])];
        var expected = tested.Average(kind => -Math.Log((double)trained.Count(other => other == kind) / trained.Length));
        Assert.Equal(expected, result.Rows.Single(row => row.Kind == RowKind.Constant).Find(TableMetric.Of("log-loss"))!.ByFold[0]!.Value, 1e-12 * expected);
        Assert.Equal(LinearModel.Fit(Table.FromFile(path, "kind", new() { Ignore = ["id"], Task = PredictionTask.MultiClass }), LossSpec.Parse("cross_entropy")).Coefficients[1][0], source.Refit(result.ModelOf(losses[0]), table).Coefficients[1][0], 1e-9);
    }

    [Fact]
    public void A_fold_without_training_rows_of_a_class_is_refused_by_name()
    {
        using var source = SqlSource.Open("duckdb:" + Written("rare.csv", Enumerable.Range(0, 60).Select(i => $"p{i},{i % 7},{(i == 5 ? "rare" : i % 2 == 0 ? "even" : "odd")}").Prepend("id,x,kind")));
        Assert.Contains("no training row of the class 'rare'", Assert.Throws<DataException>(() => source.Compare("kind", new() { Folds = 3 }, new() { Group = "id" })).Message, StringComparison.Ordinal);
    }

    /// <summary>A parameter in units of the target is a multiple of the residuals of the default on the training rows.</summary>
    [Fact]
    public void Parameters_follow_the_residuals()
    {
        var path = Grouped("diabetes");
        using var source = SqlSource.Open("duckdb:" + path);
        var result = source.Compare("progression", new() { Losses = ["huber"], Folds = 2 }, new() { Group = "patient", Task = PredictionTask.Regression });
        var folds = new HashFolds(path, _folder);
        var scales = Enumerable.Range(0, 2).Select(index =>
        {
            var train = folds.Of("progression", "patient", 1, index, 2).Train;
            return 1.4826 * LinearModel.Fit(train, LossSpec.Parse("mse")).Score(train).Of(TableMetric.Of("median-ae"))!.Value;
        }).Average();
        var delta = result.Rows.Single(row => row.Name == "huber").Parameters.Single();
        Assert.Equal(ParameterOrigin.Scaled, delta.Origin);
        Assert.Equal(scales, (double)delta.Value!, 1e-6 * scales);
        Assert.Equal(scales, result.ResidualScale!.Value, 1e-6 * scales);
    }

    /// <summary>Parts, and the order of the rows, change no bit.</summary>
    [Fact]
    public void Parts_and_the_order_of_rows_change_nothing()
    {
        var path = Grouped("diabetes");
        var lines = File.ReadAllLines(path);
        Written("reversed.csv", lines.Skip(1).Reverse().Prepend(lines[0]));
        for (var part = 0; part < 3; part++) Written($"part-{part}.csv", lines.Skip(1).Where((_, i) => i % 3 == part).Prepend(lines[0]));
        string[] answers =
        [
            .. ((string[][])[[path], [Path.Combine(_folder, "reversed.csv")], [.. Enumerable.Range(0, 3).Select(part => Path.Combine(_folder, $"part-{part}.csv"))]]).Select(parts =>
            {
                string[] addresses = [.. parts.Select(part => "duckdb:" + part)];
                using var source = SqlSource.Open(addresses[0], shards: addresses[1..]);
                var result = source.Compare("progression", new() { Losses = ["poisson_nll"], Folds = 2 }, new() { Group = "patient", Ignore = Ignored, Task = PredictionTask.Regression });
                return string.Join(" ", result.Rows.SelectMany(row => row.Metrics.SelectMany(value => value.ByFold.Select(fold => BitConverter.DoubleToInt64Bits(fold ?? double.NaN).ToString("x", CultureInfo.InvariantCulture)))));
            }),
        ];
        Assert.Equal(answers[0], answers[1]);
        Assert.Equal(answers[0], answers[2]);
    }

    /// <summary>Where the truth is known: errors with a few huge ones, which the squared error follows and Huber's loss does not.</summary>
    [Fact]
    public void The_better_loss_wins_beyond_luck()
    {
        var random = new Random(5);
        var path = Written("spikes.csv", Enumerable.Range(0, 2000).Select(_ =>
        {
            var (x, z) = (random.NextDouble() * 10, random.NextDouble());
            var noise = random.Next(20) == 0 ? random.NextDouble() < 0.5 ? -60 : 60 : random.NextDouble() - 0.5;
            return string.Create(CultureInfo.InvariantCulture, $"{x:r},{z:r},{(3 * x) - z + noise:r}");
        }).Prepend("x,z,y"));
        using var source = SqlSource.Open("duckdb:" + path);
        var result = source.Compare("y", new() { Losses = ["huber:delta=1"], Metric = TableMetric.Of("median-ae") });
        Assert.Equal("huber", result.Rows.OrderBy(row => row.Mean(TableMetric.Of("median-ae"))).First().Name);
        Assert.True(result.Verdict.IsClear, result.Verdict.Text.English);
        var refitted = source.Refit(result.Best!);
        var direct = source.Fit("y", LossSpec.Parse("huber:delta=1"));
        Assert.Equal(direct.Coefficients[0], refitted.Coefficients[0]);
    }

    [SlowFact]
    public void Every_loss_that_sums_train_is_compared_and_every_other_has_its_reason()
    {
        using var source = SqlSource.Open("duckdb:" + Grouped("diabetes"));
        var result = source.Compare("progression", new() { Folds = 2, StopAfter = 1 }, new() { Group = "patient", Ignore = Ignored, Task = PredictionTask.Regression });
        Assert.InRange(result.Rows.Count(row => row.Kind == RowKind.Loss), 10, 60);
        Assert.Contains(result.Excluded, exclusion => exclusion.Loss == "mape" && exclusion.Reason.English.StartsWith("its kinks take", StringComparison.Ordinal));
        Assert.Contains(result.Excluded, exclusion => exclusion.Loss == "log_cosh" && exclusion.Reason.English.StartsWith("it has a built-in unit", StringComparison.Ordinal));
        Assert.All(result.Excluded, exclusion => Assert.NotEqual("", exclusion.Reason.Chinese));
    }

    /// <summary>A cost of two slopes asks for a quantile, whose loss has a kink: it judges, and what it saves is there.</summary>
    [Fact]
    public void A_cost_judges()
    {
        var path = Grouped("diabetes");
        using var source = SqlSource.Open("duckdb:" + path);
        var cost = DecisionCost.Parse("over=1,under=9");
        var result = source.Compare("progression", new() { Losses = ["huber"], Cost = cost, Folds = 2 }, new() { Group = "patient", Ignore = Ignored, Task = PredictionTask.Regression });
        Assert.Equal(Wanted.Quantile(0.9).ToString(), result.Wanted.ToString());
        var best = result.Rows.Where(row => row.Kind is RowKind.Default or RowKind.Loss && row.Mean(result.Metric) is not null).MinBy(row => row.Mean(result.Metric))!;
        Assert.Contains(best.Name, (string[])["pinball", "1*relu(p-t) + 9*relu(t-p)"]);
        Assert.NotNull(result.Saving);
        var folds = new HashFolds(path, _folder);
        for (var index = 0; index < 2; index++)
        {
            var (train, test) = folds.Of("progression", "patient", 1, index, 2);
            var model = LinearModel.Fit(Table.FromFile(train.Path!, "progression", new() { Ignore = Ignored }), LossSpec.Parse("9*relu(t-p) + relu(p-t)"));
            var expected = model.Score(test).Losses[0];
            Assert.Equal(expected, result.Default.Find(result.Metric)!.ByFold[index]!.Value, 1e-4 * expected);
        }
    }

    /// <summary>Rows without a target are left out; texts, dates and missing values become what they become in a fit.</summary>
    [SlowFact]
    public void Rows_without_a_target_are_left_out()
    {
        var mixed = File.ReadAllLines(MixedTable.Write(Path.Combine(_folder, "mixed.csv"), 300, 3));
        var path = Written("holes.csv", mixed.Select((line, i) => i % 10 == 4 ? line[..(line.LastIndexOf(',') + 1)] : line));
        using var source = SqlSource.Open("duckdb:" + path);
        var result = source.Compare("y", new() { Losses = ["huber"], Folds = 3 });
        Assert.Equal((300, 270), (result.Data.Rows, result.Data.RowsUsed));
        Assert.Equal(270, result.Folds.Folds.Sum(fold => fold.Test));
        Assert.Contains(result.Data.Notes, note => note.English.StartsWith("30 rows have no target", StringComparison.Ordinal));
        Assert.InRange(result.Default.Mean(TableMetric.Of("r2"))!.Value, 0.9, 1);
    }

    /// <summary>Rows of one group are never on both sides, and equal rows neither.</summary>
    [Fact]
    public void Equal_rows_stay_together()
    {
        var lines = File.ReadAllLines(Path.Combine(Data, "diabetes.csv"));
        var path = Written("twice.csv", lines.Concat(lines.Skip(1)));
        using var source = SqlSource.Open("duckdb:" + path);
        using var once = SqlSource.Open("duckdb:" + Path.Combine(Data, "diabetes.csv"));
        var options = new ComparisonOptions { Losses = ["poisson_nll"], Folds = 3, Task = PredictionTask.Regression };
        var table = new TableOptions { Ignore = Ignored };
        var (twice, single) = (source.Compare("progression", options, table), once.Compare("progression", options, table));
        Assert.Equal(single.Folds.Folds.Select(fold => 2 * fold.Test), twice.Folds.Folds.Select(fold => fold.Test));
        Assert.Equal(single.Default.Mean(TableMetric.Of("rmse"))!.Value, twice.Default.Mean(TableMetric.Of("rmse"))!.Value, 1e-8);
    }

    /// <summary>A bundled table with a column of groups of three rows.</summary>
    private string Grouped(string name) => Written(name + ".csv", File.ReadAllLines(Path.Combine(Data, name + ".csv")).Select((line, i) => i == 0 ? "patient," + line : string.Create(CultureInfo.InvariantCulture, $"p{i / 3},{line}")));

    private string Written(string name, IEnumerable<string> lines)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllLines(path, lines);
        return path;
    }
}
