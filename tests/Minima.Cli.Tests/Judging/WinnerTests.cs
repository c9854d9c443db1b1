using Minima.Cli.Compare;
using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Judging;

/// <summary>What wins is better at what is wanted, and better than its best constant.</summary>
public sealed class WinnerTests
{
    private static readonly string[] Tried = ["mae", "huber", "student_t_nll", "cauchy", "tweedie"];

    /// <summary>Claims: most rows 0, the others skewed, the mean wanted. A model of 0 for everybody has the lowest absolute error.</summary>
    [SlowTheory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    public void ZeroForEverybodyDoesNotWinTheMean(ulong seed)
    {
        var result = JudgedTable.Compare(Claims(seed), Tried);
        Assert.Equal(Wanted.Mean, result.Wanted);
        Assert.Equal("rmse", result.Metric.Key);
        Assert.DoesNotContain(result.Verdict.Winner, (string?[])["mae", "huber", "student_t_nll", "cauchy"]);
        Assert.All(result.Rows.Where(row => row.Name is "mae" or "student_t_nll"), row => Assert.NotNull(row.Objection));
        if (result.Verdict.Winner is { } winner)
            Assert.False(Identification.BiasOf(result.Rows.First(row => row.Name == winner), result.Folds.Overlap)!.IsBeyondLuck);
        Assert.True(result.Verdict.Winner is null == result.Verdict.Constant is not { IsClear: true });
    }

    /// <summary>The same table, the median wanted: it is 0 for everybody, and no model beats that.</summary>
    [Fact]
    public void TheMedianOfMostlyZerosHasNoWinner()
    {
        var result = JudgedTable.Compare(Claims(1), ["huber", "mse"], wanted: Wanted.Median);
        Assert.Null(result.Verdict.Winner);
        Assert.Equal("constant (median)", result.Verdict.Constant!.Constant.English);
        Assert.Contains("There is no winner", result.Verdict.Text.English, StringComparison.Ordinal);
    }

    /// <summary>Overdispersed counts: a model that is far better than the constant mean in deviance is not told to learn nothing.</summary>
    [SlowTheory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    public void CountsAreJudgedByTheirDevianceAgainstTheMean(ulong seed)
    {
        var random = new RandomState(300 + seed);
        var columns = JudgedTable.Columns(random, 600, 2);
        var target = Enumerable.Range(0, 600).Select(i => Poisson(random, Math.Exp(0.8 + (0.7 * columns[0][i])) * -Math.Log(1 - random.NextDouble()))).ToArray();
        var result = JudgedTable.Compare(JudgedTable.Of(columns, target, PredictionTask.Count), Tried);
        Assert.Equal("deviance", result.Metric.Key);
        Assert.NotNull(result.Verdict.Winner);
        Assert.Equal("constant (mean)", result.Verdict.Constant!.Constant.English);
        Assert.DoesNotContain("nothing that helps", result.Verdict.Text.English, StringComparison.Ordinal);
    }

    /// <summary>Columns that say nothing: no model, the default neither, is the answer, and nothing is saved.</summary>
    [SlowTheory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    public void NothingWinsWhereColumnsSayNothing(ulong seed)
    {
        var random = new RandomState(700 + seed);
        var result = JudgedTable.Compare(JudgedTable.Of(JudgedTable.Columns(random, 150, 4), [.. Enumerable.Range(0, 150).Select(_ => Math.Exp(JudgedTable.Normal(random)))], PredictionTask.Positive), Tried);
        Assert.Null(result.Verdict.Winner);
        Assert.False(result.Verdict.IsClear);
        Assert.NotNull(SavedWinner.Refusal(result, "m.json"));
    }

    /// <summary>A biased default is not called right in silence.</summary>
    [Fact]
    public void ABiasOfTheTotalIsToldWhereTheMeanIsWanted()
    {
        var metric = Metrics.RootMeanSquare;
        ComparisonRow Row(RowKind kind, string name, double error, double bias) => new(
            kind, name, [], [new MetricValue(metric, [error, error + 0.1, error - 0.1, error]), new MetricValue(Metrics.Bias, [bias, bias + 0.1, bias - 0.1, bias])], []);
        ComparisonRow[] rows = [Row(RowKind.Constant, "constant (mean)", 10, 0), Row(RowKind.Default, "plain", 5, -2), Row(RowKind.Loss, "new", 5.5, 0)];
        var mean = Verdict.Of(PairedDifferences.Attach(rows, [metric], 0), metric, Wanted.Mean, 0);
        Assert.Equal("plain", mean.Winner);
        Assert.True(mean.Bias!.IsBeyondLuck);
        Assert.Contains("The total is not right: predictions of plain are -2 off on average", mean.Text.English, StringComparison.Ordinal);
        Assert.Contains("总量不准", mean.Text.Chinese, StringComparison.Ordinal);
        Assert.Null(Verdict.Of(PairedDifferences.Attach(rows, [metric], 0), metric, null, 0).Bias);
    }

    /// <summary>At symmetric heavy tails a robust loss has the mean right and may win it.</summary>
    [Fact]
    public void ALossForAnotherFunctionalMayWinWhereTheTwoAreOne()
    {
        var random = new RandomState(41);
        var columns = JudgedTable.Columns(random, 400, 5);
        var target = Enumerable.Range(0, 400).Select(i => columns[0][i] - columns[1][i] + (JudgedTable.Normal(random) / Math.Sqrt(-Math.Log(1 - random.NextDouble()) / 1.2))).ToArray();
        var result = JudgedTable.Compare(JudgedTable.Of(columns, target), ["huber", "mae"]);
        Assert.All(result.Rows.Where(row => row.Kind == RowKind.Loss), row => Assert.Null(row.Objection));
    }

    /// <summary>A metric that a constant has right orders the rows and names no winner.</summary>
    [Theory]
    [InlineData("bias")]
    [InlineData("coverage")]
    public void WhatIsNoScoreNamesNoWinner(string key)
    {
        var random = new RandomState(51);
        var columns = JudgedTable.Columns(random, 120, 2);
        var result = JudgedTable.Compare(JudgedTable.Of(columns, JudgedTable.Line(random, columns, 1)), ["mae"], Metrics.Find(PredictionTask.Regression, key));
        Assert.Null(result.Verdict.Winner);
        Assert.Contains("it is no score", result.Verdict.Text.English, StringComparison.Ordinal);
    }

    /// <summary>
    /// Two classes whose probabilities end at 0.6. A loss whose link ends at 0 and 1 has the lower log-loss on the rows seen; on fresh ones the
    /// few certainties that are wrong make it the worse. It is shown, with the reason, and does not win.
    /// </summary>
    [SlowTheory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    public void CertaintyDoesNotWinTheLogLoss(ulong seed)
    {
        string[] certain = ["squared_hinge", "binary_sparsemax", "tangent"];
        var random = new RandomState(900 + seed);
        var columns = JudgedTable.Columns(random, 1000, 3);
        var target = Enumerable.Range(0, 1000).Select(i => random.NextDouble() < 0.6 / (1 + Math.Exp(-2 * (0.3 + columns[0][i] - (0.8 * columns[1][i])))) ? 1.0 : 0).ToArray();
        var result = JudgedTable.Compare(JudgedTable.Of(columns, target, PredictionTask.Binary), [.. certain, "brier_binary"]);
        Assert.Equal("log-loss", result.Metric.Key);
        Assert.True(!certain.Contains(result.Verdict.Winner), result.Verdict.Text.English);
        Assert.All(result.Rows.Where(row => certain.Contains(row.Name)), row => Assert.Contains("exactly 0 or 1", row.Objection?.English, StringComparison.Ordinal));
        Assert.Null(result.Rows.Single(row => row.Name == "brier_binary").Objection);
    }

    private static ComparisonData Claims(ulong seed)
    {
        var random = new RandomState(100 + seed);
        var columns = JudgedTable.Columns(random, 800, 3);
        var target = new double[800];
        for (var i = 0; i < target.Length; i++)
        {
            var occurs = random.NextDouble() < 1 / (1 + Math.Exp(1.3 - (0.5 * columns[1][i])));
            target[i] = occurs ? -Math.Exp(5 + (0.4 * columns[0][i])) * Math.Log(1 - random.NextDouble()) : 0;
        }

        return JudgedTable.Of(columns, target);
    }

    private static double Poisson(RandomState random, double mean)
    {
        var (count, product) = (0, random.NextDouble());
        for (var limit = Math.Exp(-mean); product > limit; product *= random.NextDouble()) count++;
        return count;
    }
}
