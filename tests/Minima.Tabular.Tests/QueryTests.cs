using Minima.Tensors;

namespace Minima.Tabular.Tests;

/// <summary>Rows of queries that are to be ordered, where the truth is known.</summary>
public sealed class QueryTests
{
    private static readonly ComparisonOptions Small;

    static QueryTests()
    {
        TensorCatalogue.Join();
        Small = new() { Losses = ["listnet", "mse"], Repeats = 1, Seed = 3 };
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A column has the same number for all rows of a query and another one decides the order: who takes rows one by one is led astray.</summary>
    [SlowFact]
    public void OrdersWithinQueriesAreLearned()
    {
        var table = MadeTables.Queries(80, 1);
        var result = Comparison.Run(table, Small, null, Cancellation);
        Assert.Equal((PredictionTask.Ranking, Wanted.Ranks, "ndcg@10", "ranknet", FoldKind.Grouped), (result.Task.Task, result.Wanted, result.Metric.Key, result.Default.Name, result.Folds.Kind));
        var ndcg = result.Rows.ToDictionary(row => row.Name, row => row.Mean(result.Metric)!.Value, StringComparer.Ordinal);
        Assert.True(ndcg["ranknet"] > 0.95 && ndcg["listnet"] > 0.95);
        Assert.True(ndcg["mse"] < ndcg["ranknet"] - 0.05);
        Assert.True(ndcg["constant (no order)"] < ndcg["mse"]);
        var model = result.Best!.Refit(table, Cancellation);
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            model.Save(path);
            var said = Predictor.Load(path).Predict(table, Cancellation);
            Assert.Equal(Predictor.Of(model).Predict(table, Cancellation).Values, said.Values);
            Assert.Equal("score", said.Quantity);
            var sheet = Predictor.Load(path).Score(table, Cancellation);
            Assert.True(sheet.Of(TableMetric.Of("ndcg@10")) > 0.95);
            Assert.Equal(ndcg["constant (no order)"], sheet.Columns[1].Values[0][0]!.Value, 0.02);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>A metric at any rank judges: of so many rows at most it is that of the whole list.</summary>
    [SlowFact]
    public void AnyRankMayJudge()
    {
        var result = Comparison.Run(MadeTables.Queries(30, 1), Small with { Losses = ["listnet"], Metric = TableMetric.Of("NDCG@7") }, null, Cancellation);
        Assert.Equal("ndcg@7", result.Metric.Key);
        var all = Comparison.Run(MadeTables.Queries(30, 1), Small with { Losses = ["listnet"], Metric = TableMetric.Of("ndcg@1000") }, null, Cancellation);
        Assert.Equal(all.Default.Mean(TableMetric.Of("ndcg"))!.Value, all.Default.Mean(all.Metric)!.Value);
        Assert.InRange(result.Default.Mean(result.Metric)!.Value, all.Default.Mean(TableMetric.Of("ndcg@5"))!.Value - 0.1, 1);
        Assert.ThrowsAny<TrainingException>(() => TableMetric.Of("ndcg@0"));
    }

    /// <summary>
    /// Two folds of sixty queries show an order that is there, for queries are resampled and not two numbers compared; and where there is none, they seldom show one: a two-sided test of 5 % is
    /// wrong in favour of the model one time in forty.
    /// </summary>
    [SlowFact]
    public void TwoFoldsOfQueriesTellAnOrderFromNone()
    {
        var two = Small with { Losses = ["listnet"], Folds = 5, StopAfter = 2 };
        var verdict = Comparison.Run(MadeTables.Queries(60, 1), two, null, Cancellation).Verdict;
        Assert.True(verdict.Constant!.IsClear);
        Assert.Equal(ResampledUnit.Group, verdict.Constant.Resampled);
        Assert.Equal("ranknet", verdict.Winner);
        var wrong = Enumerable.Range(1, 12).Count(seed => Comparison.Run(Unordered(seed), two, null, Cancellation).Verdict.Constant!.IsClear);
        Assert.InRange(wrong, 0, 2);
    }

    private static Table Unordered(int seed)
    {
        var random = new Random(seed);
        const int Rows = 240;
        return Table.FromColumns(
            [
                new Column("query", [.. Enumerable.Range(0, Rows).Select(row => $"q{row / 6}")]),
                new Column("x", [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble())]),
                new Column("relevance", [.. Enumerable.Range(0, Rows).Select(row => (double)(row % 6 == random.Next(6) ? 2 : random.Next(2)))]),
            ],
            "relevance",
            new() { Query = "query" });
    }

    [Fact]
    public void WhatCannotBeOrderedIsRefused()
    {
        double[] x = [.. Enumerable.Range(0, 40).Select(i => (double)i)], same = [.. x.Select(_ => 1.0)], three = [.. x.Select(i => Math.Floor(i / 4))], relevance = [.. x.Select(i => i % 3)];
        Refused([new("x", x), new("q", [.. x.Select(i => -i)]), new("rel", relevance)], "every query has one row", "nothing to order");
        Refused([new("x", x), new("q", three), new("rel", [.. three])], "no query has rows of different relevance");
        Refused([new("x", x), new("q", three), new("rel", [.. relevance.Select(value => value - 1)])], "a relevance of at least 0", "line 2");
        Refused([new("x", x), new("q", [.. x.Select(i => i % 2)]), new("rel", relevance)], "there are 2 queries", "--query 'q'");
    }

    /// <summary>A query of one row is left out, and told.</summary>
    [Fact]
    public void AQueryOfOneRowIsLeftOut()
    {
        double[] q = [.. Enumerable.Range(0, 61).Select(i => i < 60 ? Math.Floor(i / 5.0) : 99)], x = [.. q.Select((_, i) => Math.Sin(i))], relevance = [.. x.Select(value => value > 0 ? 1.0 : 0)];
        var result = Comparison.Run(Table.FromColumns([new("x", x), new("q", q), new("rel", relevance)], "rel", new() { Query = "q" }), Small with { Losses = ["bpr"] }, null, Cancellation);
        Assert.Equal(60, result.Data.RowsUsed);
        Assert.Contains(result.Data.Notes, note => note.English.StartsWith("1 query has one row and was left out", StringComparison.Ordinal));
    }

    private static void Refused(Column[] columns, params string[] words)
    {
        var message = Assert.ThrowsAny<TrainingException>(() => Comparison.Run(Table.FromColumns(columns, "rel", new() { Query = "q" }), Small, null, Cancellation)).Message;
        Assert.All(words, word => Assert.Contains(word, message, StringComparison.Ordinal));
    }
}
