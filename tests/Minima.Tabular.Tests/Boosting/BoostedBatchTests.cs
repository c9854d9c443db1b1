using Minima.Tensors;
using Minima.Training.Data;

namespace Minima.Tabular.Tests.Boosting;

/// <summary>Trees of times until an event, of the order of queries, and of grades, where the truth is known.</summary>
public sealed class BoostedBatchTests
{
    private static readonly BoostedTreesOptions Small = new() { Trees = new() { Rounds = 80, Depth = 2, HeldOut = 0.2, EarlyStop = 10, Seed = 1 } };

    static BoostedBatchTests() => TensorCatalogue.Join();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [SlowTheory]
    [InlineData("cox_breslow")]
    [InlineData("cox_efron")]
    public void TheHazardRatioAndTheCurveAreTrue(string loss)
    {
        var trees = BoostedTrees.Fit(Times(3000, 1), loss, Small with { Trees = Small.Trees with { Rate = 0.2 } }, null, Cancellation);
        Assert.Equal((PredictionTask.Survival, "left", "days"), (trees.Task, trees.FactsColumn, trees.Target));
        var rows = Table.FromColumns([new Column("sort", new string?[] { "a", "b", "a", "b" }), new Column("x", [0.2, 0.2, 0.8, 0.8])], null);
        var saved = Again(trees);
        var predicted = saved.Predict(rows, [2.0, 10], Cancellation);
        Assert.Equal(("risk", 3), (predicted.Quantity, predicted.Width));

        // Hazards of 0.1 exp([sort is b] + 0.8 [x > 0.5]).
        for (var row = 0; row < 4; row++)
        {
            var hazard = 0.1 * Math.Exp((row % 2) + (row < 2 ? 0 : 0.8));
            Assert.Equal(Math.Exp(-2 * hazard), predicted.Values[(3 * row) + 1], 0.05);
            Assert.Equal(Math.Exp(-10 * hazard), predicted.Values[(3 * row) + 2], 0.06);
        }

        Assert.Equal(1, predicted.Values[3] - predicted.Values[0], 0.2);
        Assert.Equal(0.8, predicted.Values[6] - predicted.Values[0], 0.2);
        var sheet = saved.Score(Times(1500, 2), Cancellation);
        Assert.True(sheet.Of(TableMetric.Of("concordance")) > 0.65);
        Assert.Equal(predicted.Values, Predictor.Of(trees).Predict(rows, [2.0, 10], Cancellation).Values);
        Assert.Throws<UsageException>(() => saved.Predict(rows, 1, Cancellation));
    }

    /// <summary>Likelihoods of times learn the same curves; their scale is learned beside the scores.</summary>
    [SlowTheory]
    [SampledCases]
    [Case("weibull_nll")]
    [Case("aft_nll:distribution=extreme")]
    [Case("pc_hazard")]
    [Case("logistic_hazard")]
    public void LikelihoodsGiveTheSameCurves(string loss)
    {
        var trees = BoostedTrees.Fit(Times(1200, 3), loss, Small with { Trees = Small.Trees with { Rounds = 30, Rate = 0.2 } }, null, Cancellation);
        var rows = Table.FromColumns([new Column("sort", new string?[] { "a", "b" }), new Column("x", [0.2, 0.8])], null);
        var predicted = Again(trees).Predict(rows, [5.0], Cancellation);

        // A hazard for each interval has ten times as many numbers to learn.
        var slack = loss.Contains("hazard", StringComparison.Ordinal) ? 0.17 : 0.08;
        Assert.Equal(Math.Exp(-0.5), predicted.Values[1], slack);
        Assert.Equal(Math.Exp(-0.5 * Math.Exp(1.8)), predicted.Values[3], slack);
        Assert.True(predicted.Values[2] > predicted.Values[0]);
        foreach (var scale in trees.Parameters.Where(pair => pair.Key == "scale")) Assert.Equal(1, (double)scale.Value!, 0.15);
    }

    [SlowTheory]
    [SampledCases]
    [Case("listnet")]
    [Case("ranknet")]
    [Case("lambdarank")]
    [Case("listmle")]
    [Case("pairwise_hinge")]
    [Case("approx_ndcg")]
    [Case("mse")]
    public void TheOrderOfQueriesIsFound(string loss)
    {
        var trees = BoostedTrees.Fit(Queries(80, 1), loss, Small with { Trees = Small.Trees with { Rounds = 30, Rate = 0.2 } }, null, Cancellation);
        Assert.Equal((PredictionTask.Ranking, "search"), (trees.Task, trees.FactsColumn));
        var sheet = Again(trees).Score(Queries(40, 2), Cancellation);
        var (own, none) = (sheet.Columns[0].Values[0][0]!.Value, sheet.Columns[1].Values[0][0]!.Value);
        Assert.True(own > 0.93 && own > none + 0.1, $"{loss}: {own} beside {none} without an order");
    }

    [SlowTheory]
    [SampledCases]
    [Case("cumulative_link")]
    [Case("coral_ordinal")]
    public void ThresholdsAreTrue(string loss)
    {
        var trees = BoostedTrees.Fit(Grades(4000, 1), loss, Small with { Trees = Small.Trees with { Rounds = 60, Rate = 0.3 } }, null, Cancellation);
        Assert.Equal((PredictionTask.Ordinal, 3), (trees.Task, trees.Thresholds.Count));
        Assert.Equal(["low", "fair", "good", "best"], trees.Classes);

        // The score is known but for a constant: the distances count. CORAL's likelihood of the steps is another one, with the same order and nearly the same distances.
        var slack = loss == "coral_ordinal" ? 0.35 : 0.2;
        Assert.Equal(1.5, trees.Thresholds[1] - trees.Thresholds[0], slack);
        Assert.Equal(2, trees.Thresholds[2] - trees.Thresholds[1], slack);
        var rows = Table.FromColumns([new Column("x", [0.1, 0.9]), new Column("sort", new string?[] { "u", "v" })], null);
        var saved = Again(trees);
        var scores = saved.Scores(rows, Cancellation).Values;
        Assert.Equal(3, scores[1] - scores[0], 0.45);
        var predicted = saved.Predict(rows, Cancellation);
        Assert.Equal(["low", "fair", "good", "best"], predicted.OfClasses);
        Assert.Equal(1, predicted.Values[..4].Sum(), 1e-12);
        Assert.All(predicted.Values, value => Assert.InRange(value, 0, 1));
        for (var k = 0; k < 3; k++) Assert.Equal(1 / (1 + Math.Exp(scores[0] - trees.Thresholds[k])), predicted.Values[..(k + 1)].Sum(), 1e-12);
        var sheet = saved.Score(Grades(1000, 2), Cancellation);
        Assert.True(sheet.Of(TableMetric.Of("rps")) < 0.87 * sheet.Columns[2].Values[0][1]!.Value);
    }

    [SlowFact]
    public void TheBitsDoNotDependOnThreads()
    {
        foreach (var (table, loss) in new[] { (Times(400, 4), "cox_breslow"), (Queries(40, 4), "ranknet"), (Grades(400, 4), "cumulative_link") })
        {
            string[] models = [.. new[] { 1, 2, 3 }.Select(threads => BoostedTrees.Fit(table, loss, Small with { Trees = Small.Trees with { Threads = threads, Rounds = 10, RowShare = 0.7 } }, null, Cancellation).ToJson())];
            Assert.All(models, model => Assert.Equal(models[0], model));
        }
    }

    [SlowFact]
    public void AComparisonJudgesThemBesideLinearModels()
    {
        // Products of signs: lines see nothing there.
        var random = new Random(5);
        var (a, b, days, left) = (new double[200], new double[200], new double[200], new double[200]);
        for (var i = 0; i < 200; i++)
        {
            (a[i], b[i]) = (random.NextDouble() - 0.5, random.NextDouble() - 0.5);
            days[i] = -Math.Log(random.NextDouble()) / Math.Exp(a[i] * b[i] > 0 ? 2 : 0);
            left[i] = random.NextDouble() < 0.8 ? 1 : 0;
        }

        var table = Table.FromColumns([new Column("a", a), new Column("b", b), new Column("days", days), new Column("left", left)], "days", new() { Event = "left" });
        var result = Comparison.Run(table, new() { Losses = ["cox_breslow"], Models = [ComparedModel.Linear, ComparedModel.Trees], Repeats = 1, Folds = 3, Seed = 1 }, null, Cancellation);
        double Of(string name, string metric) => result.Rows.Single(row => row.Name == name).Mean(TableMetric.Of(metric))!.Value;
        Assert.True(Of("cox_breslow [trees]", "concordance") > Of("cox_breslow", "concordance") + 0.1);
        Assert.True(Of("cox_breslow [trees]", "ibs") < Of("cox_breslow", "ibs"));
    }

    [SlowFact]
    public void AComparisonOfGradesAndOfDistributionsHasTrees()
    {
        var grades = Comparison.Run(Grades(150, 6), new() { Losses = ["cumulative_link"], Models = [ComparedModel.Trees], Repeats = 1, Folds = 3, Seed = 1 }, null, Cancellation);
        Assert.True(grades.Rows.Single(row => row.Name == "cumulative_link").Mean(TableMetric.Of("rps")) < grades.Rows.Single(row => row.Name == "constant (class frequencies)").Mean(TableMetric.Of("rps")));
        var forecasts = Comparison.Run(MadeTables.Flats(100, 7), new() { Losses = ["gaussian_nll", "pinball"], Models = [ComparedModel.Trees], Wanted = Wanted.Distribution, Repeats = 1, Folds = 3, Seed = 1 }, null, Cancellation);
        Assert.Equal("crps", forecasts.Metric.Key);
        var constant = forecasts.Rows.First(row => row.Kind == RowKind.Constant).Mean(forecasts.Metric)!.Value;
        Assert.All(forecasts.Rows.Where(row => row.Trained == ComparedModel.Trees), row => Assert.True(row.Mean(forecasts.Metric) < 0.6 * constant, row.Name));
    }

    [Fact]
    public void WhatDoesNotGoTogetherIsRefused()
    {
        string Of(Table table, string loss, BoostedTreesOptions? options = null) => Assert.ThrowsAny<TrainingException>(() => BoostedTrees.Fit(table, loss, options ?? Small, null, Cancellation)).Message;
        Assert.Contains("add --event COLUMN", Of(MadeTables.Flats(60, 1), "cox_breslow"), StringComparison.Ordinal);
        Assert.Contains("add --query COLUMN", Of(MadeTables.Flats(60, 1), "listnet"), StringComparison.Ordinal);
        Assert.Contains("add --order", Of(MadeTables.Flats(60, 1), "cumulative_link"), StringComparison.Ordinal);
        Assert.Contains("it does not take times that were only exceeded", Of(Times(60, 1), "mse"), StringComparison.Ordinal);
        Assert.Contains("it does not order the rows of a query", Of(Queries(20, 1), "cox_breslow"), StringComparison.Ordinal);
        Assert.Contains("--weight does not go with --event", Of(Times(60, 1), "cox_breslow", Small with { Weight = "x" }), StringComparison.Ordinal);
        Assert.Contains("neither a likelihood of times nor a comparison of risks", Of(Times(60, 1), "deephit_rank"), StringComparison.Ordinal);
    }

    [Fact]
    public void DamagedModelsAreRefused()
    {
        foreach (var (table, loss, edits) in new (Table, string, (string, string)[])[]
        {
            (Times(200, 8), "cox_breslow", [("\"event\": \"left\"", "\"even\": 1"), ("\"unit\"", "\"unite\""), ("\"task\": \"survival\"", "\"task\": \"ranking\""), ("\"loss\": \"cox_breslow\"", "\"loss\": \"logistic_hazard\"")]),
            (Grades(200, 8), "cumulative_link", [("\"outputs\": \"steps\"", "\"outputs\": \"stops\""), ("\"thresholds\": [", "\"thresholds\": [1, "), ("\"thresholds\": [", "\"thresholds\": [\"a\", ")]),
            (Queries(20, 8), "listnet", [("\"query\": \"search\"", "\"query\": 3")]),
        })
        {
            var text = BoostedTrees.Fit(table, loss, Small with { Trees = new() { Rounds = 3 } }, null, Cancellation).ToJson();
            foreach (var (found, broken) in edits)
            {
                Assert.Contains(found, text.ReplaceLineEndings(" ").Replace("  ", "", StringComparison.Ordinal), StringComparison.Ordinal);
                var path = Path.GetTempFileName();
                File.WriteAllText(path, text.ReplaceLineEndings(" ").Replace("  ", "", StringComparison.Ordinal).Replace(found, broken, StringComparison.Ordinal));
                Assert.ThrowsAny<TrainingException>(() => Predictor.Load(path).Predict(table, Cancellation));
                File.Delete(path);
            }
        }
    }

    private static Predictor Again(BoostedTrees trees)
    {
        var path = Path.GetTempFileName();
        trees.Save(path);
        var predictor = Predictor.Load(path);
        Assert.Equal(trees.ToJson(), predictor.Trees!.ToJson());
        File.Delete(path);
        return predictor;
    }

    /// <summary>Exponential times under the hazard 0.1 exp([sort is b] + 0.8 [x > 0.5]), a part of them cut.</summary>
    private static Table Times(int rows, int seed)
    {
        var random = new Random(seed);
        var (sort, x, days, left) = (new string?[rows], new double[rows], new double[rows], new double[rows]);
        for (var i = 0; i < rows; i++)
        {
            (sort[i], x[i]) = (random.Next(2) == 1 ? "b" : "a", random.NextDouble());
            var end = -Math.Log(1 - random.NextDouble()) / (0.1 * Math.Exp((sort[i] == "b" ? 1 : 0) + (x[i] > 0.5 ? 0.8 : 0)));
            var cut = random.NextDouble() * 30;
            (days[i], left[i]) = (Math.Min(end, cut), end <= cut ? 1 : 0);
        }

        return Table.FromColumns([new Column("sort", sort), new Column("x", x), new Column("days", days), new Column("left", left)], "days", new() { Event = "left" });
    }

    /// <summary>Eight rows a query; the worth grows with a, and jumps with b.</summary>
    private static Table Queries(int queries, int seed)
    {
        var random = new Random(seed);
        var (search, a, b, worth) = (new string?[queries * 8], new double[queries * 8], new double[queries * 8], new double[queries * 8]);
        for (var i = 0; i < search.Length; i++)
        {
            (search[i], a[i], b[i]) = ($"q{i / 8}", random.NextDouble() * 4, random.NextDouble());
            worth[i] = Math.Clamp(Math.Round(a[i] + (b[i] > 0.5 ? 1 : 0) + (random.NextDouble() / 2) - 1.25), 0, 3);
        }

        return Table.FromColumns([new Column("search", search), new Column("a", a), new Column("b", b), new Column("worth", worth)], "worth", new() { Query = "search" });
    }

    /// <summary>Slices of 2 [x > 0.5] + [sort is v] + logistic noise, cut at 0, 1.5 and 3.5.</summary>
    private static Table Grades(int rows, int seed)
    {
        var random = new Random(seed);
        var (x, sort, grade) = (new double[rows], new string?[rows], new string?[rows]);
        for (var i = 0; i < rows; i++)
        {
            (x[i], sort[i]) = (random.NextDouble(), random.Next(2) == 1 ? "v" : "u");
            var u = random.NextDouble();
            var score = (x[i] > 0.5 ? 2 : 0) + (sort[i] == "v" ? 1 : 0) + Math.Log(u / (1 - u));
            grade[i] = ((string[])["low", "fair", "good", "best"])[(score > 0 ? 1 : 0) + (score > 1.5 ? 1 : 0) + (score > 3.5 ? 1 : 0)];
        }

        return Table.FromColumns([new Column("x", x), new Column("sort", sort), new Column("grade", grade)], "grade", new() { Order = ["low", "fair", "good", "best"] });
    }
}
